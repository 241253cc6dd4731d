/**
 * The key space. Documents use the v1 layout of y-leveldb (each part one type byte, then a length-prefixed string or
 * a big-endian uint32), so its `LeveldbPersistence` opens any replica. Our own keys begin with `i` (0x69), beyond
 * every range it scans (its keys begin with 0x00). [STO1]
 */
import type { IssueId } from '../domain/ids.js';

const encoder = new TextEncoder();
const STRING = 0;
const UINT32 = 1;

function yKey(...parts: readonly (string | number)[]): Uint8Array {
  const bytes: number[] = [];
  for (const part of parts) {
    if (typeof part === 'number') bytes.push(UINT32, ...uint32(part));
    else {
      const text = encoder.encode(part);
      bytes.push(STRING, ...varUint(text.length), ...text);
    }
  }
  return Uint8Array.from(bytes);
}

function uint32(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

export function varUint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** `['v1', id, 'update', n]`: one Yjs update. */
export function updateKey(id: IssueId, n: number): Uint8Array {
  return yKey('v1', id, 'update', n);
}

/** `['v1_sv', id]`: state vector, the number of the update it stands at, and the anchor (`document-anchor.ts`). */
export function stateVectorKey(id: IssueId): Uint8Array {
  return yKey('v1_sv', id);
}

/** All documents' updates. */
export const UPDATE_RANGE = { gte: yKey('v1'), lt: yKey('v2') } as const;
export const STATE_VECTOR_RANGE = { gte: yKey('v1_sv'), lt: yKey('v1_sw') } as const;

function own(text: string): Uint8Array {
  return encoder.encode(`i${text}`);
}

export const META_KEY = own('m');
export const DIRECTORY_KEY = own('d');
export const SAVED_QUERIES_KEY = own('s');

export function bucketKey(index: number): Uint8Array {
  return own(`b${index.toString(16).padStart(4, '0')}`);
}

export function textKey(id: IssueId): Uint8Array {
  return own(`t${id}`);
}

export function observationKey(id: IssueId): Uint8Array {
  return own(`o${id}`);
}

export function logKey(seq: number): Uint8Array {
  return own(`l${seq.toString(16).padStart(12, '0')}`);
}

export const OWN_RANGE = { gte: own(''), lt: encoder.encode('j') } as const;
export const BUCKET_RANGE = { gte: own('b'), lt: own('c') } as const;
export const TEXT_RANGE = { gte: own('t'), lt: own('u') } as const;
export const LOG_RANGE = { gte: own('l'), lt: own('m') } as const;
export const OBSERVATION_RANGE = { gte: own('o'), lt: own('p') } as const;

const UPDATE_KEY_HEAD = yKey('v1').length;

/** Document id and number of an update key, or null for another key. */
export function parseUpdateKey(
  key: Uint8Array,
): { readonly id: string; readonly n: number } | null {
  const length = key[UPDATE_KEY_HEAD + 1] ?? 0;
  const start = UPDATE_KEY_HEAD + 2;
  const id = new TextDecoder().decode(key.subarray(start, start + length));
  const tail = key.subarray(start + length);
  if (tail.length !== 13 || tail[8] !== UINT32) return null;
  const n = new DataView(tail.buffer, tail.byteOffset).getUint32(9);
  return { id, n };
}
