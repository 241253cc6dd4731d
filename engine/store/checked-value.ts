/** Values with a version byte and a CRC-32 in front, for every record that no directory vouches for. [STO3] */
import { EngineError } from '../errors.js';
import type { Checksums } from './ports.js';

const VERSION = 1;
const HEAD_BYTES = 5;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function sealJson(value: unknown, checksums: Checksums): Uint8Array {
  return seal(encoder.encode(JSON.stringify(value)), checksums);
}

export function seal(payload: Uint8Array, checksums: Checksums): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES + payload.length);
  bytes[0] = VERSION;
  new DataView(bytes.buffer).setUint32(1, checksums.crc32(payload));
  bytes.set(payload, HEAD_BYTES);
  return bytes;
}

/** Whether the bytes are what was sealed. */
export function isIntact(bytes: Uint8Array, checksums: Checksums): boolean {
  return (
    bytes.length >= HEAD_BYTES &&
    bytes[0] === VERSION &&
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(1) ===
      checksums.crc32(bytes.subarray(HEAD_BYTES))
  );
}

/** The payload. @throws store_damaged naming `what` */
export function unseal(bytes: Uint8Array, what: string, checksums: Checksums): Uint8Array {
  if (!isIntact(bytes, checksums)) throw damaged(`the ${what} does not match its checksum`);
  return bytes.subarray(HEAD_BYTES);
}

export function unsealJson(bytes: Uint8Array, what: string, checksums: Checksums): unknown {
  return JSON.parse(decoder.decode(unseal(bytes, what, checksums)));
}

/** The one error for data that is not what was written. */
export function damaged(message: string, cause?: unknown): EngineError {
  return new EngineError('store_damaged', `the replica is damaged: ${message}`, {
    hint: 'issue doctor',
    cause,
  });
}
