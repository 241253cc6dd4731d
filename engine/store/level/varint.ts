/** A varint at `at`: its value and where the next thing begins; null when the bytes end, or it is no length of ours. */
export function readVarint(
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly next: number } | null {
  let value = 0;
  let scale = 1;
  for (let n = 0; n < 7; n += 1) {
    const byte = bytes[at + n];
    if (byte === undefined) return null;
    value += (byte & 127) * scale;
    if (byte < 128) return { value, next: at + n + 1 };
    scale *= 128;
  }
  return null;
}

/** A length-prefixed run of bytes at `at`. */
export function readSlice(
  bytes: Uint8Array,
  at: number,
): { readonly slice: Uint8Array; readonly next: number } | null {
  const length = readVarint(bytes, at);
  if (length === null || length.next + length.value > bytes.length) return null;
  const next = length.next + length.value;
  return { slice: bytes.subarray(length.next, next), next };
}
