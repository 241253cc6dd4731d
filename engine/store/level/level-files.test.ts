import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLevelFiles } from '../../platform/level-files.js';
import { EVERYTHING } from '../doctor/examine-keys.js';
import { maskedCrc32c } from './crc32c.js';
import type { LevelFiles } from './level-files.js';
import { decompressSnappy } from './snappy.js';
import { findLogDamage, readWriteAheadLog } from './write-ahead-log.js';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const COUNT = 400;
let directory: string;
/** What was written. */
let written: Map<string, string>;

async function withLevel(
  work: (db: ClassicLevel<Uint8Array, Uint8Array>) => Promise<void>,
): Promise<void> {
  const db = new ClassicLevel<Uint8Array, Uint8Array>(directory, {
    keyEncoding: 'view',
    valueEncoding: 'view',
  });
  await db.open();
  await work(db);
  await db.close();
}

async function put(
  db: ClassicLevel<Uint8Array, Uint8Array>,
  n: number,
  value: string,
): Promise<void> {
  const key = `key ${String(n).padStart(4, '0')}`;
  await db.put(bytesOf(key), bytesOf(value));
  written.set(key, value);
}

async function readAll(files: LevelFiles): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  for await (const [key, value] of files.entries(EVERYTHING)) found.set(text(key), text(value));
  return found;
}

function damageTable(change: (bytes: Buffer) => Buffer): void {
  const name = readdirSync(directory).find((one) => one.endsWith('.ldb'))!;
  writeFileSync(join(directory, name), change(readFileSync(join(directory, name))));
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'issue-facade-level-'));
  written = new Map();
  await withLevel(async (db) => {
    for (let n = 0; n < COUNT; n += 1) await put(db, n, `${n} `.repeat(20 + (n % 50)));
    await db.compactRange(bytesOf('a'), bytesOf('z'));
    for (let n = 0; n < COUNT; n += 9) await put(db, n, `newer ${n}`);
    await db.put(bytesOf('key 0001'), bytesOf('x'.repeat(100_000)));
    await db.del(bytesOf('key 0001'));
    written.delete('key 0001');
  });
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('a database read from its files', () => {
  test('[DIA9] is what LevelDB reads, whatever lies in tables and in the log', async () => {
    const files = readLevelFiles(directory);
    expect(files.damage).toEqual([]);
    expect(await readAll(files)).toEqual(written);
  });

  test('[DIA9] needs neither CURRENT nor MANIFEST', async () => {
    for (const name of readdirSync(directory))
      if (/^(CURRENT|MANIFEST)/.test(name)) rmSync(join(directory, name));
    expect(await readAll(readLevelFiles(directory))).toEqual(written);
  });

  test.each([10, 60, 3_000])(
    '[DIA9] a table cut by %i bytes gives all blocks before the cut',
    async (cut) => {
      damageTable((bytes) => bytes.subarray(0, bytes.length - cut));
      const files = readLevelFiles(directory);
      expect(files.damage).toHaveLength(1);
      const found = await readAll(files);
      for (const [key, value] of found) expect(value).toBe(written.get(key));
      expect(found.size).toBeGreaterThan(cut < 100 ? written.size - 1 : written.size / 3);
    },
  );

  test('[DIA9] no flipped bit of a table is taken for data, and what it does not touch is still there', async () => {
    const whole = new Map(
      readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]),
    );
    const table = [...whole.keys()].find((name) => name.endsWith('.ldb'))!;
    const length = whole.get(table)!.length - 48; // the footer is padded
    for (let at = 3; at < length; at += Math.ceil(length / 60)) {
      const bytes = Buffer.from(whole.get(table)!);
      bytes[at]! ^= 1 << (at % 8);
      writeFileSync(join(directory, table), bytes);
      const files = readLevelFiles(directory);
      expect(files.damage.length).toBeGreaterThan(0);
      const found = await readAll(files);
      for (const [key, value] of found) expect(value).toBe(written.get(key));
      expect(found.size).toBeGreaterThan(written.size * 0.5);
    }
  });
});

describe('the write-ahead log', () => {
  const log = (): Buffer =>
    readFileSync(
      join(
        directory,
        readdirSync(directory).find((name) => name.endsWith('.log'))!,
      ),
    );

  test('[DIA9] a torn end is no damage, wherever it is torn', () => {
    const bytes = log();
    for (let length = 0; length < bytes.length; length += 97) {
      expect(findLogDamage(bytes.subarray(0, length))).toBeNull();
      expect(readWriteAheadLog(bytes.subarray(0, length)).damage).toEqual([]);
    }
    expect(findLogDamage(Buffer.concat([bytes, Buffer.alloc(5_000)]))).toBeNull();
  });

  test('[DIA9, STO5] a flipped bit in the middle is found, and costs one record', () => {
    const bytes = log();
    const { ops } = readWriteAheadLog(bytes);
    for (let at = 0; at < 2_000; at += 13) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 2;
      expect(findLogDamage(flipped)).not.toBeNull();
      expect(ops.length - readWriteAheadLog(flipped).ops.length).toBe(1);
    }
  });
});

describe('checksums and compression', () => {
  test('[DIA9] CRC-32C of the published test vectors', () => {
    const unmask = (masked: number): number => {
      const rotated = (masked - 0xa282ead8) >>> 0;
      return ((rotated >>> 17) | (rotated << 15)) >>> 0;
    };
    expect(unmask(maskedCrc32c(new Uint8Array(32)))).toBe(0x8a9136aa);
    expect(unmask(maskedCrc32c(new Uint8Array(32).fill(255)))).toBe(0x62a8ab43);
    expect(unmask(maskedCrc32c(Uint8Array.from({ length: 32 }, (_, n) => n)))).toBe(0x46dd794e);
  });

  test('[DIA9] decompression of any bytes ends, and makes nothing up', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const plain = decompressSnappy(bytes);
        expect(plain === null || plain.length <= 64 * 1024 * 1024).toBe(true);
      }),
    );
  });
});
