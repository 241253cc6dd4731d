import { expect, test } from 'vitest';
import { memoryWorld } from '../testing/memory-engine.js';

test('[L2] a passing write error is retried on a fresh handle; nothing is lost or doubled', async () => {
  const { engine, place } = memoryWorld();
  const alice = engine('alice');
  await alice.create({ title: 'One' });
  place.db.failNextWrites(1);
  const { issue } = await alice.create({ title: 'Two' });
  expect((await alice.show(issue.id)).activity).toHaveLength(1);
  expect((await alice.list()).total).toBe(2);
});

test('[L2] a lasting write error fails the command with nothing changed', async () => {
  const { engine, place } = memoryWorld();
  const alice = engine('alice');
  const { issue } = await alice.create({ title: 'One' });
  place.db.failNextWrites(2);
  await expect(alice.edit([issue.id], { title: 'Two' })).rejects.toMatchObject({
    code: 'store_io',
  });
  expect((await alice.show(issue.id)).title).toBe('One');
  const [after] = await alice.edit([issue.id], { title: 'Three' });
  expect(after?.issue.activity.map((entry) => entry.verb)).toEqual(['created', 'edited']);
});

test('[L4] a directory that may be a copy gets a new identity with its first write, once', async () => {
  const { engine, place } = memoryWorld();
  const alice = engine('alice');
  await alice.create({ title: 'One' });
  const before = await alice.status();
  place.suspect('copied');
  expect((await alice.status()).replica).toBe(before.replica);
  await alice.create({ title: 'Two' });
  const after = await alice.status();
  expect(after.replica).not.toBe(before.replica);
  expect(after.incarnation).not.toBe(before.incarnation);
  await alice.create({ title: 'Three' });
  expect((await alice.status()).incarnation).toBe(after.incarnation);
});

test('[L1] work of one engine never overlaps, however it is called', async () => {
  const alice = memoryWorld().engine('alice');
  const { issue } = await alice.create({ title: 'One' });
  await Promise.all(Array.from({ length: 30 }, (_, i) => alice.comment(issue.id, `n ${i}`)));
  const { comments, activity } = await alice.show(issue.id);
  expect(comments).toHaveLength(30);
  expect(activity).toHaveLength(31);
});
