/**
 * Reads LevelDB's write-ahead log (`.log`): records in blocks of 32 KiB, each with a checksum, a batch in one or several
 * of them. LevelDB drops what is damaged in the middle and says nothing; here it is told, and what follows is kept.
 */
import { maskedCrc32c } from './crc32c.js';
import { readSlice } from './varint.js';

const BLOCK_BYTES = 32 * 1024;
const HEADER_BYTES = 7;
const BROKEN = 0;
const FULL = 1;
const FIRST = 2;
const LAST = 4;

export interface LoggedOp {
  readonly seq: number;
  readonly key: Uint8Array;
  /** Null for a deletion. */
  readonly value: Uint8Array | null;
}

export interface LogContent {
  readonly ops: readonly LoggedOp[];
  readonly damage: readonly string[];
}

export function readWriteAheadLog(bytes: Uint8Array): LogContent {
  const ops: LoggedOp[] = [];
  const damage: string[] = [];
  for (const record of wholeRecords(bytes, damage))
    for (const op of batch(record, damage)) ops.push(op);
  return { ops, damage };
}

/** The records of any file in this format (a MANIFEST is one too); null when one is damaged. */
export function readRecords(bytes: Uint8Array): Uint8Array[] | null {
  const damage: string[] = [];
  const found = [...wholeRecords(bytes, damage)];
  return damage.length === 0 ? found : null;
}

/** Records put together again from the parts that a block's end cut them into. */
function* wholeRecords(bytes: Uint8Array, damage: string[]): IterableIterator<Uint8Array> {
  let parts: Uint8Array[] | null = null;
  for (const { type, data } of records(bytes, damage)) {
    if (type === FULL || type === FIRST || type === BROKEN) parts = null;
    if (type !== BROKEN && (parts !== null || type === FULL || type === FIRST))
      parts = [...(parts ?? []), data];
    if (parts === null || (type !== FULL && type !== LAST)) continue;
    yield join(parts);
    parts = null;
  }
}

/**
 * The first record in the middle that is not what was written, or null. The log of a single batch, which is what a
 * command leaves, has no middle and costs next to nothing.
 */
export function findLogDamage(bytes: Uint8Array): string | null {
  if (isOneBatch(bytes)) return null;
  const damage: string[] = [];
  for (const _ of records(bytes, damage)) if (damage.length > 0) break;
  return damage[0] ?? null;
}

/** By the headers alone: one record, or one that is told in several, up to the end of the file. */
function isOneBatch(bytes: Uint8Array): boolean {
  let at = 0;
  for (let before = BROKEN; at + HEADER_BYTES <= bytes.length;) {
    const left = BLOCK_BYTES - (at % BLOCK_BYTES);
    const type = bytes[at + 6] ?? BROKEN;
    const end = at + HEADER_BYTES + ((bytes[at + 4] ?? 0) | ((bytes[at + 5] ?? 0) << 8));
    const begins = type === FULL || type === FIRST;
    if (left >= HEADER_BYTES && (begins ? at > 0 : before !== FIRST)) return false;
    if (left >= HEADER_BYTES && begins) before = type;
    at = left < HEADER_BYTES ? at + left : end;
  }
  return at === bytes.length;
}

interface Record {
  readonly type: number;
  readonly data: Uint8Array;
}

/** A record cut off by the end of the file was never acknowledged, nor were zeros up to it: that is no damage. */
function* records(bytes: Uint8Array, damage: string[]): IterableIterator<Record> {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  for (let at = 0; at < end;) {
    const blockEnd = at - (at % BLOCK_BYTES) + BLOCK_BYTES;
    if (at + HEADER_BYTES > blockEnd) {
      at = blockEnd;
      continue;
    }
    const whole = recordEnd(bytes, at, blockEnd);
    if (whole !== null) {
      yield { type: bytes[at + 6] ?? BROKEN, data: bytes.subarray(at + HEADER_BYTES, whole) };
      at = whole;
      continue;
    }
    let next = at + 1;
    while (next < Math.min(end, blockEnd) && recordEnd(bytes, next, blockEnd) === null) next += 1;
    if (next >= end) return;
    damage.push(`the record at ${at} does not match its checksum`);
    yield { type: BROKEN, data: new Uint8Array() };
    at = next;
  }
}

/** Where the intact record at `at` ends; null when there is none. */
function recordEnd(bytes: Uint8Array, at: number, blockEnd: number): number | null {
  const length = (bytes[at + 4] ?? 0) | ((bytes[at + 5] ?? 0) << 8);
  const type = bytes[at + 6] ?? BROKEN;
  const end = at + HEADER_BYTES + length;
  if (type < FULL || type > LAST || end > Math.min(blockEnd, bytes.length)) return null;
  const stored = new DataView(bytes.buffer, bytes.byteOffset + at).getUint32(0, true);
  return maskedCrc32c(bytes, at + 6, end) === stored ? end : null;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** u64 sequence number, u32 count, then the operations. */
function batch(bytes: Uint8Array, damage: string[]): LoggedOp[] {
  if (bytes.length < 12) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const first = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
  const count = view.getUint32(8, true);
  const ops: LoggedOp[] = [];
  let at = 12;
  while (at < bytes.length) {
    const isPut = bytes[at] === 1;
    const key = readSlice(bytes, at + 1);
    const value = key === null || !isPut ? null : readSlice(bytes, key.next);
    if (key === null || (isPut && value === null)) break;
    ops.push({ seq: first + ops.length, key: key.slice, value: value?.slice ?? null });
    at = value?.next ?? key.next;
  }
  if (ops.length === count && at === bytes.length) return ops;
  damage.push(`the batch of sequence number ${first} is incomplete`);
  return [];
}
