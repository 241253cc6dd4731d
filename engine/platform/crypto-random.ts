import { randomFillSync } from 'node:crypto';
import type { Random } from '../kernel/random.js';

/** The machine's cryptographic random source. */
export const cryptoRandom: Random = {
  bytes: (length) => randomFillSync(new Uint8Array(length)),
};
