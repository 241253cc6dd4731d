import { describe, expect, test } from 'vitest';
import type { Engine } from '../api.js';
import { memoryWorld } from '../testing/memory-engine.js';

const auto = { format: 'auto' } as const;

async function exported(
  engine: Engine,
  options: Parameters<Engine['export']>[0] = { deleted: true },
): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of engine.export(options)) lines.push(line);
  return lines;
}

/** Two agents at work on three issues, one of them deleted. */
async function lived(seed = 1): Promise<ReturnType<typeof memoryWorld>> {
  const world = memoryWorld(seed);
  const [alice, bob] = [world.engine('alice', { type: 'bot' }), world.engine('bob')];
  const one = (
    await alice.create({
      title: 'One',
      body: 'Text',
      labels: ['b', 'a'],
      metadata: { x: { z: 1, a: [2] } },
    })
  ).issue.id;
  world.clock.advance(1_000);
  const two = (
    await bob.create({
      title: 'Two',
      dependencies: [{ kind: 'blocked-by', target: one }],
      key: 'k',
    })
  ).issue.id;
  const three = (await bob.create({ title: 'Three' })).issue.id;
  await alice.claims.claimIssue(one);
  await alice.progress(one, 0.5, { status: 'half' });
  await alice.checkpoint(one, 'built', { note: 'all of it' });
  const { comment } = await bob.comment(one, 'First');
  world.clock.advance(5);
  await bob.editComment(one, comment.id, 'First, edited');
  await bob.comment(one, 'Second');
  await bob.claims.claimIssue(three);
  await bob.claims.releaseIssue(three);
  await bob.delete([three]);
  world.clock.advance(5);
  await bob.close([two], { reason: 'done', comment: 'bye' });
  return world;
}

describe('our own format', () => {
  test('[L7, IMP12, RST1] export → import into another replica → export gives the same bytes', async () => {
    const first = (await lived()).engine('carol');
    const lines = await exported(first);
    const second = memoryWorld(9).engine('dave');
    expect(await second.import(lines, auto)).toMatchObject({
      source: 'own',
      created: 2,
      tombstones: 1,
      dependencies: 1,
      comments: 3,
      rejected: [],
      notes: [],
    });
    expect(await exported(second)).toEqual(lines);
    expect(
      await second.import(
        lines.map((line) => `${line}\n`),
        auto,
      ),
    ).toMatchObject({ created: 0, updated: 0, unchanged: 2, tombstones: 1 });
    expect((await second.status()).operations).toBe(1);
    expect(await exported(first, { query: 'is:closed' })).toHaveLength(1);
  });

  test('[RST1, ACT4] restored history is told, and what follows comes after it', async () => {
    const world = await lived();
    const lines = await exported(world.engine('carol'));
    const other = memoryWorld(9);
    other.clock.jumpWall(-300_000);
    const dave = other.engine('dave');
    await dave.import(lines, auto);
    const told = await dave.activity({ limit: 100 });
    expect(told.map(({ verb }) => verb)).toEqual(
      (await world.engine('carol').activity({ limit: 100 })).map(({ verb }) => verb),
    );
    const issue = (await dave.list({ query: 'One' })).issues[0]!.row.id;
    const [edited] = await dave.edit([issue], { title: 'Later' });
    expect(edited?.issue).toMatchObject({ title: 'Later', conflicts: [] });
    expect(edited?.issue.activity.at(-1)?.changes).toMatchObject([{ field: 'title', from: 'One' }]);
  });

  test('[RST1, CLM5] a restored claim runs out when nobody keeps it', async () => {
    const lines = await exported((await lived()).engine('carol'));
    const other = memoryWorld(9);
    const dave = other.engine('dave');
    await dave.import(lines, auto);
    const issue = (await dave.list({ query: 'One' })).issues[0]!.row.id;
    await expect(dave.claims.claimIssue(issue)).rejects.toMatchObject({ code: 'claim_held' });
    other.clock.advance(3_600_000);
    expect((await dave.claims.claimIssue(issue)).claim?.token.c).toBe(2);
  });

  test('[RST3] a line that is newer edits the issue here, one that is older leaves it', async () => {
    const world = await lived();
    const alice = world.engine('alice');
    const old = await exported(alice);
    const other = memoryWorld(9);
    other.clock.advance(1_000_000);
    const dave = other.engine('dave');
    await dave.import(old, auto);
    const one = (await dave.list({ query: 'One' })).issues[0]!.row.id;
    world.clock.advance(60_000);
    await alice.edit([one], {
      title: 'Newer',
      priority: 1,
      removeLabels: ['a'],
      metadata: { x: null, y: 1 },
    });
    const fresh = await exported(alice);
    const report = await dave.import(fresh, auto);
    expect(report).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    const issue = await dave.show(one);
    expect(issue).toMatchObject({ title: 'Newer', priority: 1, labels: ['b'] });
    expect([...issue.work.metadata]).toEqual([['y', 1]]);
    expect(issue.activity.at(-1)).toMatchObject({ via: 'import:own', verb: 'imported' });
    expect(await dave.import(fresh, auto)).toMatchObject({ updated: 0, unchanged: 2 });
    await dave.edit([one], { title: 'Mine' });
    const stale = await dave.import(fresh, auto);
    expect(stale).toMatchObject({ updated: 0, unchanged: 2 });
    expect(stale.notes).toEqual([`1 issues were changed here as late or later and stay: ${one}`]);
    expect((await dave.show(one)).title).toBe('Mine');
  });

  test('[RST2, TRF1] a line that cannot be restored is told, the others are', async () => {
    const lines = await exported((await lived()).engine('carol'));
    const [first = '', ...rest] = lines;
    const broken = JSON.parse(first) as { activity: { id: string }[] };
    broken.activity[0]!.id = 'nonsense';
    const dave = memoryWorld(9).engine('dave');
    const report = await dave.import([JSON.stringify(broken), ...rest], auto);
    expect(report.rejected).toMatchObject([{ line: 1 }]);
    expect(report.created + report.tombstones).toBe(2);
  });

  test('[L7] a dry run of it writes nothing', async () => {
    const lines = await exported((await lived()).engine('carol'));
    const dave = memoryWorld(9).engine('dave');
    expect(await dave.import(lines, { ...auto, dryRun: true })).toMatchObject({
      created: 2,
      dryRun: true,
    });
    expect((await dave.status()).operations).toBe(0);
  });
});
