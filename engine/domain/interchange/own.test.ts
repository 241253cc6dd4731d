import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Activity, Change } from '../activity.js';
import type { ClaimId, CommentId, IssueId } from '../ids.js';
import { ID_ALPHABET } from '../ids.js';
import type { Issue } from '../issue.js';
import { singleLine } from '../text.js';
import { parseBeads } from './beads.js';
import { detectFormat } from './detect-format.js';
import { decodeOwn } from './own-decode.js';
import type { OwnRecord } from './own-record.js';
import { encodeOwn } from './own.js';

const MS = fc.integer({ min: 0, max: 253_402_300_799_999 });
const orNull = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(arbitrary, { nil: null });
const code = (length: number): fc.Arbitrary<string> =>
  fc.string({
    unit: fc.constantFrom(...ID_ALPHABET.split('')),
    minLength: length,
    maxLength: length,
  });
const issueId = code(9).map((rest) => `a${rest}` as IssueId);
/** Any Unicode but NUL: what a replica stores. */
const text = fc
  .string({ unit: 'binary', maxLength: 20 })
  .map((value) => value.replaceAll('\0', ''));
/** One line as a replica stores it. */
const line = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((value) => singleLine(`x${value}x`));
const json = fc.jsonValue({ maxDepth: 3 });
const names = fc.uniqueArray(line, { maxLength: 4 });

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), field: line, to: json }),
  fc.record({ kind: fc.constant('set' as const), field: line, from: json, to: json }),
  fc.record({
    kind: fc.constantFrom('add' as const, 'remove' as const),
    set: fc.constant('labels' as const),
    element: line,
  }),
  fc.record({ kind: fc.constant('body' as const), chars: fc.nat(), crc: fc.nat() }),
  fc.record({
    kind: fc.constant('comment' as const),
    op: fc.constant('edit' as const),
    id: code(12),
    chars: fc.nat(),
  }),
  fc.record({ kind: fc.constant('checkpoint' as const), name: line, note: orNull(text) }),
  fc.record({
    kind: fc.constant('claim' as const),
    op: fc.constant('steal' as const),
    claimId: code(26),
    agent: line,
    c: fc.nat(),
    t: fc.nat(),
    reason: orNull(text),
  }),
  fc.record({ kind: fc.constant('link' as const), source: line, ref: line }),
);

const issueArbitrary: fc.Arbitrary<Issue> = issueId.chain((id) =>
  fc.record<Issue>({
    id: fc.constant(id),
    title: line,
    body: text,
    state: fc.constantFrom('open', 'in-progress', 'closed'),
    reason: orNull(text),
    priority: fc.constantFrom(null, 0, 1, 2, 3, 4),
    type: orNull(line),
    labels: names,
    assignees: names,
    milestone: orNull(line),
    due: fc.constantFrom(null, '2026-11-30'),
    defer: fc.constantFrom(null, '2026-11-30T12:00:00.000Z'),
    estimateMinutes: orNull(fc.nat({ max: 10_000_000 })),
    dependencies: fc.array(
      fc.record({ kind: fc.constantFrom('blocked-by', 'parent', 'waits-for'), target: issueId }),
    ),
    comments: fc.array(
      fc.record({
        id: code(12).map((value) => value as CommentId),
        author: line,
        createdMs: MS,
        editedMs: orNull(MS),
        body: text,
      }),
      { maxLength: 3 },
    ),
    author: line,
    createdMs: MS,
    updatedMs: MS,
    closedMs: orNull(MS),
    deleted: fc.boolean(),
    work: fc.record({
      agent: orNull(line),
      // Plus 0: JSON has no negative zero.
      progress: orNull(fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0)),
      status: orNull(text),
      stage: orNull(line),
      next: orNull(text),
      checkpoints: fc.array(fc.record({ name: line, note: orNull(text), agent: line, atMs: MS }), {
        maxLength: 3,
      }),
      metadata: fc
        .array(
          fc.tuple(fc.oneof(line, fc.constantFrom('__proto__', 'constructor', '10', '9')), json),
        )
        .map((entries) => new Map<string, unknown>(entries)),
    }),
    links: fc.array(fc.record({ source: line, ref: line, url: orNull(line) }), { maxLength: 3 }),
    claim: orNull(
      fc.record({
        claimId: code(26).map((value) => value as ClaimId),
        agent: line,
        session: text,
        token: fc.record({ c: fc.nat(), t: fc.nat() }),
        state: fc.constantFrom('held' as const, 'expired' as const),
        arbiter: orNull(line),
        ttlMs: fc.nat(),
        expiresInMs: fc.nat(),
        expiresAtMs: MS,
        sinceMs: MS,
      }),
    ),
    conflicts: fc.uniqueArray(
      fc.record({
        field: line,
        winner: json,
        losers: fc.array(fc.record({ value: json, atMs: MS, incarnation: code(8) }), {
          maxLength: 2,
        }),
      }),
      { selector: (conflict) => conflict.field, maxLength: 2 },
    ),
    activity: fc.uniqueArray(
      fc.record<Activity>({
        id: code(16),
        issue: fc.constant(id),
        atMs: MS,
        agent: line,
        agentType: orNull(line),
        via: line,
        verb: line,
        changes: fc.array(change, { maxLength: 3 }),
      }),
      { selector: (entry) => entry.id, maxLength: 3 },
    ),
    revision: text,
  }),
);

