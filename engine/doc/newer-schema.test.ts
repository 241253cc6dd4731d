import { expect, test } from 'vitest';
import type { IssueId } from '../domain/ids.js';
import { LIMITS } from '../kernel/limits.js';
import { Session } from '../session/session.js';
import { memoryWorld } from '../testing/memory-engine.js';
import { seededRandom } from '../testing/seeded-random.js';
import { Work } from '../verbs/work.js';
import { captureUpdate } from './capture-update.js';
import { META_SCHEMA, ROOT, SCHEMA } from './layout.js';

/** An issue whose document says it was written under `schema`. */
async function worldWith(schema: readonly [major: number, minor: number]) {
  const world = memoryWorld();
  const engine = world.engine('alice');
  const { issue } = await engine.create({ title: 'From the future', body: 'Text' });
  const session = new Session({
    place: world.place,
    clock: world.clock,
    random: seededRandom(9),
    holding: 'shared',
    lockWaitMs: 0,
  });
  const agent = { id: 'newer', type: null, capabilities: [], metadata: {}, session: '' };
  const timed = { timeZone: () => 'UTC', claimTtlMs: LIMITS.claimTtlMsDefault };
  const work = new Work({
    session,
    clock: world.clock,
    random: seededRandom(9),
    agent,
    via: 'api',
    ...timed,
  });
  await work.write(
    (tx) =>
      tx.amend(issue.id, 'edited', (doc) =>
        captureUpdate(doc, () => void doc.getMap(ROOT.meta).set(META_SCHEMA, [...schema])),
      ),
    () => undefined,
  );
  return { engine, id: issue.id as IssueId };
}

test('[DOC3] a document of a newer major version is read and listed, and refused for writing', async () => {
  const { engine, id } = await worldWith([SCHEMA.major + 1, 0]);
  expect(await engine.show(id)).toMatchObject({ title: 'From the future', body: 'Text' });
  expect((await engine.list()).issues).toHaveLength(1);
  const refused = { code: 'schema_newer', hint: expect.stringContaining('update') };
  await expect(engine.edit([id], { title: 'x' })).rejects.toMatchObject(refused);
  await expect(engine.comment(id, 'x')).rejects.toMatchObject(refused);
  await expect(engine.claims.claimIssue(id)).rejects.toMatchObject(refused);
  await expect(engine.delete([id])).rejects.toMatchObject(refused);
  expect((await engine.show(id)).title).toBe('From the future');
});

test('[DOC3] a newer minor version is written as usual', async () => {
  const { engine, id } = await worldWith([SCHEMA.major, SCHEMA.minor + 5]);
  await engine.edit([id], { title: 'Written' });
  expect((await engine.show(id)).title).toBe('Written');
});
