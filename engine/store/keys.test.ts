import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyEncoding } from 'y-leveldb';
import { nodeChecksums } from '../platform/checksums.js';
import { issueIdFrom } from '../testing/issue-id-from.js';
import { decodeAnchor, encodeAnchor } from './document-anchor.js';
import { kindOfKey } from './key-kinds.js';
import * as keys from './keys.js';

const issueId = fc.array(fc.nat(31), { minLength: 10, maxLength: 10 }).map(issueIdFrom);

const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const bytesOf = (parts: readonly (string | number)[]): Uint8Array =>
  Uint8Array.from(keyEncoding.encode(parts));

describe('keys of documents', () => {
  test('[STO1] are byte for byte those of y-leveldb', () => {
    fc.assert(
      fc.property(issueId, uint32, (id, n) => {
        expect(keys.updateKey(id, n)).toEqual(bytesOf(['v1', id, 'update', n]));
        expect(keys.stateVectorKey(id)).toEqual(bytesOf(['v1_sv', id]));
        expect(keys.parseUpdateKey(keys.updateKey(id, n))).toEqual({ id, n });
      }),
    );
  });

  test('[STO1] lie outside of the range of our own, which y-leveldb never scans', () => {
    const own = [
      keys.META_KEY,
      keys.DIRECTORY_KEY,
      keys.SAVED_QUERIES_KEY,
      keys.bucketKey(3),
      keys.logKey(9),
    ];
    for (const key of own) {
      expect(compare(key, bytesOf(['v1_sw']))).toBeGreaterThan(0);
      expect(compare(key, bytesOf(['v1', 'zzzzzzzzzz', 'zzzzzzz']))).toBeGreaterThan(0);
    }
  });
});

describe('kinds of keys', () => {
  test('[STO1, DIA7] every key of ours is told apart, and read back', () => {
    fc.assert(
      fc.property(issueId, uint32, fc.integer({ min: 0, max: 8191 }), (id, n, index) => {
        expect(kindOfKey(keys.updateKey(id, n))).toEqual({ kind: 'update', id, n });
        expect(kindOfKey(keys.stateVectorKey(id))).toEqual({ kind: 'anchor', id });
        expect(kindOfKey(keys.textKey(id))).toEqual({ kind: 'text', id });
        expect(kindOfKey(keys.observationKey(id))).toEqual({ kind: 'observation', id });
        expect(kindOfKey(keys.bucketKey(index))).toEqual({ kind: 'bucket', index });
        expect(kindOfKey(keys.logKey(n))).toEqual({ kind: 'log', index: n });
      }),
    );
    expect(kindOfKey(keys.META_KEY)).toEqual({ kind: 'meta' });
    expect(kindOfKey(keys.DIRECTORY_KEY)).toEqual({ kind: 'directory' });
    expect(kindOfKey(keys.SAVED_QUERIES_KEY)).toEqual({ kind: 'queries' });
  });

  test('[DIA7] any other bytes are unknown, and nothing throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (key) => {
        expect(kindOfKey(key).kind).toBe('unknown');
      }),
    );
    for (const parts of [
      ['v1', 'abcdefgh12', 'meta', 'k'],
      ['v1', 'short', 'update', 1],
      ['v1_sv', 'short'],
      ['v2'],
    ])
      expect(kindOfKey(bytesOf(parts)).kind).toBe('unknown');
    for (const text of ['iq', 'im1', 'ib12', 'it-', 'ibzzzz'])
      expect(kindOfKey(new TextEncoder().encode(text)).kind).toBe('unknown');
  });
});

describe('document anchors', () => {
  const anchor = fc.record({
    first: uint32,
    last: uint32,
    updatesCrc: uint32,
    stateVector: fc.uint8Array({ maxLength: 300 }),
  });

  test('[STO1, STO3] read back as written, behind what y-leveldb reads', () => {
    fc.assert(
      fc.property(anchor, (written) => {
        const bytes = encodeAnchor(written, nodeChecksums);
        expect(decodeAnchor(bytes, nodeChecksums)).toEqual(written);
      }),
    );
  });

  test('[STO3] no single flipped bit goes unnoticed', () => {
    fc.assert(
      fc.property(anchor, fc.nat(), (written, at) => {
        const bytes = encodeAnchor(written, nodeChecksums);
        const bit = at % (bytes.length * 8);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(decodeAnchor(bytes, nodeChecksums)).toBeNull();
      }),
    );
  });
});

function compare(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}
