import { expect, test } from 'vitest';
import { idOf, on, rowOf } from '../graph/row-fixture.js';
import type { IssueRow, RowClaim } from '../row.js';
import { compileQuery } from './compile.js';
import { parseQuery } from './parse.js';
import { compiled, contextOf, DAY_MS, found, NOW_MS } from './query-fixture.js';

const CLAIM: RowClaim = {
  claimId: 'c',
  agent: 'Ada',
  session: 's',
  ttlMs: 60_000,
  renewals: 0,
  sinceMs: NOW_MS - 1_000,
  c: 1,
  t: 1,
  by: null,
};

const ROWS: readonly IssueRow[] = [
  rowOf(1, {
    title: 'Crash on start',
    labels: ['Bug', 'ui'],
    assignees: ['ada'],
    priority: 0,
    createdMs: 1,
  }),
  rowOf(2, {
    title: 'Slow list',
    state: 'in-progress',
    labels: ['perf'],
    priority: 2,
    createdMs: 2,
    dependencies: [on(1)],
  }),
  rowOf(3, {
    title: 'Docs',
    state: 'closed',
    reason: 'Not-Planned',
    author: 'bob',
    closedMs: 5,
    createdMs: 3,
    remotes: ['github#42'],
  }),
  rowOf(4, {
    title: 'Epic',
    milestone: 'Q1 Release',
    type: 'epic',
    createdMs: 4,
    commentCount: 3,
    commenters: ['Cy'],
    mentions: ['dan'],
  }),
  rowOf(5, {
    title: 'Child',
    createdMs: 5,
    dependencies: [on(4, 'parent')],
    claim: CLAIM,
    conflicted: true,
    hasBody: true,
    dueMs: 9,
  }),
  rowOf(6, {
    title: 'Expired',
    createdMs: 6,
    author: '',
    claim: { ...CLAIM, sinceMs: NOW_MS - DAY_MS },
    reactionCount: 2,
  }),
];

function numbers(query: string): number[] {
  return found(query, { rows: ROWS })
    .map((id) => Number(id.slice(1)))
    .sort((a, b) => a - b);
}

test.each([
  ['', [1, 2, 3, 4, 5, 6]],
  ['is:open', [1, 2, 4, 5, 6]],
  ['is:closed', [3]],
  ['is:in-progress', [2]],
  ['is:claimed', [5]],
  ['is:ready', [1, 4, 6]],
  ['is:blocked', [2]],
  ['is:blocking', [1]],
  ['is:assigned', [1]],
  ['is:unassigned', [2, 3, 4, 5, 6]],
  ['is:unsynced', []],
  ['is:conflicted', [5]],
  ['is:issue', [1, 2, 3, 4, 5, 6]],
  ['-is:issue', []],
  ['is:closed,in-progress', [2, 3]],
  ['assignee:me', [1]],
  ['assignee:ADA', [1]],
  ['assignee:none', [2, 3, 4, 5, 6]],
  ['assignee:*', [1]],
  ['assignee:"me"', []],
  ['author:bob', [3]],
  ['author:none', [6]],
  ['commenter:cy', [4]],
  ['mentions:@dan', [4]],
  ['involves:dan,bob', [3, 4]],
  ['involves:none', [6]],
  ['claimed-by:ada', [5]],
  ['claimed-by:me', [5]],
  ['claimed-by:none', [1, 2, 3, 4, 6]],
  ['label:bug', [1]],
  ['label:bug,perf', [1, 2]],
  ['label:bug label:ui', [1]],
  ['label:bug label:perf', []],
  ['-label:bug,perf', [3, 4, 5, 6]],
  ['label:*', [1, 2]],
  ['milestone:"q1 release"', [4]],
  ['type:EPIC', [4]],
  ['reason:not-planned', [3]],
  ['remote:github', [3]],
  ['remote:github#42', [3]],
  ['remote:42', [3]],
  ['remote:*', [3]],
  ['priority:critical', [1]],
  ['priority:>=high', [1]],
  ['priority:<high', [2]],
  ['priority:p0..p2', [1, 2]],
  ['priority:p2..p0', [1, 2]],
  ['priority:*..medium', [2]],
  ['priority:*', [1, 2]],
  ['comments:>2', [4]],
  ['comments:0', [1, 2, 3, 5, 6]],
  ['comments:1..3', [4]],
  ['reactions:>0', [6]],
  ['no:label,priority', [3, 4, 5, 6]],
  ['-no:label', [1, 2]],
  ['has:label', [1, 2]],
  ['has:parent', [5]],
  ['has:child', [4]],
  ['has:blocker', [2]],
  ['has:claim', [5]],
  ['has:body', [5]],
  ['has:comment', [4]],
  ['has:due', [5]],
  ['has:milestone', [4]],
  ['has:remote', [3]],
  ['has:assignee', [1]],
  ['has:priority', [1, 2]],
  [`blocks:${idOf(2)}`, [1]],
  [`blocked-by:${idOf(1)}`, [2]],
  [`parent:${idOf(4)}`, [5]],
  [`child-of:${idOf(4)}`, [5]],
  [`id:${idOf(4)},${idOf(5)}`, [4, 5]],
  ['id:42', [3]],
  ['id:nosuch', []],
  ['claim-expires:<+10m', [5, 6]],
  ['claim-expires:>=@now', [5]],
  ['crash', [1]],
  ['title:"slow list"', [2]],
  ['bug', [1]],
  [idOf(3), [3]],
  ['github#42', []],
  ['42', [3]],
  ['crash OR docs', [1, 3]],
  ['-crash is:open -label:perf', [4, 5, 6]],
  ['->', [1, 2, 3, 4, 5, 6]],
])('[QRY25] %s', (query, expected) => {
  expect(numbers(query)).toEqual(expected);
});

