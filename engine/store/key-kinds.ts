/** What a key found in the database is. Everything of ours has exactly one kind; the rest is somebody else's. [STO1] */
import { parseIssueId, type IssueId } from '../domain/ids.js';
import { parseUpdateKey, stateVectorKey, updateKey } from './keys.js';

export type KeyKind =
  | { readonly kind: 'update'; readonly id: IssueId; readonly n: number }
  | { readonly kind: 'anchor' | 'text' | 'observation'; readonly id: IssueId }
  | { readonly kind: 'bucket' | 'log'; readonly index: number }
  | { readonly kind: 'meta' | 'directory' | 'queries' }
  | { readonly kind: 'unknown' };

const UNKNOWN: KeyKind = { kind: 'unknown' };
const OWN = 0x69;
const ID_BYTES = 10;
const NAMED: Readonly<Record<string, 'meta' | 'directory' | 'queries'>> = {
  m: 'meta',
  d: 'directory',
  s: 'queries',
};
const decoder = new TextDecoder();

export function kindOfKey(key: Uint8Array): KeyKind {
  if (key[0] !== OWN) return ofDocument(key);
  const text = decoder.decode(key.subarray(1));
  const rest = text.slice(1);
  switch (text.slice(0, 1)) {
    case 'm':
    case 'd':
    case 's':
      return rest === '' ? { kind: NAMED[text] ?? 'meta' } : UNKNOWN;
    case 'b':
      return ofNumber('bucket', rest, 4);
    case 'l':
      return ofNumber('log', rest, 12);
    case 't':
      return ofIssue('text', rest);
    case 'o':
      return ofIssue('observation', rest);
    default:
      return UNKNOWN;
  }
}

function ofNumber(kind: 'bucket' | 'log', digits: string, length: number): KeyKind {
  const valid = digits.length === length && /^[0-9a-f]+$/.test(digits);
  return valid ? { kind, index: Number.parseInt(digits, 16) } : UNKNOWN;
}

function ofIssue(kind: 'text' | 'observation', text: string): KeyKind {
  const id = parseIssueId(text);
  return id === null || id !== text ? UNKNOWN : { kind, id };
}

function ofDocument(key: Uint8Array): KeyKind {
  const update = parseUpdateKey(key);
  if (update !== null) {
    const { n } = update;
    const id = parseIssueId(update.id);
    return id !== null && isSame(key, updateKey(id, n)) ? { kind: 'update', id, n } : UNKNOWN;
  }
  const id = parseIssueId(decoder.decode(key.subarray(-ID_BYTES)));
  return id !== null && isSame(key, stateVectorKey(id)) ? { kind: 'anchor', id } : UNKNOWN;
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
