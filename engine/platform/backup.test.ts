import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../api.js';
import { makeEngine } from '../engine.js';
import { EngineError } from '../errors.js';
import { scratchOptions } from '../testing/scratch-options.js';
import { DOCUMENTS_FILE, ISSUES_FILE, MANIFEST_FILE } from './backup-files.js';
import { backupReplica } from './backup.js';
import { restoreBackup } from './restore-backup.js';
import { openScratchReplica, type ScratchReplica } from './scratch-replica.js';

let directory: string;
const open: ScratchReplica[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'issue-facade-backup-'));
});

afterEach(async () => {
  for (const one of open.splice(0)) await one.remove();
  rmSync(directory, { recursive: true, force: true });
});

async function replica(seed: number): Promise<ScratchReplica & { readonly engine: Engine }> {
  const scratch = await openScratchReplica(scratchOptions(seed));
  open.push(scratch);
  const refuse = (): never => {
    throw new EngineError('usage', 'not in this test');
  };
  return {
    ...scratch,
    engine: makeEngine(scratch.work, scratch.directory, {
      backup: refuse,
      restore: refuse,
      doctor: refuse,
    }),
  };
}

async function lived(seed = 1): Promise<Awaited<ReturnType<typeof replica>>> {
  const made = await replica(seed);
  const { engine } = made;
  const one = (await engine.create({ title: 'One', body: 'Text', labels: ['a'] })).issue.id;
  const two = (
    await engine.create({ title: 'Two', dependencies: [{ kind: 'blocked-by', target: one }] })
  ).issue.id;
  const three = (await engine.create({ title: 'Three' })).issue.id;
  await engine.comment(one, 'Hello');
  await engine.claims.claimIssue(one);
  await engine.close([two], { reason: 'done' });
  await engine.delete([three]);
  return made;
}

async function exported(engine: Engine): Promise<string> {
  let text = '';
  for await (const line of engine.export({ deleted: true })) text += `${line}\n`;
  return text;
}

const sha256 = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');