/** What another replica does with a record: nothing may be missing for it. */
function recreate(record: OwnRecord): Issue {
  const { claim } = record;
  return {
    id: record.id,
    title: record.title,
    body: record.body,
    state: record.state,
    reason: record.reason ?? null,
    priority: record.priority ?? null,
    type: record.type ?? null,
    labels: record.labels ?? [],
    assignees: record.assignees ?? [],
    milestone: record.milestone ?? null,
    due: record.due ?? null,
    defer: record.defer ?? null,
    estimateMinutes: record.estimateMinutes ?? null,
    dependencies: record.dependencies,
    comments: record.comments,
    author: record.author,
    createdMs: record.createdMs,
    updatedMs: record.updatedMs,
    closedMs: record.closedMs ?? null,
    deleted: record.deleted,
    work: record.work,
    links: record.links,
    claim: claim === null ? null : { ...claim, state: 'expired', expiresInMs: 0, expiresAtMs: 0 },
    conflicts: record.conflicts,
    activity: record.activity,
    revision: '',
  };
}

function decode(encoded: string): OwnRecord {
  const parsed = decodeOwn(JSON.parse(encoded));
  if (!('record' in parsed)) throw new Error(parsed.rejected);
  return parsed.record;
}

const [sample] = fc.sample(issueArbitrary, { numRuns: 1, seed: 7 });
const line0 = sample === undefined ? '' : encodeOwn(sample);
const object = JSON.parse(line0) as Record<string, unknown>;

