/** CRC-32C (Castagnoli), as LevelDB puts it behind its blocks and records. */
const TABLES: readonly Uint32Array[] = makeTables();
const MASK_DELTA = 0xa282ead8;

function makeTables(): Uint32Array[] {
  const tables = Array.from({ length: 4 }, () => new Uint32Array(256));
  const [first = new Uint32Array(256)] = tables;
  for (let n = 0; n < 256; n += 1) {
    let crc = n;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    first[n] = crc;
  }
  for (let k = 1; k < 4; k += 1) {
    const [before, table] = [tables[k - 1], tables[k]];
    for (let n = 0; n < 256; n += 1) {
      const value = before?.[n] ?? 0;
      if (table !== undefined) table[n] = (value >>> 8) ^ (first[value & 255] ?? 0);
    }
  }
  return tables;
}

/** Running state over `bytes[from, to)`: starts at 0xffffffff, and is inverted at the end. */
export function crc32cStep(state: number, bytes: Uint8Array, from: number, to: number): number {
  const [t0, t1, t2, t3] = TABLES as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  let crc = state;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    crc ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    crc =
      (t3[crc & 255] as number) ^
      (t2[(crc >>> 8) & 255] as number) ^
      (t1[(crc >>> 16) & 255] as number) ^
      (t0[crc >>> 24] as number);
  }
  for (; at < to; at += 1) crc = (t0[(crc ^ (bytes[at] as number)) & 255] as number) ^ (crc >>> 8);
  return crc;
}

/** The stored form of a checksum: rotated and offset, so that checksums of checksums stay good. */
export function maskedCrc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  return mask(crc32cStep(-1, bytes, from, to));
}

/** Inverts and masks a running state. */
export function mask(state: number): number {
  const crc = ~state;
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}
