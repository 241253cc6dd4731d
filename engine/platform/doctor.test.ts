import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DoctorReport, Engine } from '../api.js';
import type { IssueId } from '../domain/ids.js';
import type { EngineError } from '../errors.js';
import { initReplica, openEngine } from '../open.js';
import { bucketOf, decodeBucket, encodeBucket } from '../store/buckets.js';
import { DAMAGE, type DamageKind } from '../store/doctor/finding.js';
import * as keys from '../store/keys.js';
import { decodeMeta, encodeMeta, type Meta } from '../store/meta.js';
import { encodeLogEntry, readLogEntry } from '../store/operation-log.js';
import { anchorOf, encodeRow } from '../store/row-codec.js';
import { StoredRow } from '../store/stored-row.js';
import { encodeDirectory } from '../store/verify.js';
import { nodeChecksums } from './checksums.js';
import { readHeadState, replaceHeadFile } from './head-file.js';

type Database = ClassicLevel<Uint8Array, Uint8Array>;

let root: string;
/** `.issue-facade/` */
let place: string;
let database: string;
let ids: IssueId[];
/** What the reader was told before the damage. */
let told: string;

async function withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine({
    directory: root,
    holding: 'exclusive',
    agent: { id: 'ada' },
    lockWaitMs: 200,
  });
  try {
    return await work(engine);
  } finally {
    await engine.destroy();
  }
}

async function withDatabase(work: (db: Database) => Promise<void>): Promise<void> {
  const db: Database = new ClassicLevel(database, { keyEncoding: 'view', valueEncoding: 'view' });
  await db.open({ createIfMissing: false });
  await work(db);
  await db.close();
}

async function everything(engine: Engine): Promise<string> {
  const lines: string[] = [];
  for await (const line of engine.export({ deleted: true })) lines.push(line);
  const { issues } = await engine.list({ openByDefault: false });
  return JSON.stringify([lines, issues.map(({ row }) => row.id), await engine.savedQueries()]);
}

const doctor = (fix = false): Promise<DoctorReport> =>
  withEngine((engine) => engine.doctor({ fix }));

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'issue-facade-doctor-'));
  const { directory } = await initReplica({ directory: root });
  place = directory;
  database = join(place, 'replica');
  await withEngine(async (engine) => {
    ids = [];
    for (let n = 0; n < 12; n += 1) {
      const { issue } = await engine.create({
        title: `Issue ${n}`,
        body: `body ${n}`,
        labels: ['bug'],
      });
      ids.push(issue.id);
    }
    await engine.comment(id(0), 'a comment for @bob');
    await engine.comment(id(0), 'and one more');
    await engine.claims.claimIssue(id(1));
    await engine.saveQuery('mine', 'is:open');
    told = await everything(engine);
  });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function id(n: number): IssueId {
  return ids[n]!;
}

async function readMeta(db: Database): Promise<Meta> {
  return decodeMeta((await db.get(keys.META_KEY))!, nodeChecksums);
}

async function putMeta(db: Database, change: Partial<Meta>): Promise<void> {
  await db.put(keys.META_KEY, encodeMeta({ ...(await readMeta(db)), ...change }, nodeChecksums));
}

async function flip(db: Database, key: Uint8Array, at = 12): Promise<void> {
  const value = (await db.get(key))!.slice();
  value[at % value.length]! ^= 1;
  await db.put(key, value);
}

/** Changes one row and everything that vouches for it, as a bug would. */
async function rewriteRow(
  db: Database,
  of: IssueId,
  change: (row: StoredRow) => StoredRow | null,
): Promise<void> {
  const meta = await readMeta(db);
  const index = bucketOf(of, meta.bucketCount);
  const rows = decodeBucket((await db.get(keys.bucketKey(index)))!)!;
  const bucket = encodeBucket(rows.flatMap((row) => (row.id === of ? (change(row) ?? []) : row)));
  const bytes = (await db.get(keys.DIRECTORY_KEY))!.slice();
  const directory = Uint32Array.from({ length: meta.bucketCount }, (_, n) =>
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(n * 4, true),
  );
  directory[index] = nodeChecksums.crc32(bucket);
  await db.put(keys.bucketKey(index), bucket);
  await db.put(keys.DIRECTORY_KEY, encodeDirectory(directory));
  await putMeta(db, { directoryCrc: nodeChecksums.crc32(encodeDirectory(directory)) });
}

