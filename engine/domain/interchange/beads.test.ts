import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImportRecord } from '../change.js';
import { parseBeads } from './beads.js';
import { detectFormat } from './detect-format.js';
import { jsonRecords } from './lines.js';

const plain = { id: 'bd-1', title: 'Crash on start', created_at: '2026-01-12T02:16:51Z' };

function record(change: object): ImportRecord {
  const parsed = parseBeads({ ...plain, ...change });
  if (!('record' in parsed)) throw new Error(JSON.stringify(parsed));
  return parsed.record;
}

function rejected(change: object): string {
  const parsed = parseBeads({ ...plain, ...change });
  return 'rejected' in parsed ? parsed.rejected : '';
}

describe('words', () => {
  test.each([
    ['open', 'open', false, undefined],
    ['in_progress', 'in-progress', false, undefined],
    ['hooked', 'in-progress', false, 'hooked'],
    ['blocked', 'open', false, 'blocked'],
    ['deferred', 'open', false, 'deferred'],
    ['closed', 'closed', false, undefined],
    ['tombstone', 'open', true, undefined],
    ['pinned', 'open', false, 'pinned'],
  ])('[IMP10] status %s', (status, state, deleted, kept) => {
    const issue = record({ status });
    expect([issue.state, issue.deleted, issue.metadata?.['beads.status']]).toEqual([
      state,
      deleted,
      kept,
    ]);
  });

  test('[IMP10] kinds of dependencies, each edge once', () => {
    const on = (type: string, ref = 'bd-2'): object => ({
      issue_id: 'bd-1',
      depends_on_id: ref,
      type,
    });
    const types = ['blocks', 'blocks', 'parent-child', 'relates-to', 'duplicates', 'Waits_For'];
    const issue = record({ dependencies: types.map((type) => on(type)) });
    expect(issue.refDependencies?.map((edge) => edge.kind)).toEqual([
      'blocked-by',
      'parent',
      'related',
      'duplicate-of',
      'waits-for',
    ]);
    expect(issue.metadata).toEqual({});
  });

  test.each([
    ['gh-1061', { source: 'github', ref: '1061', url: null }],
    ['jira-PROJ-1', { source: 'jira', ref: 'PROJ-1', url: null }],
    ['PROJ-1', { source: 'external', ref: 'PROJ-1', url: null }],
    [
      'https://example.com/spec.md',
      {
        source: 'external',
        ref: 'https://example.com/spec.md',
        url: 'https://example.com/spec.md',
      },
    ],
    [
      'https://github.com/o/r/issues/7',
      { source: 'github', ref: 'o/r#7', url: 'https://github.com/o/r/issues/7' },
    ],
  ])('[IMP10] external reference %s', (external_ref, link) => {
    expect(record({ external_ref }).links).toEqual([link]);
  });
});

