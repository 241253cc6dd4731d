import { expect, test } from 'vitest';
import { memoryWorld } from '../testing/memory-engine.js';

test('[EDT1] an edit writes only what differs; repeating it changes nothing', async () => {
  const alice = memoryWorld().engine('alice');
  const { issue } = await alice.create({ title: 'One', labels: ['a'], priority: 2 });
  const [first] = await alice.edit([issue.id], {
    title: 'Two',
    priority: 2,
    addLabels: ['a', 'b'],
  });
  expect(first?.issue.activity.at(-1)?.changes).toEqual([
    { kind: 'set', field: 'title', from: 'One', to: 'Two' },
    { kind: 'add', set: 'labels', element: 'b' },
  ]);
  const [again] = await alice.edit([issue.id], {
    title: 'Two',
    priority: 2,
    addLabels: ['a', 'b'],
  });
  expect(again).toMatchObject({ changed: false, issue: { revision: first?.issue.revision } });
});

test('[EDT1] closing sets the closing time, reopening clears time and reason', async () => {
  const { engine, clock } = memoryWorld();
  const alice = engine('alice');
  const { issue } = await alice.create({ title: 'One' });
  clock.advance(1_000);
  const [closed] = await alice.close([issue.id], { reason: 'completed', comment: 'done' });
  expect(closed?.issue).toMatchObject({
    state: 'closed',
    reason: 'completed',
    closedMs: clock.nowMs(),
    comments: [{ body: 'done', author: 'alice' }],
  });
  expect((await alice.close([issue.id]))[0]?.changed).toBe(false);
  const [open] = await alice.reopen([issue.id]);
  expect(open?.issue).toMatchObject({ state: 'open', reason: null, closedMs: null });
  expect(open?.issue.activity.map((entry) => entry.verb)).toEqual([
    'created',
    'closed',
    'reopened',
  ]);
});

test('[EDT2] replacing labels is adds and removes', async () => {
  const alice = memoryWorld().engine('alice');
  const { issue } = await alice.create({ title: 'One', labels: ['a', 'b'] });
  const [edited] = await alice.edit([issue.id], { setLabels: ['b', 'c'] });
  expect(edited?.issue.labels).toEqual(['b', 'c']);
  expect(edited?.issue.activity.at(-1)?.changes).toEqual([
    { kind: 'add', set: 'labels', element: 'c' },
    { kind: 'remove', set: 'labels', element: 'a' },
  ]);
});

test('[EDT3] the same key by the same author answers with the first issue', async () => {
  const { engine } = memoryWorld();
  const alice = engine('alice');
  const first = await alice.create({ title: 'One', key: 'run-7' });
  const second = await alice.create({ title: 'Other title', key: 'run-7' });
  expect(second).toMatchObject({ changed: false, issue: { id: first.issue.id, title: 'One' } });
  const other = await engine('bob').create({ title: 'One', key: 'run-7' });
  expect(other.issue.id).not.toBe(first.issue.id);
});