async function oneMoreOperation(): Promise<void> {
  await withEngine((engine) => engine.edit([id(3)], { title: 'later' }));
}

interface Case {
  readonly kind: DamageKind;
  readonly says: RegExp;
  readonly damage: () => Promise<void> | void;
  /** After the repair readers are told what they were told before the damage. Default true. */
  readonly whole?: boolean;
  /** Kinds of loss that the repair reports. */
  readonly losses?: readonly DamageKind[];
}

const inDatabase = (work: (db: Database) => Promise<void>) => () => withDatabase(work);

const CASES: readonly Case[] = [
  {
    kind: 'current_missing',
    says: /the file CURRENT .* is missing/,
    damage: () => rmSync(join(database, 'CURRENT')),
  },
  {
    kind: 'level_corruption',
    says: /\d+\.ldb: its end is missing/,
    damage: async () => {
      await withEngine((engine) => engine.compact());
      told = await withEngine(everything);
      await withDatabase((db) => db.compactRange(Uint8Array.of(0), Uint8Array.of(255)));
      const table = readdirSync(database).find((name) => name.endsWith('.ldb'))!;
      truncateSync(join(database, table), statSync(join(database, table)).size - 10);
    },
  },
  {
    kind: 'meta_missing',
    says: /meta record is missing/,
    damage: inDatabase((db) => db.del(keys.META_KEY)),
    losses: [],
  },
  {
    kind: 'meta_damaged',
    says: /meta record does not match/,
    damage: inDatabase((db) => flip(db, keys.META_KEY)),
  },
  {
    kind: 'head_missing',
    says: /head record .* is missing/,
    damage: () => rmSync(join(place, 'HEAD')),
  },
  {
    kind: 'head_damaged',
    says: /one of the two slots/,
    damage: () => {
      const bytes = readFileSync(join(place, 'HEAD'));
      bytes[20]! ^= 1;
      writeFileSync(join(place, 'HEAD'), bytes);
    },
  },
  {
    kind: 'head_ahead',
    says: /operation 17 acknowledged, but the database ends at 16/,
    damage: async () => {
      cpSync(database, `${database}.old`, { recursive: true });
      await oneMoreOperation();
      rmSync(database, { recursive: true });
      renameSync(`${database}.old`, database);
    },
    losses: ['operations_lost'],
  },
  {
    kind: 'head_mismatch',
    says: /operation 16 is not the one that was acknowledged/,
    damage: () => {
      const { head } = readHeadState(join(place, 'HEAD'));
      replaceHeadFile(join(place, 'HEAD'), { ...head!, chain: 'f'.repeat(32) });
    },
  },
  {
    kind: 'log_gap',
    says: /the log lacks operations 5–6$/,
    damage: inDatabase(async (db) => {
      await db.del(keys.logKey(5));
      await db.del(keys.logKey(6));
    }),
  },
  {
    kind: 'log_damaged',
    says: /log cannot be read at operation 9$/,
    damage: inDatabase((db) => flip(db, keys.logKey(9))),
  },
  {
    kind: 'log_broken_link',
    says: /chain of the log is broken at operation 10$/,
    damage: inDatabase(async (db) => {
      const { hash: _, ...entry } = readLogEntry(
        { get: (key: Uint8Array) => db.getSync(key) } as never,
        9,
        nodeChecksums,
      );
      await db.put(
        keys.logKey(9),
        encodeLogEntry({ ...entry, verb: 'other' }, nodeChecksums).value,
      );
    }),
  },
  {
    kind: 'directory_missing',
    says: /bucket directory is missing/,
    damage: inDatabase((db) => db.del(keys.DIRECTORY_KEY)),
  },
  {
    kind: 'directory_damaged',
    says: /bucket directory is not the one/,
    damage: inDatabase((db) => flip(db, keys.DIRECTORY_KEY)),
  },
  {
    kind: 'bucket_missing',
    says: /row bucket \d+ is missing/,
    damage: inDatabase((db) => db.del(keys.bucketKey(bucketOf(id(2), 16)))),
  },
  {
    kind: 'bucket_stale',
    says: /row bucket \d+ is not the one last written/,
    damage: async () => {
      let old = new Uint8Array();
      const key = keys.bucketKey(bucketOf(id(3), 16));
      await withDatabase(async (db) => void (old = (await db.get(key))!.slice()));
      await oneMoreOperation();
      told = await withEngine(everything);
      await withDatabase((db) => db.put(key, old));
    },
  },
  {
    kind: 'bucket_damaged',
    says: /row bucket \d+ cannot be read/,
    damage: inDatabase((db) => flip(db, keys.bucketKey(bucketOf(id(2), 16)), 0)),
  },
  {
    kind: 'counts_mismatch',
    says: /counts rows 99 instead of 12/,
    damage: inDatabase(async (db) => {
      const { counts } = await readMeta(db);
      await putMeta(db, { counts: { ...counts, rows: 99 } });
    }),
  },
  {
    kind: 'row_mismatch',
    says: /the row of issue \w+ differs from its document/,
    damage: inDatabase((db) => rewriteRow(db, id(4), (row) => retitled(row, 'not so'))),
  },
  {
    kind: 'text_mismatch',
    says: /search text of issue \w+ is not the one/,
    damage: inDatabase((db) => flip(db, keys.textKey(id(2)))),
  },
  {
    kind: 'document_update_missing',
    says: /Issue 0\) lacks update 1 of 3/,
    damage: inDatabase((db) => db.del(keys.updateKey(id(0), 1))),
    whole: false,
    losses: ['changes_lost'],
  },
  {
    kind: 'document_damaged',
    says: /3 updates of issue \w+ \(Issue 0\) do not match/,
    damage: inDatabase((db) => flip(db, keys.updateKey(id(0), 0))),
    whole: false,
    losses: ['issue_lost'],
  },
  {
    kind: 'state_vector_mismatch',
    says: /state vector of issue \w+ is missing/,
    damage: inDatabase((db) => db.del(keys.stateVectorKey(id(2)))),
  },
  {
    kind: 'observation_damaged',
    says: /seen of the claim on \w+ is missing/,
    damage: inDatabase((db) => db.del(keys.observationKey(id(1)))),
  },
  {
    kind: 'saved_queries_damaged',
    says: /saved queries are missing/,
    damage: inDatabase((db) => db.del(keys.SAVED_QUERIES_KEY)),
    whole: false,
    losses: ['queries_lost'],
  },
  {
    kind: 'orphan_document',
    says: /issue \w+ has a document \(1 update\), but no row lists it/,
    damage: inDatabase(async (db) => {
      await rewriteRow(db, id(5), () => null);
      const { counts } = await readMeta(db);
      await putMeta(db, { counts: { ...counts, rows: 11, open: counts.open - 1 } });
    }),
  },
  {
    kind: 'orphan_text',
    says: /search text of issue abcdefgh12, but no row/,
    damage: inDatabase((db) => db.put(keys.textKey('abcdefgh12' as IssueId), Uint8Array.of(1))),
  },
  {
    kind: 'stray_record',
    says: /log 9999 lies outside/,
    damage: inDatabase((db) => db.put(keys.logKey(9999), Uint8Array.of(1))),
  },
  {
    kind: 'rolled_back',
    says: /put back to an older state: it lacks operation 17,/,
    damage: async () => {
      cpSync(place, `${place}.old`, { recursive: true });
      await oneMoreOperation();
      for (const name of readdirSync(database)) rmSync(join(database, name));
      cpSync(`${place}.old`, place, { recursive: true });
    },
  },
  {
    kind: 'permissions',
    says: /can be read by other users .*\(mode 755\)/,
    damage: () => chmodSync(place, 0o755),
  },
];

