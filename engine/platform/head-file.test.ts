import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Head } from '../store/ports.js';
import { encodeSlot, openHeadFile, readHeadState, replaceHeadFile } from './head-file.js';

const directory = mkdtempSync(join(tmpdir(), 'issue-facade-head-'));
const path = join(directory, 'HEAD');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const name = fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{0,13}$/);
const head: fc.Arbitrary<Head> = fc.record({
  seq: fc.integer({ min: 1, max: 2 ** 47 }),
  verifiedSeq: fc.nat(),
  chain: fc.stringMatching(/^[0-9a-f]{32}$/),
  workspace: name,
  replica: name,
});

/** The file after `first` and then `next` were written. */
function written(first: Head, next: Head): Buffer {
  replaceHeadFile(path, first);
  const file = openHeadFile(path, { sync: false });
  file.write(next);
  file.close();
  return readFileSync(path);
}

describe('the head record', () => {
  test('[STO6] what was written last is read, with who wrote it', () => {
    fc.assert(
      fc.property(head, (first) => {
        const next = { ...first, seq: first.seq + 1 };
        written(first, next);
        expect(readHeadState(path)).toEqual({ head: next, damagedSlots: 0 });
      }),
      { numRuns: 50 },
    );
  });

  test('[STO6] a write torn after any of its bytes leaves the record before it, or is whole', () => {
    const first = { seq: 6, verifiedSeq: 1, chain: 'ab'.repeat(16), workspace: 'w', replica: 'r' };
    const before = written({ ...first, seq: 5 }, first);
    const slot = encodeSlot({ ...first, seq: 7, chain: 'cd'.repeat(16) });
    for (let bytes = 0; bytes <= slot.length; bytes += 1) {
      const torn = Buffer.from(before);
      slot.copy(torn, 64, 0, bytes);
      writeFileSync(path, torn);
      const expected = torn.subarray(64).equals(slot) ? 7 : 6;
      expect(readHeadState(path).head?.seq).toBe(expected);
    }
  });

  test('[STO6] no single flipped bit yields a record that was never written', () => {
    const first = {
      seq: 6,
      verifiedSeq: 1,
      chain: 'ab'.repeat(16),
      workspace: 'wwwwwwwwwwwww',
      replica: 'rrrrrrrrrrrrr',
    };
    const whole = written(first, { ...first, seq: 7 });
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const flipped = Buffer.from(whole);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      writeFileSync(path, flipped);
      const { head: read, damagedSlots } = readHeadState(path);
      expect(read).toEqual({ ...first, seq: bit < 512 ? 7 : 6 });
      expect(damagedSlots).toBe(1);
    }
  });

  test('[STO6] a missing, an empty and a cut file are told apart', () => {
    rmSync(path, { force: true });
    expect(readHeadState(path)).toEqual({ head: null, damagedSlots: 0 });
    writeFileSync(path, new Uint8Array(128));
    expect(readHeadState(path)).toEqual({ head: null, damagedSlots: 0 });
    writeFileSync(path, new Uint8Array(40));
    expect(readHeadState(path)).toEqual({ head: null, damagedSlots: 1 });
  });
});