describe('a backup', () => {
  test('[BAK2, BAK3] holds the canonical lines, the documents and a manifest that vouches for them', async () => {
    const { work, engine, directory: home } = await lived();
    const target = join(directory, 'deep', 'backup');
    const told: string[] = [];
    const result = await backupReplica(work, home, target, {
      progress: (_done, _total, what) => told.push(what),
    });
    expect(readdirSync(target).toSorted()).toEqual([DOCUMENTS_FILE, ISSUES_FILE, MANIFEST_FILE]);
    expect(readFileSync(join(target, ISSUES_FILE), 'utf8')).toBe(await exported(engine));
    const manifest = JSON.parse(readFileSync(join(target, MANIFEST_FILE), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(manifest).toMatchObject({
      schema: 1,
      issues: 3,
      digest: sha256(join(target, ISSUES_FILE)),
      files: Object.fromEntries(
        [ISSUES_FILE, DOCUMENTS_FILE].map((name) => [name, { sha256: sha256(join(target, name)) }]),
      ),
    });
    expect(result).toMatchObject({ directory: target, issues: 3, digest: manifest['digest'] });
    expect(told).toContain('verified');
    expect(readdirSync(join(directory, 'deep'))).toEqual(['backup']);
  });

  test.skipIf(process.platform === 'win32')('[BAK2] only its owner can read it', async () => {
    const { work, directory: home } = await lived();
    const target = join(directory, 'backup');
    await backupReplica(work, home, target);
    expect(statSync(target).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(target))
      expect(statSync(join(target, name)).mode & 0o777, name).toBe(0o600);
  });

  test('[BAK1] goes into a new or empty directory only, and not into the replica', async () => {
    const { work, directory: home } = await lived();
    const target = join(directory, 'backup');
    mkdirSync(target);
    await backupReplica(work, home, target);
    const before = readdirSync(target).map((name) => sha256(join(target, name)));
    await expect(backupReplica(work, home, target)).rejects.toMatchObject({
      code: 'already_exists',
    });
    expect(readdirSync(target).map((name) => sha256(join(target, name)))).toEqual(before);
    writeFileSync(join(directory, 'file'), '');
    await expect(backupReplica(work, home, join(directory, 'file'))).rejects.toMatchObject({
      code: 'already_exists',
    });
    await expect(backupReplica(work, home, join(home, 'backup'))).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  test('[BAK3] that does not come back is no backup: it fails and is kept under a name that says so', async () => {
    const { work, directory: home } = await lived();
    const target = join(directory, 'backup');
    let spoilt = false;
    // The disk lies between writing and reading back.
    const progress = (): void => undefined;
    const original = work.options.random.bytes.bind(work.options.random);
    Object.assign(work.options.random, {
      bytes: (length: number) => {
        const partial = readdirSync(directory).find((name) => name.startsWith('backup.partial'));
        const path = join(directory, partial ?? '', ISSUES_FILE);
        if (!spoilt && partial !== undefined && existsSync(path)) {
          spoilt = true;
          writeFileSync(path, readFileSync(path, 'utf8').replace('"One"', '"Ode"'));
        }
        return original(length);
      },
    });
    const failure = await backupReplica(work, home, target, { progress }).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ code: 'backup_failed', details: { kept: `${target}.failed` } });
    expect(readdirSync(directory)).toEqual(['backup.failed']);
  });
});

describe('restoring a backup', () => {
  test('[BAK4, ING4, L7] into an empty replica gives the same bytes; a second time writes nothing', async () => {
    const first = await lived();
    const target = join(directory, 'backup');
    await backupReplica(first.work, first.directory, target);
    const second = await replica(2);
    expect(await restoreBackup(second.work, target)).toMatchObject({
      source: 'backup',
      created: 2,
      tombstones: 1,
      dependencies: 1,
      comments: 1,
      rejected: [],
    });
    expect(await exported(second.engine)).toBe(await exported(first.engine));
    const { operations } = await second.engine.status();
    expect(await restoreBackup(second.work, target)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
      tombstones: 1,
    });
    expect((await second.engine.status()).operations).toBe(operations);
  });

  test('[BAK4, ING4] merges: what was done since stays, what was lost comes back', async () => {
    const first = await lived();
    const [early, late] = [join(directory, 'early'), join(directory, 'late')];
    await backupReplica(first.work, first.directory, early);
    const one = (await first.engine.list({ query: 'One' })).issues[0]!.row.id;
    await first.engine.edit([one], { body: 'Text and more', addLabels: ['b'] });
    await backupReplica(first.work, first.directory, late);
    const second = await replica(2);
    await restoreBackup(second.work, early);
    await second.engine.edit([one], { priority: 0 });
    expect(await restoreBackup(second.work, late)).toMatchObject({ created: 0, updated: 1 });
    expect(await second.engine.show(one)).toMatchObject({
      body: 'Text and more',
      labels: ['a', 'b'],
      priority: 0,
      conflicts: [],
    });
    await restoreBackup(first.work, early);
    expect(await first.engine.show(one)).toMatchObject({
      body: 'Text and more',
      labels: ['a', 'b'],
    });
  });

  test('[BAK4] a file that is not the one once written is refused whole', async () => {
    const first = await lived();
    const target = join(directory, 'backup');
    await backupReplica(first.work, first.directory, target);
    const second = await replica(2);
    await expect(restoreBackup(second.work, directory)).rejects.toMatchObject({
      code: 'not_found',
    });
    const path = join(target, DOCUMENTS_FILE);
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -10));
    await expect(restoreBackup(second.work, target)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    writeFileSync(join(target, MANIFEST_FILE), '{"schema":2,"files":{}}');
    await expect(restoreBackup(second.work, target)).rejects.toMatchObject({
      code: 'schema_newer',
    });
    writeFileSync(join(target, MANIFEST_FILE), '[]');
    await expect(restoreBackup(second.work, target)).rejects.toMatchObject({
      code: 'invalid_input',
    });
    expect((await second.engine.status()).operations).toBe(0);
  });

  test('[BAK5, L6] a document that is refused is told with its line, the others are merged', async () => {
    const first = await lived();
    const target = join(directory, 'backup');
    await backupReplica(first.work, first.directory, target);
    const path = join(target, DOCUMENTS_FILE);
    const [line = '', ...rest] = readFileSync(path, 'utf8').trimEnd().split('\n');
    const hostile = {
      ...(JSON.parse(line) as object),
      update: Buffer.from('not an update').toString('base64'),
    };
    writeFileSync(path, [JSON.stringify(hostile), '{', ...rest, ''].join('\n'));
    const manifestPath = join(target, MANIFEST_FILE);
    const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as {
      files: Record<string, { sha256: string }>;
    };
    manifest.files[DOCUMENTS_FILE]!.sha256 = sha256(path);
    writeFileSync(manifestPath, JSON.stringify(manifest));
    const second = await replica(2);
    const report = await restoreBackup(second.work, target);
    expect(report.rejected.map((one) => one.line)).toEqual([1, 2]);
    expect(report.created + report.tombstones).toBe(2);
  });
});
