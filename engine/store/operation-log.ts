/**
 * The operation log: one entry a batch, contiguous sequence numbers, each carrying the hash of the one before. A gap or
 * a broken link means that something acknowledged is gone. [STO2]
 */
import { parseIssueId, type IssueId } from '../domain/ids.js';
import { damaged, seal, unseal } from './checked-value.js';
import { logKey } from './keys.js';
import type { Checksums, KeyValue } from './ports.js';

/** One document touched by an operation. */
export interface LoggedDocument {
  readonly id: IssueId;
  /** Number of its stored update, and the CRC-32 of that value. */
  readonly update: number;
  readonly crc: number;
  /** Running CRC-32 of the stored updates before it; 0 when it is the first. */
  readonly base: number;
  /** The activity entry as stored in the document, or null. */
  readonly entry: string | null;
}

export interface LogEntry {
  readonly seq: number;
  /** Hash of the entry before. */
  readonly previous: string;
  readonly hlc: string;
  readonly incarnation: string;
  readonly verb: string;
  readonly agent: string;
  readonly documents: readonly LoggedDocument[];
}

export const NO_HASH = '0'.repeat(32);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export interface EncodedLogEntry {
  readonly value: Uint8Array;
  /** Hash that the next entry will name. */
  readonly hash: string;
}

export function encodeLogEntry(entry: LogEntry, checksums: Checksums): EncodedLogEntry {
  const payload = encoder.encode(
    JSON.stringify({
      s: entry.seq,
      p: entry.previous,
      h: entry.hlc,
      i: entry.incarnation,
      v: entry.verb,
      g: entry.agent,
      d: entry.documents.map(({ id, update, crc, entry: text, base }) => [
        id,
        update,
        crc,
        text,
        base,
      ]),
    }),
  );
  return { value: seal(payload, checksums), hash: checksums.digest(payload) };
}

/** The entry and its own hash. @throws store_damaged */
export function decodeLogEntry(
  value: Uint8Array,
  seq: number,
  checksums: Checksums,
): LogEntry & { readonly hash: string } {
  const payload = unseal(value, `log entry ${seq}`, checksums);
  const { s, p, h, i, v, g, d } = JSON.parse(decoder.decode(payload)) as Record<string, unknown>;
  if (s !== seq) throw damaged(`log entry ${seq} says it is ${String(s)}`);
  return {
    seq,
    previous: String(p),
    hlc: String(h),
    incarnation: String(i),
    verb: String(v),
    agent: String(g),
    documents: (Array.isArray(d) ? (d as unknown[][]) : []).flatMap(
      ([id, update, crc, entry, base]) => {
        const issue = parseIssueId(id);
        if (issue === null) return [];
        const text = typeof entry === 'string' ? entry : null;
        return {
          id: issue,
          update: Number(update),
          crc: Number(crc),
          base: Number(base),
          entry: text,
        };
      },
    ),
    hash: checksums.digest(payload),
  };
}

/** Reads entry `seq`. @throws store_damaged when it is missing or not what was written */
export function readLogEntry(
  db: KeyValue,
  seq: number,
  checksums: Checksums,
): LogEntry & { readonly hash: string } {
  const value = db.get(logKey(seq));
  if (value === undefined) throw damaged(`log entry ${seq} is missing`);
  return decodeLogEntry(value, seq, checksums);
}

/** How an entry begins: enough to follow the chain. */
const LINK = /^\{"s":(\d+),"p":"([0-9a-f]{32})"/;
const LINK_BYTES_MAX = 80;

/**
 * The entry's own hash and the one it names, without decoding what it says: an import's entry has megabytes.
 * @throws store_damaged
 */
export function readLink(
  db: KeyValue,
  seq: number,
  checksums: Checksums,
): { readonly previous: string; readonly hash: string } {
  const value = db.get(logKey(seq));
  if (value === undefined) throw damaged(`log entry ${seq} is missing`);
  const payload = unseal(value, `log entry ${seq}`, checksums);
  const [, said, previous] = LINK.exec(decoder.decode(payload.subarray(0, LINK_BYTES_MAX))) ?? [];
  if (previous === undefined || Number(said) !== seq) return decodeLogEntry(value, seq, checksums);
  return { previous, hash: checksums.digest(payload) };
}

/** Walks `(from, to]` link by link. @throws store_damaged at the first gap or broken link */
export function verifyLog(
  db: KeyValue,
  range: { readonly from: number; readonly to: number; readonly fromHash: string | null },
  checksums: Checksums,
): string | null {
  let hash = range.fromHash;
  for (let seq = range.from + 1; seq <= range.to; seq += 1) {
    const entry = readLink(db, seq, checksums);
    if (hash !== null && entry.previous !== hash)
      throw damaged(`log entry ${seq} does not follow the one before`);
    hash = entry.hash;
  }
  return hash;
}