describe('nothing is lost', () => {
  test('[IMP9] each field has its place', () => {
    const issue = record({
      status: 'closed',
      description: 'It crashes.',
      design: 'Use a lock.',
      acceptance_criteria: 'It starts.',
      notes: 'Seen twice.',
      priority: 0,
      issue_type: 'bug',
      assignee: 'beads/crew/dave',
      labels: ['backend', 'backend', 'urgent'],
      created_by: 'stevey',
      created_at: '2026-01-12T02:16:51.123999-08:00',
      updated_at: '2026-01-12T02:16:51.999999999Z',
      closed_at: '2026-01-13T00:00:00+01:00',
      close_reason: 'Done',
      defer_until: '2026-02-01T00:00:00Z',
      estimated_minutes: 90,
      comments: [
        {
          id: 7,
          issue_id: 'bd-1',
          author: 'ada',
          text: 'Yes.\r\nNo.',
          created_at: '2026-01-12T03:00:00Z',
        },
      ],
      ephemeral: true,
      timeout: 1_800_000_000_000,
    });
    expect(issue).toEqual({
      source: 'beads',
      ref: 'bd-1',
      title: 'Crash on start',
      body: 'It crashes.\n\n## Design\n\nUse a lock.\n\n## Acceptance criteria\n\nIt starts.\n\n## Notes\n\nSeen twice.',
      state: 'closed',
      deleted: false,
      author: 'stevey',
      createdMs: Date.parse('2026-01-12T10:16:51.123Z'),
      updatedMs: Date.parse('2026-01-12T02:16:51.999Z'),
      closedMs: Date.parse('2026-01-12T23:00:00Z'),
      priority: 0,
      type: 'bug',
      reason: 'Done',
      due: null,
      defer: '2026-02-01T00:00:00.000Z',
      estimateMinutes: 90,
      assignees: ['beads/crew/dave'],
      labels: ['backend', 'urgent'],
      links: [],
      refDependencies: [],
      comments: [
        {
          ref: '7',
          author: 'ada',
          createdMs: Date.parse('2026-01-12T03:00:00Z'),
          body: 'Yes.\nNo.',
        },
      ],
      metadata: { 'beads.ephemeral': true, 'beads.timeout': 1_800_000_000_000 },
    });
  });

  test('[IMP9] what has the wrong type or no place is kept as it is', () => {
    const odd = {
      priority: 'high',
      labels: ['a', 5],
      assignee: ['ada'],
      closed_at: '2026-01-13T00:00:00Z',
      close_reason: 'reopened since',
      dependencies: [{ depends_on_id: 'bd-1', type: 'blocks' }, { type: 'blocks' }, null],
      comments: [{ text: 'no id' }],
    };
    const { metadata, labels } = record(odd);
    expect(labels).toEqual(['a']);
    expect(metadata).toEqual(
      Object.fromEntries(Object.entries(odd).map(([key, value]) => [`beads.${key}`, value])),
    );
  });

  test('[IMP6] [IMP9] texts beyond our limits are moved, not cut off', () => {
    const title = `${'a'.repeat(510)}😀 end\u0007of title`;
    const issue = record({
      title,
      description: 'body\0\ttext',
      status: 'closed',
      close_reason: 'why '.repeat(200),
    });
    expect(issue.title.length).toBeLessThanOrEqual(512);
    expect(issue.title).not.toMatch(/[\ud800-\udbff]…$/);
    expect(`${issue.title}${issue.body}`.replaceAll('…', '')).toBe(
      `${'a'.repeat(510)}😀 end of title\n\nbody\ttext`,
    );
    expect(issue.reason).toHaveLength(512);
    expect(issue.metadata?.['beads.close_reason']).toBe('why '.repeat(200));
    expect(record({ design: 'x', big: 'y'.repeat(70_000) }).body).toMatch(
      /^## Design\n\nx\n\n## beads.big\n\ny+$/,
    );
    expect(record({ title: ' \n ' }).title).toBe('(no title)');
  });

  test('[IMP4] keys that name prototypes are data', () => {
    const hostile = JSON.parse(
      '{"id":"bd-1","title":"t","__proto__":{"admin":true},"constructor":{"prototype":1},"a/b c":1,"":2}',
    ) as unknown;
    const parsed = parseBeads(hostile);
    const metadata = 'record' in parsed ? (parsed.record.metadata ?? {}) : {};
    expect(Object.keys(metadata).toSorted()).toEqual([
      'beads.@other',
      'beads.__proto__',
      'beads.constructor',
    ]);
    expect(Object.keys(metadata['beads.@other'] as object)).toEqual(['a/b c', '']);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    expect(Object.getPrototypeOf(metadata)).toBeNull();
  });
});