test('[L1] an edit of several issues is all or nothing', async () => {
  const alice = memoryWorld().engine('alice');
  const one = (await alice.create({ title: 'One' })).issue.id;
  const two = (await alice.create({ title: 'Two' })).issue.id;
  await expect(alice.edit([one, two, 'zzzz'], { priority: 0 })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(alice.edit([one, two], { priority: 9 as 0 })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  expect((await alice.show(one)).priority).toBeNull();
  const before = (await alice.status()).operations;
  await alice.edit([one, two], { priority: 0 });
  expect((await alice.status()).operations).toBe(before + 1);
});

test('[L1] a dry run answers like the real one and writes nothing', async () => {
  const alice = memoryWorld().engine('alice');
  const { issue } = await alice.create({ title: 'One' });
  const [planned] = await alice.edit([issue.id], { title: 'Two' }, { dryRun: true });
  expect(planned).toMatchObject({ changed: true, issue: { title: 'Two' } });
  expect((await alice.show(issue.id)).title).toBe('One');
  const [real] = await alice.edit([issue.id], { title: 'Three' });
  expect(real?.issue.activity.map((entry) => entry.verb)).toEqual(['created', 'edited']);
});

test('[EDT1] if-revision refuses when the issue has moved on', async () => {
  const alice = memoryWorld().engine('alice');
  const { issue } = await alice.create({ title: 'One' });
  await alice.edit([issue.id], { title: 'Two' }, { ifRevision: issue.revision });
  await expect(
    alice.edit([issue.id], { title: 'Three' }, { ifRevision: issue.revision }),
  ).rejects.toMatchObject({ code: 'conflict' });
});

test('[DEP2] a cycle is refused with its path, through create too', async () => {
  const alice = memoryWorld().engine('alice');
  const a = (await alice.create({ title: 'a' })).issue.id;
  const b = (await alice.create({ title: 'b', dependencies: [{ kind: 'blocked-by', target: a }] }))
    .issue.id;
  await expect(alice.dependencies.add(a, 'blocked-by', [b])).rejects.toMatchObject({
    code: 'cycle',
    details: { path: [a, b, a] },
  });
  await expect(
    alice.create({ title: 'c', dependencies: [{ kind: 'blocked-by', target: b }], blocks: [a] }),
  ).rejects.toMatchObject({ code: 'cycle' });
  await expect(alice.dependencies.add(a, 'parent', [a])).rejects.toMatchObject({ code: 'cycle' });
});

test('[ID2] prefixes, ambiguity and near misses', async () => {
  const alice = memoryWorld(5).engine('alice');
  const ids = [];
  for (let i = 0; i < 40; i += 1) ids.push((await alice.create({ title: `n ${i}` })).issue.id);
  const [id = ''] = ids;
  expect(await alice.resolve(`#${id.slice(0, 6).toUpperCase()}`)).toBe(id);
  const shared = ids.filter((one) => one[0] === id[0]);
  if (shared.length > 1)
    await expect(alice.resolve(id.slice(0, 1))).rejects.toMatchObject({ code: 'ambiguous_id' });
  await expect(alice.resolve(`${id.slice(0, 4)}zzz`)).rejects.toMatchObject({
    code: 'not_found',
    details: { candidates: [expect.stringContaining(id.slice(0, 2))] },
  });
});

test('[ACT1] every operation leaves one entry that says who, what, when and through what', async () => {
  const { engine, clock } = memoryWorld();
  const alice = engine('alice', { type: 'codex' });
  const { issue } = await alice.create({ title: 'One', body: 'text' });
  const { comment } = await alice.comment(issue.id, 'hello');
  await alice.editComment(issue.id, comment.id, 'hello again');
  await alice.deleteComment(issue.id, comment.id);
  await alice.progress(issue.id, 0.5, { status: 'half' });
  await alice.checkpoint(issue.id, 'tests pass');
  await alice.delete([issue.id]);
  const entries = await alice.activity({ issue: issue.id });
  expect(entries.map((entry) => entry.verb)).toEqual([
    'deleted',
    'checkpoint',
    'progressed',
    'deleted comment',
    'edited comment',
    'commented',
    'created',
  ]);
  for (const entry of entries)
    expect(entry).toMatchObject({
      agent: 'alice',
      agentType: 'codex',
      via: 'api',
      atMs: clock.nowMs(),
    });
  await expect(alice.show(issue.id)).rejects.toMatchObject({ code: 'not_found' });
});

test('[DEP1, L1] fields and dependencies of one edit are one operation: parent replaced, others let wait, all or nothing', async () => {
  const alice = memoryWorld().engine('alice');
  const make = async (title: string): Promise<string> => (await alice.create({ title })).issue.id;
  const [it, old, next, waiting] = [
    await make('it'),
    await make('old'),
    await make('next'),
    await make('w'),
  ];
  await alice.edit([it], { parent: old });
  const before = (await alice.status()).operations;
  const [edited] = await alice.edit([it], {
    title: 'New',
    parent: next,
    blocks: [waiting],
    addAssignees: ['me'],
  });
  expect((await alice.status()).operations).toBe(before + 1);
  expect(edited?.issue).toMatchObject({
    title: 'New',
    assignees: ['alice'],
    dependencies: [{ kind: 'parent', target: next }],
  });
  expect((await alice.show(waiting)).dependencies).toEqual([{ kind: 'blocked-by', target: it }]);
  await expect(
    alice.edit([it], {
      title: 'Never',
      addDependencies: [{ kind: 'blocked-by', target: waiting }],
    }),
  ).rejects.toMatchObject({ code: 'cycle' });
  expect((await alice.show(it)).title).toBe('New');
});
