import { expect, test } from 'vitest';
import { LIMITS } from '../kernel/limits.js';
import { memoryWorld } from '../testing/memory-engine.js';

test('[ACT4] behind the horizon of the log the documents tell the same activity', async () => {
  const world = memoryWorld();
  const [alice, bob] = [world.engine('alice'), world.engine('bob')];
  const issues = await Promise.all(['One', 'Two', 'Three'].map((title) => alice.create({ title })));
  const ids = issues.map(({ issue }) => issue.id);
  for (let n = 0; n < LIMITS.logEntriesKept + 40; n += 1) {
    world.clock.advance(1_000);
    const agent = n % 5 === 0 ? bob : alice;
    await agent.progress(ids[n % 3]!, (n % 100) / 100);
  }
  const everything = { limit: 1_000 };
  const bobs = { agent: 'bob', limit: 1_000 };
  const late = { sinceMs: world.clock.nowMs() - 290_000, limit: 1_000 };
  const before = await Promise.all(
    [everything, bobs, late].map((options) => alice.activity(options)),
  );
  await alice.compact();
  const after = await Promise.all(
    [everything, bobs, late].map((options) => alice.activity(options)),
  );
  expect(after).toEqual(before);
  expect(before[0]).toHaveLength(LIMITS.logEntriesKept + 43);
  expect((await alice.activity({ limit: 5 })).map(({ id }) => id)).toEqual(
    before[0]!.slice(0, 5).map(({ id }) => id),
  );
});
