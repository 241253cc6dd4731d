/**
 * Rows live in buckets, ranges of the id space: one read finds an id or all ids of a prefix, and a scan of everything
 * is a few reads of several kilobytes. The directory keeps the CRC of each bucket, and the meta record that of the
 * directory, so a lost, stale or damaged bucket is noticed by whoever reads it. [STO4]
 */
import { ID_ALPHABET, type IssueId } from '../domain/ids.js';
import { LIMITS } from '../kernel/limits.js';
import { damaged } from './checked-value.js';
import { findStored, splitRows, type StoredRow } from './stored-row.js';

/** Place of an id (or prefix) in [0, 1): its leading 19 bits. The first letter has 16 values, the others 32. */
function position(text: string): number {
  let value = Math.max(0, digitAt(text, 0) - LETTERS_FROM);
  for (let i = 1; i <= 3; i += 1) value = value * 32 + digitAt(text, i);
  return value / 2 ** 19;
}

/** Value of each character of ids, by its code. */
const DIGITS = new Uint8Array(128);
for (let value = 0; value < ID_ALPHABET.length; value += 1)
  DIGITS[ID_ALPHABET.charCodeAt(value)] = value;
const LETTERS_FROM = ID_ALPHABET.indexOf('a');

function digitAt(text: string, at: number): number {
  return at < text.length ? (DIGITS[text.charCodeAt(at)] ?? 0) : 0;
}

/** Index of the bucket of `id` among `count` (a power of two). */
export function bucketOf(id: IssueId, count: number): number {
  return Math.min(count - 1, Math.floor(position(id) * count));
}

/** First and last bucket that can hold ids beginning with `prefix`. */
export function bucketRange(prefix: string, count: number): readonly [first: number, last: number] {
  const first = Math.floor(position(prefix) * count);
  const width = prefix.length >= 4 ? 0 : 2 ** (19 - bitsOf(prefix.length)) / 2 ** 19;
  const last = Math.floor(Math.max(position(prefix), position(prefix) + width - 2 ** -20) * count);
  return [Math.min(first, count - 1), Math.min(last, count - 1)];
}

function bitsOf(length: number): number {
  return length === 0 ? 0 : 4 + 5 * (length - 1);
}

/** Number of buckets for `rows` rows: grows by doubling, never shrinks. */
export function bucketCountFor(rows: number, current: number): number {
  let count = Math.max(LIMITS.bucketsMin, current);
  while (count < LIMITS.bucketsMax && rows > count * LIMITS.rowsPerBucketTarget * 2) count *= 2;
  return count;
}

/** Bucket value: version byte, then the rows in id order. */
export const BUCKET_VERSION = 1;

export function encodeBucket(rows: readonly StoredRow[]): Uint8Array {
  const parts = rows.map((row) => row.bytes);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 1));
  bytes[0] = BUCKET_VERSION;
  let at = 1;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The rows, or null when these bytes are no bucket of this version. */
export function decodeBucket(bytes: Uint8Array): StoredRow[] | null {
  return bytes[0] === BUCKET_VERSION ? splitRows(bytes, 1) : null;
}

/** The row of `id` among rows in id order, or null: halving decodes a few ids where a map would decode all. */
export function findRow(rows: readonly StoredRow[], id: IssueId): StoredRow | null {
  let first = 0;
  let end = rows.length;
  while (first < end) {
    const middle = (first + end) >>> 1;
    const row = rows[middle];
    if (row === undefined || row.id === id) return row ?? null;
    if (row.id < id) first = middle + 1;
    else end = middle;
  }
  return null;
}

/** The same in the bytes of a bucket, making only the row that is asked for. @throws store_damaged */
export function findInBucket(bytes: Uint8Array, id: IssueId): StoredRow | null {
  const found = bytes[0] === BUCKET_VERSION ? findStored(bytes, 1, id) : undefined;
  if (found === undefined) throw damaged('a row bucket cannot be read');
  return found;
}

/** Replaces or inserts rows into an id-ordered list. */
export function mergeRows(
  rows: readonly StoredRow[],
  changed: ReadonlyMap<IssueId, StoredRow>,
): StoredRow[] {
  const kept = rows.filter((row) => !changed.has(row.id));
  return [...kept, ...changed.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