describe('own format', () => {
  test('[IMP12] what is decoded encodes to the same bytes', () => {
    fc.assert(
      fc.property(issueArbitrary, (issue) => {
        const encoded = encodeOwn(issue);
        expect(encoded).not.toContain('\n');
        expect(encodeOwn(recreate(decode(encoded)))).toBe(encoded);
      }),
      { numRuns: 300 },
    );
  });

  test('[IMP12] everything but what readers derive comes back', () => {
    fc.assert(
      fc.property(issueArbitrary, (issue) => {
        const back = recreate(decode(encodeOwn(issue)));
        expect(back).toMatchObject({
          id: issue.id,
          title: issue.title,
          body: issue.body,
          author: issue.author,
        });
        expect(back.work).toEqual({ ...issue.work, metadata: expect.any(Map) as unknown });
        expect(metadataText(back)).toBe(metadataText(issue));
        expect(new Set(back.labels)).toEqual(new Set(issue.labels));
        expect(back.comments.map((comment) => comment.id).toSorted()).toEqual(
          issue.comments.map((comment) => comment.id).toSorted(),
        );
        expect(back.claim?.token).toEqual(issue.claim?.token);
      }),
    );
  });

  test('[IMP13] order of sets and keys does not change the bytes', () => {
    fc.assert(
      fc.property(issueArbitrary, (issue) => {
        const turned: Issue = {
          ...issue,
          labels: issue.labels.toReversed(),
          assignees: issue.assignees.toReversed(),
          dependencies: issue.dependencies.toReversed(),
          activity: issue.activity.toReversed(),
          work: { ...issue.work, metadata: new Map([...issue.work.metadata].toReversed()) },
          claim:
            issue.claim === null ? null : { ...issue.claim, state: 'expiring', expiresInMs: 5 },
          revision: 'other',
        };
        expect(encodeOwn(turned)).toBe(encodeOwn(issue));
      }),
    );
  });

  test('[IMP13] the marks come first', () => {
    expect(line0.startsWith(`{"schema":1,"issue":"${String(object['issue'])}","title":`)).toBe(
      true,
    );
  });

  test('[IMP1] [IMP12] the record is keyed by the id of the issue', () => {
    const record = decode(line0);
    expect([record.source, record.ref, record.id]).toEqual([
      'own',
      object['issue'],
      object['issue'],
    ]);
  });

  test.each([
    ['issue', 'nonsense', 'issue is not an issue id'],
    ['schema', 2, 'schema 2 is not 1'],
    ['title', 5, 'title is not a text'],
    ['state', 'done', 'state is not one of'],
    ['createdAt', 'yesterday', 'createdAt is not an RFC 3339 time'],
    ['priority', 9, 'priority is not a number from 0 to 4'],
    ['labels', ['a', 1], 'labels[1] is not a text: 1'],
    [
      'dependencies',
      [{ kind: 'blocked-by', target: 'x' }],
      'dependencies[0].target is not an issue id',
    ],
    ['comments', [{ id: 'aaaaaaaaaaaa', body: '', createdAt: 1 }], 'comments[0].createdAt'],
    ['work', { progress: 2 }, 'work.progress is not a number from 0 to 1'],
    ['activity', [{ changes: [{ kind: 'dance' }] }], 'activity[0].'],
    ['claim', [], 'claim is not an object: a list'],
  ])('[IMP3] [IMP12] a wrong %s is refused', (key, value, reason) => {
    const parsed = decodeOwn({ ...object, [key]: value });
    expect('rejected' in parsed && parsed.rejected).toContain(reason);
  });

  test('[IMP3] an issue needs no more than its identity, title, state and time', () => {
    const parsed = decodeOwn({
      schema: 1,
      issue: 'a000000000',
      title: 't',
      state: 'open',
      createdAt: '2026-01-01T00:00:00Z',
    });
    expect(parsed).toMatchObject({
      record: { id: 'a000000000', comments: [], deleted: false, claim: null },
    });
  });

  test('[IMP6] [IMP7] texts and depth are what a replica would store', () => {
    expect(decodeOwn({ ...object, title: 'a\u0000\nb', body: '\u0000\ud800' })).toMatchObject({
      record: { title: 'a b', body: '\ufffd' },
    });
    let deep: unknown = 0;
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    for (const hostile of [
      { work: { metadata: { deep } } },
      { conflicts: [{ field: 'x', winner: deep }] },
      { title: deep },
    ]) {
      expect(decodeOwn({ ...object, ...hostile })).toHaveProperty('rejected');
    }
  });

  test('[IMP3] nothing makes it throw', () => {
    const field = fc.tuple(fc.constantFrom(...Object.keys(object)), fc.anything({ maxDepth: 4 }));
    fc.assert(
      fc.property(fc.array(field, { maxLength: 3 }), (fields) => {
        const hostile: unknown = JSON.parse(
          JSON.stringify({ ...object, ...Object.fromEntries(fields) }),
        );
        expect(['record', 'rejected']).toContain(Object.keys(decodeOwn(hostile))[0]);
      }),
      { numRuns: 500 },
    );
  });
});

/** Metadata as text in which neither the order of keys nor a prototype makes a difference. */
function metadataText(issue: Issue): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
    return { entries: sortedEntries(Object.entries(value)) };
  };
  const sortedEntries = (entries: readonly [string, unknown][]): readonly unknown[] =>
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, sorted(value)]);
  return JSON.stringify(sortedEntries([...issue.work.metadata]));
}

describe('formats', () => {
  test('[IMP2] are told by their marks', () => {
    expect(detectFormat(object)).toBe('own');
    const bead = { id: 'bd-1', title: 't', status: 'open', priority: 2, issue_type: 'task' };
    expect(detectFormat(bead)).toBe('beads');
    expect(parseBeads(bead)).toHaveProperty('record');
    expect(detectFormat({ number: 1, title: 't', state: 'OPEN' })).toBe('github');
    expect(detectFormat({ url: 'https://api.github.com/x', html_url: 'x', id: 5, number: 1 })).toBe(
      'github',
    );
    for (const other of [null, [], 'x', 5, {}, { id: 'x' }, { number: 1 }, { title: 't' }]) {
      expect(detectFormat(other)).toBeNull();
    }
  });
});
