import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../api.js';
import type { IssueId } from '../domain/ids.js';
import { initReplica, openEngine } from '../open.js';
import { observationKey, SAVED_QUERIES_KEY } from '../store/keys.js';
import { maskedCrc32c } from '../store/level/crc32c.js';

type Database = ClassicLevel<Uint8Array, Uint8Array>;

let root: string;
let database: string;
let ids: IssueId[];

async function withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine({ directory: root, holding: 'exclusive', agent: { id: 'ada' } });
  try {
    return await work(engine);
  } finally {
    await engine.destroy();
  }
}

async function withDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db: Database = new ClassicLevel(database, { keyEncoding: 'view', valueEncoding: 'view' });
  await db.open({ createIfMissing: false });
  const answer = await work(db);
  await db.close();
  return answer;
}

async function everything(engine: Engine): Promise<string> {
  const lines: string[] = [];
  for await (const line of engine.export({ deleted: true })) lines.push(line);
  const { issues, total } = await engine.list({ openByDefault: false });
  const listed = issues.map(({ row, ready, claim }) => [
    row.id,
    row.title,
    row.labels,
    ready,
    claim?.claimId,
  ]);
  return JSON.stringify([
    lines,
    total,
    listed,
    await engine.activity({ limit: 1000 }),
    await engine.savedQueries(),
  ]);
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'issue-facade-store-'));
  database = join((await initReplica({ directory: root })).directory, 'replica');
  await withEngine(async (engine) => {
    ids = [];
    for (let n = 0; n < 10; n += 1)
      ids.push((await engine.create({ title: `Issue ${n}` })).issue.id);
    for (let n = 0; n < 20; n += 1) await engine.comment(ids[n % 5]!, `comment ${n}`);
    await engine.claims.claimIssue(ids[1]!);
    await engine.saveQuery('mine', 'is:open');
  });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('compaction', () => {
  test('[STO7] changes nothing that a reader sees, any number of times, and leaves the replica healthy', async () => {
    const before = await withEngine(everything);
    for (let round = 0; round < 3; round += 1) {
      await withEngine((engine) => engine.compact());
      expect(await withEngine(everything)).toBe(before);
      expect(await withEngine((engine) => engine.doctor())).toMatchObject({
        healthy: true,
        findings: [],
      });
    }
    await withEngine((engine) => engine.comment(ids[0]!, 'and on'));
    expect((await withEngine((engine) => engine.show(ids[0]!))).comments).toHaveLength(5);
  });
});

describe('records that only their own checksum knew', () => {
  test('[STO3] a lost claim observation is refused: an expired claim would look live', async () => {
    await withDatabase((db) => db.del(observationKey(ids[1]!)));
    await expect(withEngine((engine) => engine.show(ids[1]!))).rejects.toMatchObject({
      code: 'store_damaged',
    });
    await expect(withEngine((engine) => engine.claims.listClaims())).rejects.toMatchObject({
      code: 'store_damaged',
    });
  });

  test('[STO3] an older claim observation is refused', async () => {
    const older = await withDatabase((db) => db.get(observationKey(ids[1]!)));
    await withEngine((engine) => engine.claims.extendClaim(ids[1]!));
    await withDatabase((db) => db.put(observationKey(ids[1]!), older!));
    await expect(withEngine((engine) => engine.show(ids[1]!))).rejects.toMatchObject({
      code: 'store_damaged',
    });
  });

  test('[STO3] lost and older saved queries are refused', async () => {
    const older = await withDatabase((db) => db.get(SAVED_QUERIES_KEY));
    await withEngine((engine) => engine.saveQuery('more', 'is:closed'));
    await withDatabase((db) => db.put(SAVED_QUERIES_KEY, older!));
    await expect(withEngine((engine) => engine.savedQueries())).rejects.toMatchObject({
      code: 'store_damaged',
    });
    await withDatabase((db) => db.del(SAVED_QUERIES_KEY));
    await expect(withEngine((engine) => engine.savedQueries())).rejects.toMatchObject({
      code: 'store_damaged',
    });
  });
});

describe('the manifest', () => {
  test('[STO5, L3] without its end is refused before LevelDB drops tables it no longer knows, and all is saved', async () => {
    await withEngine((engine) => engine.compact());
    const before = await withEngine(everything);
    await withDatabase((db) => db.compactRange(Uint8Array.of(0), Uint8Array.of(255)));
    const name = readdirSync(database).find((one) => one.startsWith('MANIFEST'))!;
    const bytes = readFileSync(join(database, name));
    const records = [...bytes.keys()].filter((at) => at > 0 && isRecord(bytes, at));
    expect(records.length).toBeGreaterThan(1);
    let refused = 0;
    for (const at of records) {
      cpSync(root, `${root}-cut`, { recursive: true });
      writeFileSync(
        join(`${root}-cut`, '.issue-facade', 'replica', name),
        bytes.subarray(0, at + 3),
      );
      const engine = await openEngine({ directory: `${root}-cut`, holding: 'exclusive' });
      const answer = await everything(engine).catch(
        (cause: unknown) => (cause as { code: string }).code,
      );
      expect([before, 'store_damaged']).toContain(answer);
      if (answer === 'store_damaged') {
        refused += 1;
        expect(await engine.doctor({ fix: true })).toMatchObject({ healthy: true });
      }
      expect(await everything(engine)).toBe(before);
      await engine.destroy();
      rmSync(`${root}-cut`, { recursive: true });
    }
    expect(refused).toBeGreaterThan(0);
  });

  function isRecord(bytes: Buffer, at: number): boolean {
    const end = at + 7 + bytes.readUInt16LE(at + 4 < bytes.length - 1 ? at + 4 : 0);
    if (bytes[at + 6] !== 1 || end > bytes.length) return false;
    return maskedCrc32c(bytes, at + 6, end) === bytes.readUInt32LE(at);
  }
});

describe('the write-ahead log', () => {
  test('[STO5, L3] damaged in the middle is refused before LevelDB drops it, and costs one operation', async () => {
    const name = readdirSync(database).find((one) => one.endsWith('.log'))!;
    const bytes = readFileSync(join(database, name));
    bytes[Math.floor(bytes.length / 2)]! ^= 4;
    writeFileSync(join(database, name), bytes);
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(withEngine((engine) => engine.list())).rejects.toMatchObject({
        code: 'store_damaged',
      });
    expect(readFileSync(join(database, name)).equals(bytes)).toBe(true);
    const { findings } = await withEngine((engine) => engine.doctor({ fix: true }));
    const lost = findings
      .filter(({ kind }) => kind === 'operations_lost')
      .map(({ message }) => message);
    expect(lost).toEqual([expect.stringMatching(/^what operation \d+ changed/)]);
    expect((await withEngine((engine) => engine.doctor())).healthy).toBe(true);
  });
});
