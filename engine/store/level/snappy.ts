/** Decompression of Snappy, the form in which LevelDB stores most blocks. */
import { readVarint } from './varint.js';

/** No block of ours is longer: a larger claim comes from broken bytes. */
const LENGTH_MAX = 64 * 1024 * 1024;

/** The plain bytes, or null when these are not Snappy. */
export function decompressSnappy(source: Uint8Array): Uint8Array | null {
  const head = readVarint(source, 0);
  if (head === null || head.value > LENGTH_MAX) return null;
  const plain = new Uint8Array(head.value);
  let from = head.next;
  let to = 0;
  while (from < source.length) {
    const tag = source[from] ?? 0;
    from += 1;
    const element = (tag & 3) === 0 ? literal(source, tag, from) : copy(source, tag, from);
    if (element === null || to + element.length > plain.length) return null;
    from = element.next;
    if (element.offset === 0) {
      plain.set(source.subarray(from, from + element.length), to);
      from += element.length;
    } else {
      if (element.offset > to) return null;
      for (let n = 0; n < element.length; n += 1)
        plain[to + n] = plain[to + n - element.offset] ?? 0;
    }
    to += element.length;
  }
  return to === plain.length ? plain : null;
}

interface Element {
  readonly length: number;
  /** How far back the bytes are; 0 when they follow. */
  readonly offset: number;
  readonly next: number;
}

function literal(source: Uint8Array, tag: number, at: number): Element | null {
  const short = tag >>> 2;
  const extra = Math.max(0, short - 59);
  const length = extra === 0 ? short + 1 : littleEndian(source, at, extra) + 1;
  const next = at + extra;
  return next + length > source.length ? null : { length, offset: 0, next };
}

function copy(source: Uint8Array, tag: number, at: number): Element | null {
  const kind = tag & 3;
  const bytes = kind === 3 ? 4 : kind;
  if (at + bytes > source.length) return null;
  const low = littleEndian(source, at, bytes);
  const next = at + bytes;
  const found =
    kind === 1
      ? { length: ((tag >>> 2) & 7) + 4, offset: ((tag >>> 5) << 8) | low, next }
      : { length: (tag >>> 2) + 1, offset: low, next };
  return found.offset === 0 ? null : found;
}

function littleEndian(source: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let n = length - 1; n >= 0; n -= 1) value = value * 256 + (source[at + n] ?? 0);
  return value;
}
