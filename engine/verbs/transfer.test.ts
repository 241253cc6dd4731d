import { describe, expect, test } from 'vitest';
import type { Engine } from '../api.js';
import { memoryWorld } from '../testing/memory-engine.js';

interface Bead {
  readonly id: string;
  readonly [key: string]: unknown;
}

const AT = '2025-11-02T10:00:00Z';
const LATER = '2025-12-02T10:00:00Z';

function bead(id: string, more: object = {}): Bead {
  return {
    id,
    title: `Title of ${id}`,
    status: 'open',
    priority: 2,
    issue_type: 'task',
    created_at: AT,
    updated_at: AT,
    created_by: 'ada',
    ...more,
  };
}

function file(...beads: readonly object[]): string[] {
  return beads.map((one) => JSON.stringify(one));
}

const auto = { format: 'auto' } as const;

async function exported(
  engine: Engine,
  options: Parameters<Engine['export']>[0] = { deleted: true },
): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of engine.export(options)) lines.push(line);
  return lines;
}

function edge(from: string, to: string, type = 'blocks'): object {
  return { issue_id: from, depends_on_id: to, type, created_at: AT, created_by: 'ada' };
}

describe('importing from a tracker', () => {
  test('[IMP1, TRF1] everything arrives as its source tells it; a second import changes nothing', async () => {
    const alice = memoryWorld().engine('alice');
    const comment = { id: 7, issue_id: 'bd-1', author: 'bob', text: 'hello', created_at: AT };
    const lines = file(
      bead('bd-1', {
        description: 'Body',
        labels: ['x', 'y'],
        assignee: 'bob',
        comments: [comment],
        dependencies: [edge('bd-1', 'bd-2')],
      }),
      bead('bd-2', {
        status: 'closed',
        closed_at: LATER,
        updated_at: LATER,
        close_reason: 'done',
        external_ref: 'gh-5',
      }),
    );
    const report = await alice.import(lines, auto);
    expect(report).toMatchObject({
      source: 'beads',
      created: 2,
      updated: 0,
      unchanged: 0,
      tombstones: 0,
      dependencies: 1,
      comments: 1,
      rejected: [],
      notes: [],
      dryRun: false,
    });
    const first = await alice.show('bd-1');
    const second = await alice.show('bd-2');
    expect(first).toMatchObject({
      title: 'Title of bd-1',
      body: 'Body',
      labels: ['x', 'y'],
      assignees: ['bob'],
      author: 'ada',
      createdMs: Date.parse(AT),
      updatedMs: Date.parse(AT),
      dependencies: [{ kind: 'blocked-by', target: second.id }],
      comments: [{ author: 'bob', body: 'hello', createdMs: Date.parse(AT), editedMs: null }],
      links: [{ source: 'beads', ref: 'bd-1', url: null }],
    });
    expect(first.activity).toMatchObject([
      { agent: 'alice', via: 'import:beads', verb: 'imported' },
    ]);
    expect(second).toMatchObject({
      state: 'closed',
      closedMs: Date.parse(LATER),
      updatedMs: Date.parse(LATER),
      reason: 'done',
    });
    const { operations } = await alice.status();
    expect(await alice.import(lines, auto)).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 2,
      dependencies: 0,
      comments: 0,
    });
    expect((await alice.status()).operations).toBe(operations);
  });

  test('[IMP1] the same comment has the same id in every replica', async () => {
    const comment = { id: 7, issue_id: 'bd-1', author: 'bob', text: 'hello', created_at: AT };
    const ids = await Promise.all(
      [1, 2].map(async (seed) => {
        const engine = memoryWorld(seed).engine('alice');
        await engine.import(file(bead('bd-1', { comments: [comment] })), auto);
        return (await engine.show('bd-1')).comments[0]?.id;
      }),
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).toMatch(/^[0-9a-hjkmnp-tv-z]{8,32}$/);
  });

  test('[TRF2] what the source changed is applied, what was edited here stays', async () => {
    const alice = memoryWorld().engine('alice');
    const before = bead('bd-1', { description: 'Body', labels: ['kept', 'gone'], priority: 2 });
    await alice.import(file(before), auto);
    await alice.edit(['bd-1'], {
      title: 'Mine',
      addLabels: ['mine'],
      removeLabels: ['kept'],
      body: 'My body',
    });
    await alice.import(file(before), auto);
    expect(await alice.show('bd-1')).toMatchObject({
      title: 'Mine',
      body: 'My body',
      labels: ['gone', 'mine'],
    });
    const after = { ...before, priority: 0, labels: ['kept', 'new'], updated_at: LATER };
    expect(await alice.import(file(after), auto)).toMatchObject({ updated: 1, unchanged: 0 });
    expect(await alice.show('bd-1')).toMatchObject({
      title: 'Mine',
      body: 'My body',
      priority: 0,
      labels: ['mine', 'new'],
    });
    expect(
      await alice.import(file({ ...after, description: 'Newer', title: 'Newer' }), auto),
    ).toMatchObject({ updated: 1 });
    expect(await alice.show('bd-1')).toMatchObject({ title: 'Newer', body: 'Newer', priority: 0 });
  });

  test('[TRF2] metadata that the source drops goes, fields it clears are cleared', async () => {
    const alice = memoryWorld().engine('alice');
    await alice.import(
      file(bead('bd-1', { mood: 'good', assignee: 'bob', estimated_minutes: 5 })),
      auto,
    );
    expect((await alice.show('bd-1')).work.metadata.get('beads.mood')).toBe('good');
    await alice.import(file(bead('bd-1')), auto);
    const issue = await alice.show('bd-1');
    expect(issue).toMatchObject({ assignees: [], estimateMinutes: null });
    expect(issue.work.metadata.size).toBe(0);
  });

  test('[TRF2] comments: new ones come, changed ones change, those deleted here stay deleted', async () => {
    const alice = memoryWorld().engine('alice');
    const comment = (id: number, text: string): object => ({
      id,
      author: 'bob',
      text,
      created_at: AT,
    });
    await alice.import(
      file(bead('bd-1', { comments: [comment(1, 'one'), comment(2, 'two')] })),
      auto,
    );
    const [one] = (await alice.show('bd-1')).comments.filter(({ body }) => body === 'one');
    await alice.deleteComment('bd-1', one!.id);
    const lines = file(
      bead('bd-1', { comments: [comment(1, 'one'), comment(2, 'two!'), comment(3, 'three')] }),
    );
    expect(await alice.import(lines, auto)).toMatchObject({ updated: 1, comments: 1 });
    const bodies = (await alice.show('bd-1')).comments.map(({ body }) => body);
    expect(bodies.toSorted()).toEqual(['three', 'two!']);
    expect(await alice.import(lines, auto)).toMatchObject({ updated: 0, unchanged: 1 });
  });

  test('[TRF3] tombstones come as deleted issues with their dependencies; nothing brings a deleted one back', async () => {
    const alice = memoryWorld().engine('alice');
    const dead = bead('bd-1', {
      status: 'tombstone',
      dependencies: [edge('bd-1', 'bd-2', 'parent-child')],
    });
    const report = await alice.import(file(dead, bead('bd-2')), auto);
    expect(report).toMatchObject({ created: 1, tombstones: 1, dependencies: 1 });
    await expect(alice.show('bd-1')).rejects.toMatchObject({ code: 'not_found' });
    expect((await alice.list({ openByDefault: false })).total).toBe(1);
    expect(await exported(alice)).toHaveLength(2);
    expect(await exported(alice, {})).toHaveLength(1);
    await alice.delete(['bd-2']);
    const again = await alice.import(
      file({ ...dead, status: 'open' }, bead('bd-2', { title: 'New' })),
      auto,
    );
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(again.notes[0]).toContain('2 issues are deleted here and stay so');
    expect((await alice.list({ openByDefault: false })).total).toBe(0);
  });

  test('[TRF4] dependencies reach over the file and the replica; unknown ones are counted and named', async () => {
    const alice = memoryWorld().engine('alice');
    await alice.import(file(bead('bd-old')), auto);
    const lines = file(
      bead('bd-1', {
        dependencies: [edge('bd-1', 'bd-old'), edge('bd-1', 'bd-9'), edge('bd-1', 'bd-2')],
      }),
      bead('bd-2'),
    );
    const report = await alice.import(lines, auto);
    expect(report.dependencies).toBe(2);
    expect(report.notes).toEqual([
      '1 dependencies name issues that are neither here nor in the file: bd-1 blocked-by bd-9',
    ]);
    expect(
      await alice.import(
        file(bead('bd-9'), ...lines.map((line) => JSON.parse(line) as object)),
        auto,
      ),
    ).toMatchObject({ created: 1, updated: 1, dependencies: 1 });
  });

  test('[TRF5] circles are imported as they are and told, in a dry run too', async () => {
    const alice = memoryWorld().engine('alice');
    const lines = file(
      bead('bd-1', { dependencies: [edge('bd-1', 'bd-2')] }),
      bead('bd-2', { dependencies: [edge('bd-2', 'bd-1')] }),
    );
    for (const dryRun of [true, false]) {
      const report = await alice.import(lines, { ...auto, dryRun });
      expect(report).toMatchObject({ created: 2, dependencies: 2 });
      expect(report.notes[0]).toMatch(
        /^1 circles of blocked-by, kept as they are: bd-(1 → bd-2 → bd-1|2 → bd-1 → bd-2)$/,
      );
    }
    expect(await alice.dependencies.cycles()).toHaveLength(1);
    expect((await alice.import(lines, auto)).notes).toEqual([]);
  });

  test('[TRF1] bad lines are told, the rest is imported; repeated ones count once', async () => {
    const alice = memoryWorld().engine('alice');
    const lines = [
      '{"id":',
      JSON.stringify({ id: 'bd-1', priority: 1 }),
      ...file(bead('bd-2', { updated_at: LATER, title: 'Last' }), bead('bd-2')),
    ];
    const report = await alice.import([lines.join('\n')], auto);
    expect(report).toMatchObject({ created: 1, rejected: [{ line: 1 }, { line: 2 }] });
    expect(report.notes).toEqual(['1 lines repeat an issue; the one changed last counts: bd-2']);
    expect((await alice.show('bd-2')).title).toBe('Last');
  });

  test('[IMP2] a file of no known form is refused, an empty one is nothing', async () => {
    const alice = memoryWorld().engine('alice');
    await expect(alice.import(['{"a":1}'], auto)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await alice.import([], auto)).toMatchObject({ created: 0, source: 'none' });
    await expect(
      alice.import(file(bead('bd-1')), { format: 'beads', source: 'key' }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('[IMP1] another source of the same format is another set of identities', async () => {
    const alice = memoryWorld().engine('alice');
    await alice.import(file(bead('bd-1')), auto);
    expect(
      await alice.import(file(bead('bd-1')), { ...auto, source: 'beads:other' }),
    ).toMatchObject({ created: 1, source: 'beads:other' });
    expect((await alice.show('beads:other#bd-1')).links).toEqual([
      { source: 'beads:other', ref: 'bd-1', url: null },
    ]);
  });

  test('[TRF6] a dry run tells the same and writes nothing', async () => {
    const alice = memoryWorld().engine('alice');
    const lines = file(
      bead('bd-1', { dependencies: [edge('bd-1', 'bd-2')] }),
      bead('bd-2', { status: 'tombstone' }),
    );
    const dry = await alice.import(lines, { ...auto, dryRun: true });
    expect((await alice.status()).operations).toBe(0);
    expect(await alice.import(lines, auto)).toEqual({ ...dry, dryRun: false });
  });

  test('[TRF1] chunks: more issues than one batch holds, told as they are written', async () => {
    const alice = memoryWorld().engine('alice');
    const beads = Array.from({ length: 1_234 }, (_, n) =>
      bead(`bd-${n}`, { dependencies: n === 0 ? [edge('bd-0', 'bd-1233')] : [] }),
    );
    const told: (number | null)[] = [];
    const progress = (done: number, total: number | null): void => void told.push(done, total);
    expect(await alice.import(file(...beads), { ...auto, progress })).toMatchObject({
      created: 1_234,
      dependencies: 1,
    });
    expect(told.slice(-2)).toEqual([1_234, 1_234]);
    expect((await alice.status()).operations).toBe(3);
  });

  test('[IMP1, TRF4] two processes that import the same issues at once make one issue each, and no edge is lost', async () => {
    const { engine, place } = memoryWorld();
    const beads = Array.from({ length: 1_500 }, (_, n) =>
      bead(`bd-${n}`, { dependencies: [edge(`bd-${n}`, `bd-${(n + 749) % 1_500}`, 'related')] }),
    );
    const [alice, bob] = [engine('alice'), engine('bob')];
    const open = place.open.bind(place);
    let opens = 0;
    let bobs: unknown = null;
    // Alice looks, then writes chunk by chunk; Bob comes between her first and her second chunk.
    place.open = async () => {
      opens += 1;
      if (opens === 3) bobs = await bob.import(file(...beads.slice(500)), auto);
      return open();
    };
    expect(await alice.import(file(...beads), auto)).toMatchObject({
      created: 500,
      unchanged: 1_000,
    });
    expect(bobs).toMatchObject({ created: 1_000 });
    expect((await alice.list({ openByDefault: false })).total).toBe(1_500);
    const known = new Set(
      (await exported(alice)).map((line) => (JSON.parse(line) as { issue: string }).issue),
    );
    for (const line of await exported(alice)) {
      const { dependencies } = JSON.parse(line) as { dependencies: { target: string }[] };
      expect(dependencies).toHaveLength(1);
      expect(known.has(dependencies[0]!.target)).toBe(true);
    }
  });
});