/** The row as a reader sees it, but for its title. */
function retitled(row: StoredRow, title: string): StoredRow {
  const other = Object.create(row, { title: { value: title } }) as StoredRow;
  return new StoredRow(encodeRow(other, anchorOf(row)));
}

/** As a bug would do it: with everything that vouches for it. Only a rebuild from the documents tells. */
const VOUCHED: ReadonlySet<DamageKind> = new Set([
  'row_mismatch',
  'orphan_document',
  'counts_mismatch',
  'rolled_back',
]);

describe('damage is named and repaired', () => {
  test.each(CASES)(
    '[DIA1–DIA8, DIA12–DIA14, L3–L5] $kind',
    async ({ kind, says, damage, whole = true, losses = [] }) => {
      await damage();
      const read = await withEngine(everything).catch(
        (cause: unknown) => (cause as EngineError).code,
      );
      if (!VOUCHED.has(kind)) expect([told, 'store_damaged']).toContain(read);
      const before = await doctor();
      const finding = before.findings.find((one) => one.kind === kind);
      expect(finding, JSON.stringify(before.findings, null, 1)).toMatchObject({
        ...DAMAGE[kind],
        fixed: false,
      });
      expect(finding?.message).toMatch(says);
      expect(before.healthy).toBe(DAMAGE[kind].severity === 'info');
      const fixed = await doctor(true);
      expect(fixed.findings.find((one) => one.kind === kind)).toMatchObject({ fixed: true });
      const lost = fixed.findings
        .filter((one) => /_lost$|unproven|not_repaired/.test(one.kind))
        .map((one) => one.kind);
      expect(
        [...new Set(lost)].filter((one) => whole || (losses as readonly string[]).includes(one)),
      ).toEqual(losses);
      expect(fixed.healthy).toBe(losses.length === 0);
      const after = await doctor();
      expect(after, JSON.stringify(after.findings)).toMatchObject({ healthy: true, findings: [] });
      if (whole) expect(await withEngine(everything)).toBe(told);
      await oneMoreOperation();
      expect(await doctor()).toMatchObject({ healthy: true, findings: [] });
    },
  );
});