test('[QRY9] more urgent is greater, and a range of priorities may be written from either end', () => {
  const rows = ([0, 1, 2, 3, 4, null] as const).map((priority, n) => rowOf(n, { priority }));
  const urgent = (query: string): (number | null)[] =>
    rows.filter((row) => compiled(query).matches(row)).map((row) => row.priority);
  expect(urgent('priority:>high')).toEqual([0]);
  expect(urgent('priority:>=P1')).toEqual([0, 1]);
  expect(urgent('priority:<medium')).toEqual([3, 4]);
  expect(urgent('priority:high..low')).toEqual([1, 2, 3]);
  expect(urgent('priority:low..high')).toEqual([1, 2, 3]);
  expect(urgent('priority:high..*')).toEqual([0, 1]);
  expect(urgent('-priority:<=critical')).toEqual([null]);
});

test('[QRY25] an id prefix that fits several issues is refused', () => {
  expect(() => compiled('id:a', { rows: ROWS })).toThrow(
    expect.objectContaining({ code: 'ambiguous_id' }),
  );
});

test('[QRY25] text is read only for rows that everything cheaper lets through', () => {
  let reads = 0;
  const context = { ...contextOf({ rows: ROWS }), textOf: () => String((reads += 1)) };
  const query = compileQuery(parseQuery('crash -"x y" label:bug is:open'), context);
  expect(query.needsText).toBe(true);
  for (const row of ROWS) query.matches(row);
  expect(reads).toBe(1);
  expect(compileQuery(parseQuery('label:bug OR ->'), context).needsText).toBe(false);
});

test('[QRY8] results have a total order: the keys, then newest, then id; no priority stands last', () => {
  expect(found('sort:priority', { rows: ROWS }).map((id) => Number(id.slice(1)))).toEqual([
    1, 2, 6, 5, 4, 3,
  ]);
  expect(found('sort:priority-asc', { rows: ROWS }).map((id) => Number(id.slice(1)))).toEqual([
    2, 1, 6, 5, 4, 3,
  ]);
  expect(found('', { rows: ROWS })[0]).toBe(idOf(6));
  expect(found('sort:created-asc', { rows: ROWS })[0]).toBe(idOf(1));
  expect(found('sort:closed', { rows: ROWS })[0]).toBe(idOf(3));
  expect(found('sort:closed-asc', { rows: ROWS })[0]).toBe(idOf(3));
  expect(found('sort:comments', { rows: ROWS })[0]).toBe(idOf(4));
  expect(found('sort:id-desc', { rows: ROWS })[0]).toBe(idOf(6));
  const twins = [rowOf(2), rowOf(1)];
  expect(found('sort:updated', { rows: twins })).toEqual([idOf(1), idOf(2)]);
});

test('[QRY22] a search is ordered by relevance: the id that is named, then title, body', () => {
  const rows = [
    rowOf(1, { title: 'other' }),
    rowOf(2, { title: `see ${idOf(4)} crash` }),
    rowOf(3, { title: 'crash crash' }),
    rowOf(4, { title: 'x' }),
  ];
  const texts = new Map([[idOf(1) as string, { body: 'a crash' }]]);
  expect(found('crash', { rows, texts })).toEqual([idOf(2), idOf(3), idOf(1)]);
  expect(found(`${idOf(4)} OR crash`, { rows, texts })[0]).toBe(idOf(4));
  const query = compiled('crash -body:nothing', { rows, texts });
  expect(query.sort).toEqual([{ word: 'relevance', direction: 'desc' }]);
  expect(query.score(rows[0]!)).toBeGreaterThan(0);
  expect(query.score(rows[3]!)).toBe(0);
});

test('[QRY6] unknown names are remarks, not errors', () => {
  const known = {
    labels: new Set(['Bug', 'perf']),
    assignees: new Set(['ada']),
    milestones: new Set<string>(),
    types: new Set(['epic']),
  };
  const notes = (query: string): string[] => compiled(query, { rows: ROWS }).unknownValues(known);
  expect(notes('label:bgu,bug -assignee:adda milestone:none type:zzz id:nosuch author:x')).toEqual([
    'no label "bgu"; close: "Bug"',
    'no assignee "adda"; close: "ada"',
    'no milestone "none"; use no:milestone',
    'no type "zzz"',
    'no issue "nosuch"',
  ]);
  expect(notes('label:BUG assignee:ADA')).toEqual([]);
});

test('[QRY25] a hundred thousand rows are filtered in milliseconds', () => {
  const rows = Array.from({ length: 100_000 }, (_, i) =>
    rowOf(i, {
      priority: i % 5 === 0 ? 1 : null,
      createdMs: i,
      labels: i % 3 === 0 ? ['bug'] : [],
    }),
  );
  const query = compiled('is:open -label:ui label:Bug priority:>=high created:>7d');
  let bestMs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 5; round += 1) {
    const startMs = performance.now();
    let count = 0;
    for (const row of rows) if (query.matches(row)) count += 1;
    bestMs = Math.min(bestMs, performance.now() - startMs);
    expect(count).toBe(6_667);
  }
  expect(bestMs).toBeLessThan(50);
});
