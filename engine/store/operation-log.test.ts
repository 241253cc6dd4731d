import { beforeEach, describe, expect, test } from 'vitest';
import type { IssueId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import { nodeChecksums } from '../platform/checksums.js';
import { MemoryKeyValue } from '../testing/memory-place.js';
import { logKey } from './keys.js';
import {
  decodeLogEntry,
  encodeLogEntry,
  NO_HASH,
  readLogEntry,
  verifyLog,
  type LogEntry,
} from './operation-log.js';

const LENGTH = 20;
const id = 'abcdefgh12' as IssueId;
let db: MemoryKeyValue;
let hashes: string[];

function entry(seq: number, previous: string): LogEntry {
  const documents = [{ id, update: seq - 1, crc: seq * 7, base: seq * 3, entry: `["${seq}"]` }];
  return {
    seq,
    previous,
    hlc: '000000000001',
    incarnation: 'abc',
    verb: 'edited',
    agent: 'ada',
    documents,
  };
}

async function put(seq: number, value: Uint8Array): Promise<void> {
  await db.write([{ type: 'put', key: logKey(seq), value }]);
}

beforeEach(async () => {
  db = new MemoryKeyValue();
  hashes = [NO_HASH];
  for (let seq = 1; seq <= LENGTH; seq += 1) {
    const { value, hash } = encodeLogEntry(entry(seq, hashes[seq - 1] ?? ''), nodeChecksums);
    hashes.push(hash);
    await put(seq, value);
  }
});

describe('the chain', () => {
  test('[STO2] an entry reads back as it was written, with its own hash', () => {
    const { hash, ...read } = readLogEntry(db, 7, nodeChecksums);
    expect(read).toEqual(entry(7, hashes[6] ?? ''));
    expect(hash).toBe(hashes[7]);
  });

  test('[STO2] a whole log is walked to the hash of its last entry, from any link', () => {
    for (const from of [0, 1, 13, LENGTH]) {
      const range = { from, to: LENGTH, fromHash: hashes[from] ?? null };
      expect(verifyLog(db, range, nodeChecksums)).toBe(hashes[LENGTH]);
    }
  });

  test.each(['gap', 'other entry', 'older entry', 'flipped bit', 'wrong base'])(
    '[STO2] a %s is refused',
    async (kind) => {
      const range = {
        from: 0,
        to: LENGTH,
        fromHash: kind === 'wrong base' ? '1'.repeat(32) : NO_HASH,
      };
      if (kind === 'gap') await db.write([{ type: 'del', key: logKey(9) }]);
      if (kind === 'other entry')
        await put(
          9,
          encodeLogEntry({ ...entry(9, hashes[8] ?? ''), verb: 'closed' }, nodeChecksums).value,
        );
      if (kind === 'older entry') await put(9, db.get(logKey(8)) ?? new Uint8Array());
      if (kind === 'flipped bit') {
        const value = db.get(logKey(9))?.slice() ?? new Uint8Array();
        value[20] = (value[20] ?? 0) ^ 4;
        await put(9, value);
      }
      expect(() => verifyLog(db, range, nodeChecksums)).toThrow(EngineError);
    },
  );

  test('[STO3] no single flipped bit of an entry goes unnoticed', () => {
    const value = db.get(logKey(5)) ?? new Uint8Array();
    for (let bit = 0; bit < value.length * 8; bit += 1) {
      const flipped = value.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => decodeLogEntry(flipped, 5, nodeChecksums)).toThrow(/log entry 5/);
    }
  });
});
