/**
 * The value beside a document's updates: varuint(last), length-prefixed state vector, as y-leveldb has it; behind that,
 * where its decoder does not look, u32 first · u32 running CRC-32 of the updates · u32 CRC-32 of all before. A second
 * witness: documents can be verified when their rows are lost. [STO1, STO3]
 */
import { varUint } from './keys.js';
import type { Checksums } from './ports.js';

export interface DocumentAnchor {
  readonly first: number;
  readonly last: number;
  readonly updatesCrc: number;
  readonly stateVector: Uint8Array;
}

const TAIL_BYTES = 12;

export function encodeAnchor(anchor: DocumentAnchor, checksums: Checksums): Uint8Array {
  const { first, last, updatesCrc, stateVector } = anchor;
  const head = [...varUint(last), ...varUint(stateVector.length)];
  const bytes = new Uint8Array(head.length + stateVector.length + TAIL_BYTES);
  bytes.set(head);
  bytes.set(stateVector, head.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 12, first);
  view.setUint32(bytes.length - 8, updatesCrc);
  view.setUint32(bytes.length - 4, checksums.crc32(bytes.subarray(0, -4)));
  return bytes;
}

/** The anchor, or null when the bytes are not what was written. */
export function decodeAnchor(bytes: Uint8Array, checksums: Checksums): DocumentAnchor | null {
  if (bytes.length < TAIL_BYTES + 2) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(bytes.length - 4) !== checksums.crc32(bytes.subarray(0, -4))) return null;
  const [last, at] = readVarUint(bytes, 0);
  const [length, start] = readVarUint(bytes, at);
  if (start + length + TAIL_BYTES !== bytes.length) return null;
  return {
    first: view.getUint32(bytes.length - 12),
    last,
    updatesCrc: view.getUint32(bytes.length - 8),
    stateVector: bytes.subarray(start, start + length),
  };
}

function readVarUint(bytes: Uint8Array, start: number): readonly [value: number, next: number] {
  let value = 0;
  let at = start;
  for (let scale = 1; at < bytes.length; scale *= 128) {
    const byte = bytes[at] ?? 0;
    at += 1;
    value += (byte & 127) * scale;
    if (byte < 128) break;
  }
  return [value, at];
}