describe('what is not repaired', () => {
  test('[DIA1, DIA12] database_missing: nothing to repair from, and nothing is made up', async () => {
    rmSync(database, { recursive: true });
    const { findings, healthy } = await doctor(true);
    expect(findings).toMatchObject([{ kind: 'database_missing', fixable: false, fixed: false }]);
    expect(healthy).toBe(false);
    expect(existsSync(database)).toBe(false);
  });

  test('[DIA12] an empty database in the place of a full one is left, with all files kept aside', async () => {
    rmSync(database, { recursive: true });
    const db = new ClassicLevel(database);
    await db.open();
    await db.close();
    const { findings } = await doctor(true);
    const kinds = findings.map(({ kind }) => kind);
    expect(kinds).toContain('meta_missing');
    expect(findings.find(({ kind }) => kind === 'not_repaired')).toMatchObject({
      severity: 'error',
      fixed: false,
    });
    expect(readdirSync(place).some((name) => name.startsWith('damaged-'))).toBe(true);
  });

  test('[DIA1] schema_newer: told, and not touched', async () => {
    await withDatabase((db) => putMeta(db, { version: 99 }));
    const bytes = await withEngine((engine) => engine.doctor({ fix: true }));
    expect(bytes.findings).toMatchObject([{ kind: 'schema_newer', fixable: false, fixed: false }]);
    await withDatabase(async (db) => expect((await readMeta(db)).version).toBe(99));
  });

  test('[DIA1, DIA7] unknown_key: a key of somebody else is told and survives a repair', async () => {
    const key = new TextEncoder().encode('iz-from-a-newer-version');
    await withDatabase((db) => db.put(key, Uint8Array.of(7)));
    expect(await doctor()).toMatchObject({
      healthy: true,
      findings: [{ kind: 'unknown_key', severity: 'info' }],
    });
    rmSync(join(place, 'HEAD'));
    await doctor(true);
    await withDatabase(async (db) => expect([...((await db.get(key)) ?? [])]).toEqual([7]));
  });

  test('[DIA1, L4] copied_replica: told as a fact, no damage', async () => {
    cpSync(place, join(root, 'elsewhere', '.issue-facade'), { recursive: true });
    root = join(root, 'elsewhere');
    expect(await doctor()).toMatchObject({
      healthy: true,
      findings: [{ kind: 'copied_replica', severity: 'info' }],
    });
  });
});