describe('refused', () => {
  test('[IMP3] without identity or title', () => {
    for (const id of [undefined, null, 5, '', ' ', 'a\nb'])
      expect(rejected({ id })).toContain('id');
    for (const title of [undefined, null, 5, {}])
      expect(rejected({ title })).toBe('bd-1: title is not a text');
    for (const value of [null, undefined, 1, 'x', [], true])
      expect(parseBeads(value)).toEqual({ rejected: 'not an object' });
  });

  test('[IMP5] dates that are none', () => {
    for (const text of [
      'yesterday',
      '2026-02-30T00:00:00Z',
      '2026-01-01',
      '2026-01-01T25:00:00Z',
      '1969-01-01T00:00:00Z',
      5,
    ]) {
      expect(rejected({ updated_at: text })).toContain('updated_at is not an RFC 3339 time');
    }
    expect(rejected({ comments: [{ id: 1, text: '', created_at: 'x' }] })).toContain(
      'comment: created_at',
    );
    expect(rejected({ due_at: 'soon' })).toContain('due_at');
    expect(record({ closed_at: '0001-01-01T00:00:00Z', updated_at: '' }).closedMs).toBeNull();
  });

  test('[IMP7] limits', () => {
    let deep: unknown = 0;
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(parseBeads({ ...plain, deep })).toEqual({ rejected: 'nested too deep' });
    expect(rejected({ labels: Array.from({ length: 201 }, (_, n) => `l${n}`) })).toContain(
      '201 labels; at most 200',
    );
    expect(rejected({ description: 'x'.repeat(4 * 1024 * 1024 + 1) })).toContain('the body has');
    expect(rejected({ assignee: 'x'.repeat(201) })).toContain('a name has 201');
  });

  test('[IMP3] memories and other things that are no issues are skipped', () => {
    expect(parseBeads({ _type: 'memory', key: 'a' })).toEqual({
      skipped: 'a beads "memory", not an issue',
    });
  });

  test('[IMP3] nothing makes it throw', () => {
    const keys =
      'id title status priority labels dependencies comments created_at closed_at due_at external_ref close_reason __proto__';
    const field = fc.tuple(fc.constantFrom(...keys.split(' ')), fc.anything({ maxDepth: 3 }));
    fc.assert(
      fc.property(fc.array(field), fc.boolean(), (fields, isTitled) => {
        const object: unknown = JSON.parse(JSON.stringify(Object.fromEntries(fields)) ?? '{}');
        const parsed = parseBeads(isTitled ? { ...(object as object), ...plain } : object);
        expect(['record', 'rejected', 'skipped']).toContain(Object.keys(parsed)[0]);
      }),
      { numRuns: 500 },
    );
  });
});

const folder = process.env['ISSUE_FACADE_DATA'];

describe.skipIf(folder === undefined)(
  'real data (skipped unless ISSUE_FACADE_DATA names a folder with beads-issues.jsonl)',
  () => {
    test('[IMP9] [IMP10] 3,077 real issues are read whole', async () => {
      const text = await readFile(join(folder ?? '', 'beads-issues.jsonl'), 'utf8');
      const records: ImportRecord[] = [];
      for await (const line of jsonRecords([text])) {
        if (!('value' in line)) throw new Error(`line ${line.line}: ${line.error}`);
        if (records.length === 0) expect(detectFormat(line.value)).toBe('beads');
        const parsed = parseBeads(line.value);
        if (!('record' in parsed)) throw new Error(`line ${line.line}: ${JSON.stringify(parsed)}`);
        records.push(parsed.record);
      }
      const count = (is: (issue: ImportRecord) => boolean): number => records.filter(is).length;
      expect(records).toHaveLength(3_077);
      expect(count((issue) => issue.deleted !== true)).toBe(2_731);
      expect(count((issue) => issue.deleted === true)).toBe(346);
      const live = (state: string) => (issue: ImportRecord) =>
        issue.deleted !== true && issue.state === state;
      expect(['open', 'in-progress', 'closed'].map((state) => count(live(state)))).toEqual([
        344, 37, 2_350,
      ]);
      const edges = records.flatMap((issue) => issue.refDependencies ?? []);
      expect(edges).toHaveLength(1_452);
      expect(edges.filter((edge) => edge.kind === 'blocked-by')).toHaveLength(666);
      expect(edges.filter((edge) => edge.kind === 'parent')).toHaveLength(702);
      expect(records.flatMap((issue) => issue.comments ?? [])).toHaveLength(16);
      expect(records.flatMap((issue) => issue.labels ?? [])).toHaveLength(79);
      expect(records.flatMap((issue) => issue.links ?? [])).toHaveLength(16);
      const kept = new Set(records.flatMap((issue) => Object.keys(issue.metadata ?? {})));
      expect([...kept].toSorted()).toEqual([
        'beads.await_id',
        'beads.await_type',
        'beads.close_reason',
        'beads.delete_reason',
        'beads.deleted_at',
        'beads.deleted_by',
        'beads.ephemeral',
        'beads.original_type',
        'beads.status',
        'beads.timeout',
      ]);
    });
  },
);
