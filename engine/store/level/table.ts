/**
 * Reads a table file (`.ldb`) block by block, each against its own checksum, as LevelDB itself does not: it takes what
 * is there, and one flipped bit in a key can end the process at the next merge. Where the index is broken, blocks are
 * found by their checksums, since they lie end to end.
 */
import { crc32cStep, mask } from './crc32c.js';
import { decompressSnappy } from './snappy.js';
import { readVarint } from './varint.js';

const FOOTER_BYTES = 48;
const TRAILER_BYTES = 5;
const MAGIC = Uint8Array.of(0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb);
/** So much is looked at for the next block behind a damaged one, in one file. */
const SEARCH_BYTES_MAX = 64 * 1024 * 1024;

export interface Handle {
  readonly offset: number;
  /** Bytes of the stored block, without type and checksum. */
  readonly size: number;
}

export interface TableBlocks {
  /** Data blocks whose bytes match their checksums. */
  readonly intact: readonly Handle[];
  /** What does not: for a person to read. */
  readonly damage: readonly string[];
}

export function readTable(bytes: Uint8Array): TableBlocks {
  const footer = readFooter(bytes);
  if (footer === null)
    return { intact: findBlocks(bytes), damage: ['its end is missing or damaged'] };
  const { index, filters } = footer;
  const end = index.offset + index.size + TRAILER_BYTES;
  const isWhole = end === bytes.length - FOOTER_BYTES && isIntact(bytes, index);
  const entries = isWhole ? readBlock(bytes, index) : null;
  if (entries === null)
    return { intact: findBlocks(bytes), damage: ['its index does not match its checksum'] };
  const handles = handlesIn(entries);
  const intact = handles.filter((handle) => isIntact(bytes, handle));
  // A damaged filter hides keys that are there.
  const others = isIntact(bytes, filters) ? handlesIn(readBlock(bytes, filters) ?? []) : [];
  const bad = [...handles, filters, ...others].filter((handle) => !isIntact(bytes, handle));
  return {
    intact,
    damage: bad.map(({ offset }) => `the block at ${offset} does not match its checksum`),
  };
}

function handlesIn(entries: readonly BlockEntry[]): Handle[] {
  return entries.flatMap(({ value }) => readHandle(value, 0)?.handle ?? []);
}

/** Where the index lies, and the list of filters. */
function readFooter(
  bytes: Uint8Array,
): { readonly index: Handle; readonly filters: Handle } | null {
  const footer = bytes.subarray(-FOOTER_BYTES);
  if (bytes.length < FOOTER_BYTES || !MAGIC.every((byte, at) => footer[40 + at] === byte))
    return null;
  const filters = readHandle(footer, 0);
  const index = filters === null ? null : readHandle(footer, filters.next);
  return filters === null || index === null
    ? null
    : { index: index.handle, filters: filters.handle };
}

function readHandle(
  bytes: Uint8Array,
  at: number,
): { readonly handle: Handle; readonly next: number } | null {
  const offset = readVarint(bytes, at);
  const size = offset === null ? null : readVarint(bytes, offset.next);
  if (offset === null || size === null) return null;
  return { handle: { offset: offset.value, size: size.value }, next: size.next };
}

function isIntact(bytes: Uint8Array, { offset, size }: Handle): boolean {
  const end = offset + size + 1;
  if (end + 4 > bytes.length) return false;
  return mask(crc32cStep(-1, bytes, offset, end)) === storedCrc(bytes, end);
}

function storedCrc(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at + 3] ?? 0) << 24) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 1] ?? 0) << 8) |
      (bytes[at] ?? 0)) >>>
    0
  );
}

/** Blocks from the start on, each found where a checksum fits; after a damaged one, at the next place where one does. */
function findBlocks(bytes: Uint8Array): Handle[] {
  const found: Handle[] = [];
  let budget = SEARCH_BYTES_MAX;
  for (let offset = 0; offset + TRAILER_BYTES < bytes.length && budget > 0;) {
    const size = blockSizeAt(
      bytes,
      offset,
      found.length === 0 || isBehind(found, offset) ? bytes.length : offset + 8192,
    );
    if (size === null) {
      budget -= 8192;
      offset += 1;
    } else {
      found.push({ offset, size });
      offset += size + TRAILER_BYTES;
    }
  }
  const places = new Set(found.map(({ offset, size }) => `${offset} ${size}`));
  return found.filter((handle) => isDataBlock(bytes, handle, places));
}

/** This offset is where the block found last ends. */
function isBehind(found: readonly Handle[], offset: number): boolean {
  const last = found.at(-1);
  return last !== undefined && last.offset + last.size + TRAILER_BYTES === offset;
}

function blockSizeAt(bytes: Uint8Array, offset: number, limit: number): number | null {
  let state = -1;
  for (let end = offset; end + TRAILER_BYTES <= Math.min(limit, bytes.length); end += 1) {
    const next = crc32cStep(state, bytes, end, end + 1);
    if ((bytes[end] ?? 2) <= 1 && mask(next) === storedCrc(bytes, end + 1)) return end - offset;
    state = next;
  }
  return null;
}

/** Blocks of filters have keys of another form; what the index keeps under its keys are the places of blocks. */
function isDataBlock(bytes: Uint8Array, handle: Handle, places: ReadonlySet<string>): boolean {
  const entries = readBlock(bytes, handle) ?? [];
  if (
    entries.length === 0 ||
    !entries.every(({ key }) => key.length >= 8 && (key.at(-8) ?? 2) <= 1)
  )
    return false;
  return !entries.some(({ value }) => {
    const place = readHandle(value, 0);
    return (
      place?.next === value.length && places.has(`${place.handle.offset} ${place.handle.size}`)
    );
  });
}

export interface BlockEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** The entries of an intact block, keys with their 8-byte tail; null when it cannot be unpacked. */
export function readBlock(bytes: Uint8Array, { offset, size }: Handle): BlockEntry[] | null {
  const stored = bytes.subarray(offset, offset + size);
  const plain = bytes[offset + size] === 1 ? decompressSnappy(stored) : stored;
  if (plain === null || plain.length < 4) return null;
  const restarts = storedCrc(plain, plain.length - 4);
  const end = plain.length - 4 - restarts * 4;
  const entries: BlockEntry[] = [];
  let before = new Uint8Array();
  for (let at = 0; at < end;) {
    const shared = readVarint(plain, at);
    const added = shared === null ? null : readVarint(plain, shared.next);
    const length = added === null ? null : readVarint(plain, added.next);
    if (shared === null || added === null || length === null) return null;
    const valueAt = length.next + added.value;
    if (shared.value > before.length || valueAt + length.value > end) return null;
    const key = new Uint8Array(shared.value + added.value);
    key.set(before.subarray(0, shared.value));
    key.set(plain.subarray(length.next, valueAt), shared.value);
    entries.push({ key, value: plain.subarray(valueAt, valueAt + length.value) });
    before = key;
    at = valueAt + length.value;
  }
  return end < 0 ? null : entries;
}