describe('a repair', () => {
  test('[L4] gives the replica a new identity and a log that tells of it', async () => {
    const before = await withEngine((engine) => engine.status());
    rmSync(join(place, 'HEAD'));
    await doctor(true);
    const after = await withEngine((engine) => engine.status());
    expect(after.workspace).toBe(before.workspace);
    expect(after.replica).not.toBe(before.replica);
    expect(after.incarnation).not.toBe(before.incarnation);
    expect(after.operations).toBe(before.operations + 1);
    await withDatabase(async (db) => {
      const entry = readLogEntry(
        { get: (key: Uint8Array) => db.getSync(key) } as never,
        after.operations,
        nodeChecksums,
      );
      expect(entry.verb).toBe('repaired');
      await Promise.resolve();
    });
  });

  test('[DIA12] keeps the damaged files aside, byte for byte', async () => {
    rmSync(join(database, 'CURRENT'));
    const files = new Map(
      readdirSync(database)
        .filter((name) => name !== 'LOCK')
        .map((name) => [name, readFileSync(join(database, name))]),
    );
    await doctor(true);
    const aside = readdirSync(place).find((name) => name.startsWith('damaged-'))!;
    for (const [name, bytes] of files)
      expect(readFileSync(join(place, aside, 'replica', name)).equals(bytes)).toBe(true);
  });

  test('[DIA12] of a healthy replica does nothing at all', async () => {
    const before = await withEngine((engine) => engine.status());
    expect(await doctor(true)).toMatchObject({ healthy: true, findings: [] });
    expect(await withEngine((engine) => engine.status())).toEqual(before);
    expect(
      readdirSync(place).filter((name) => /damaged|tmp|repaired|examining/.test(name)),
    ).toEqual([]);
  });

  test('[DIA12] interrupted between the two renames is told by every command, and completed by the next', async () => {
    renameSync(database, `${database}.repaired`);
    await expect(withEngine((engine) => engine.list())).rejects.toMatchObject({
      code: 'store_missing',
      hint: /doctor --fix/,
    });
    expect((await doctor()).findings).toMatchObject([{ kind: 'repair_unfinished' }]);
    expect(await doctor(true)).toMatchObject({
      healthy: true,
      findings: [{ kind: 'repair_unfinished', fixed: true }],
    });
    expect(await withEngine(everything)).toBe(told);
  });

  test('[DIA12] interrupted before that is begun anew', async () => {
    cpSync(database, `${database}.repaired`, { recursive: true });
    cpSync(database, `${database}.building.tmp`, { recursive: true });
    expect(await doctor(true)).toMatchObject({ healthy: true });
    expect(readdirSync(place).filter((name) => /tmp|repaired/.test(name))).toEqual([]);
  });
});

describe('the lock', () => {
  test('[DIA2] a replica that is held is not examined', async () => {
    await withEngine(async (engine) => {
      await engine.list();
      await expect(doctor()).rejects.toMatchObject({ code: 'store_locked' });
    });
  });

  test('[DIA2] a mark without a living owner keeps nobody out', async () => {
    cpSync(database, join(place, 'examining'), { recursive: true });
    expect(await withEngine(everything)).toBe(told);
    expect(existsSync(join(place, 'examining'))).toBe(false);
  });
});
