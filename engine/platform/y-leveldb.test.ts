import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyEncoding, LeveldbPersistence } from 'y-leveldb';
import { encodeDocument, encodeStateVector } from '../doc/open-document.js';
import { projectDocument } from '../doc/project.js';
import type { IssueId } from '../domain/ids.js';
import { initReplica, openEngine } from '../open.js';
import { readIssue } from '../session/documents.js';
import { parseUpdateKey, updateKey } from '../store/keys.js';
import { replicaPlace } from './replica-place.js';

const root = mkdtempSync(join(tmpdir(), 'issue-facade-y-leveldb-'));
let place: string;
let copy: string;
const ids: IssueId[] = [];

beforeAll(async () => {
  place = (await initReplica({ directory: root })).directory;
  copy = join(root, 'copy', '.issue-facade');
  const engine = await openEngine({ directory: root, holding: 'exclusive' });
  for (let n = 0; n < 20; n += 1) {
    const { issue } = await engine.create({
      title: `Issue ${n}`,
      body: `text ${n}`,
      labels: [`l${n % 3}`],
    });
    ids.push(issue.id);
    for (let comment = 0; comment < n % 4; comment += 1)
      await engine.comment(issue.id, `comment ${comment}`);
  }
  await engine.compact();
  await engine.edit([ids[3]!], { body: 'after compaction' });
  await engine.destroy();
  cpSync(place, copy, { recursive: true });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('y-leveldb opens any replica', () => {
  test('[STO1] it lists every issue, and loads each with the content that we read', async () => {
    const opened = await replicaPlace(place, process.env).open();
    const theirs = new LeveldbPersistence(join(copy, 'replica'));
    expect((await theirs.getAllDocNames()).sort()).toEqual([...ids].sort());
    for (const id of ids) {
      const doc = await theirs.getYDoc(id);
      const ours = readIssue(opened.store, id);
      const view = projectDocument(doc as never, id);
      expect(JSON.stringify({ ...view, activity: view.activity() })).toBe(
        JSON.stringify({ ...ours, activity: ours?.activity() }),
      );
      const row = opened.store.row(id);
      expect(encodeDocument(doc as never).length).toBeGreaterThan(0);
      expect(row).not.toBeNull();
    }
    await theirs.destroy();
    await opened.close();
  });

  test('[STO1] its state vectors are current, so that its reads write nothing', async () => {
    const theirs = new LeveldbPersistence(join(copy, 'replica'));
    const listed = await theirs.getAllDocStateVectors();
    expect(listed).toHaveLength(ids.length);
    for (const { name, sv } of listed) {
      const doc = await theirs.getYDoc(name);
      expect([...sv]).toEqual([...encodeStateVector(doc as never)]);
      expect([...(await theirs.getStateVector(name))]).toEqual([...sv]);
    }
    await theirs.destroy();
  });

  test('[STO1, DIA1] a replica that it read is healthy afterwards', async () => {
    const engine = await openEngine({ directory: join(root, 'copy') });
    const { findings, healthy } = await engine.doctor();
    expect(findings.filter(({ kind }) => kind !== 'copied_replica')).toEqual([]);
    expect(healthy).toBe(true);
    await engine.destroy();
  });

  test('[STO1] the keys on disk decode with its own codec', async () => {
    const db = new ClassicLevel<Uint8Array, Uint8Array>(join(copy, 'replica'), {
      keyEncoding: 'view',
      valueEncoding: 'view',
    });
    let updates = 0;
    for await (const key of db.keys()) {
      const parsed = parseUpdateKey(key);
      if (parsed === null) continue;
      updates += 1;
      expect(keyEncoding.decode(key)).toEqual(['v1', parsed.id, 'update', parsed.n]);
      expect([...keyEncoding.encode(['v1', parsed.id, 'update', parsed.n])]).toEqual([
        ...updateKey(parsed.id as IssueId, parsed.n),
      ]);
    }
    expect(updates).toBe(ids.length + 1);
    await db.close();
  });
});
