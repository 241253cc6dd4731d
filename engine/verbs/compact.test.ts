import { expect, test } from 'vitest';
import type { Engine } from '../api.js';
import { memoryWorld } from '../testing/memory-engine.js';

async function lines(engine: Engine): Promise<string[]> {
  const found: string[] = [];
  for await (const line of engine.export({ deleted: true })) found.push(line);
  return found;
}

test('[STO7] compaction changes nothing a reader can see, and the next edit goes on from there', async () => {
  const alice = memoryWorld(3).engine('alice');
  const ids: string[] = [];
  for (let i = 0; i < 12; i += 1)
    ids.push((await alice.create({ title: `n ${i}`, body: `text ${i}`, labels: ['a'] })).issue.id);
  for (let i = 0; i < 400; i += 1)
    await alice.edit([ids[i % 5] ?? ''], { title: `t ${i}`, priority: (i % 5) as 0 });
  await alice.claims.claimIssue(ids[0] ?? '');
  await alice.delete([ids[11] ?? '']);
  const before = {
    lines: await lines(alice),
    list: (await alice.list()).issues.map((one) => one.row.id),
  };
  const { bytesBefore, bytesAfter } = await alice.compact();
  expect(bytesAfter).toBeLessThan(bytesBefore);
  expect(await lines(alice)).toEqual(before.lines);
  expect((await alice.list()).issues.map((one) => one.row.id)).toEqual(before.list);
  const entries = (await alice.activity({ limit: 1_000 })).length;
  expect(entries).toBe(12 + 400 + 1 + 1);
  const [edited] = await alice.edit([ids[0] ?? ''], { title: 'after' });
  expect(edited?.issue.activity).toHaveLength(83);
});
