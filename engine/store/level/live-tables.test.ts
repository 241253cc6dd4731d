import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { afterAll, expect, test } from 'vitest';
import { LevelFiles } from './level-files.js';
import { liveTables } from './live-tables.js';

const directory = mkdtempSync(join(tmpdir(), 'issue-facade-live-tables-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const read = (name: string): Uint8Array => readFileSync(join(directory, name));
const manifest = (): Uint8Array => read(readFileSync(join(directory, 'CURRENT'), 'utf8').trimEnd());

/** Opens the database, lets `work` have it, and gives the table numbers that LevelDB itself lists. */
async function withLevel(work: (db: ClassicLevel) => Promise<void>): Promise<ReadonlySet<number>> {
  const db = new ClassicLevel(directory);
  await db.open();
  await work(db);
  const listed = db.getProperty('leveldb.sstables').matchAll(/^ (\d+):/gm);
  const numbers = new Set([...listed].map(([, number]) => Number(number)));
  await db.close();
  return numbers;
}

test('[DIA9] the manifest tells the same tables as LevelDB, through flushes and compactions', async () => {
  for (let round = 0; round < 6; round += 1) {
    const listed = await withLevel(async (db) => {
      for (let n = 0; n < 200; n += 1) await db.put(`key ${round * 100 + n}`, 'v'.repeat(50));
      if (round % 3 === 2) await db.compactRange('', '~');
    });
    expect(liveTables(manifest())).toEqual(listed);
  }
});

test('[DIA9] a table that a killed process left half-written is no damage, a live one is', () => {
  const files = (): LevelFiles =>
    new LevelFiles(
      readdirSync(directory).map((name) => ({
        name,
        read: () => read(name),
        readPart: (offset, length) => read(name).subarray(offset, offset + length),
      })),
    );
  writeFileSync(join(directory, '999998.ldb'), 'half a table');
  expect(files().damage).toEqual([]);
  const live = readdirSync(directory).find((name) => /^0\d+\.ldb$/.test(name)) ?? '';
  const whole = read(live);
  writeFileSync(join(directory, live), whole.subarray(0, -10));
  expect(files().damage.length).toBe(1);
  writeFileSync(join(directory, live), whole);
});

test('[DIA9] a manifest that is damaged tells nothing', () => {
  const bytes = Uint8Array.from(manifest());
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  expect(liveTables(bytes)).toBe(null);
  expect(liveTables(new Uint8Array())).toBe(null);
});
