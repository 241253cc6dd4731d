import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Checksums } from '../store/ports.js';

/** zlib's CRC-32 and SHA-256 of the machine. */
export const nodeChecksums: Checksums = {
  crc32: (bytes, seed = 0) => crc32(bytes, seed),
  digest: (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 32),
};
