import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Priority } from '../issue.js';
import type { IssueRow, RowClaim } from '../row.js';
import { buildGraph } from './issue-graph.js';
import { compareReady } from './ready.js';
import { idOf, on, rowOf } from './row-fixture.js';

const NOW_MS = 1_000_000_000;
const context = { nowMs: NOW_MS, isClaimLive: (row: IssueRow) => row.claim !== null };
const claim: RowClaim = {
  claimId: 'c',
  agent: 'codex-2',
  session: '',
  ttlMs: 60_000,
  renewals: 0,
  sinceMs: 0,
  c: 1,
  t: 0,
  by: 'local',
};

const codes = (row: IssueRow, others: readonly IssueRow[] = []): readonly string[] =>
  buildGraph([row, ...others])
    .whyNotReady(row, context)
    .map((reason) => reason.code);

describe('ready', () => {
  test('[DEP10] a plain open issue is ready, also when its deferral has ended', () => {
    for (const deferMs of [null, NOW_MS, NOW_MS - 1]) {
      const row = rowOf(0, { deferMs });
      expect(buildGraph([row]).isReady(row, context)).toBe(true);
      expect(codes(row)).toEqual([]);
    }
  });

  test('[DEP10] each hindrance has its code', () => {
    expect(codes(rowOf(0, { deleted: true }))).toEqual(['deleted']);
    expect(codes(rowOf(0, { state: 'closed' }))).toEqual(['closed']);
    expect(codes(rowOf(0, { state: 'in-progress' }))).toEqual(['in-progress']);
    expect(codes(rowOf(0, { claim }))).toEqual(['claimed']);
    expect(codes(rowOf(0, { deferMs: NOW_MS + 1 }))).toEqual(['deferred']);
    expect(codes(rowOf(0, { dependencies: [on(1)] }), [rowOf(1)])).toEqual(['blocked']);
  });

  test('[DEP10] all reasons are told at once, in words and with the issues they are about', () => {
    const row = rowOf(0, { dependencies: [on(2), on(1)], claim, deferMs: NOW_MS + 90 * 60_000 });
    const reasons = buildGraph([row, rowOf(1), rowOf(2)]).whyNotReady(row, context);
    expect(reasons).toEqual([
      { code: 'blocked', text: 'it waits for 2 open issues', ids: [idOf(1), idOf(2)] },
      { code: 'claimed', text: 'it is claimed by codex-2', ids: [] },
      { code: 'deferred', text: 'it is deferred for another 2 hours', ids: [] },
    ]);
  });

  test('[DEP8] members of a cycle are never ready and are shown the cycle', () => {
    const rows = [0, 1, 2].map((n) => rowOf(n, { dependencies: [on((n + 1) % 3)] }));
    const graph = buildGraph(rows);
    for (const row of rows) expect(graph.isReady(row, context)).toBe(false);
    const reason = graph.whyNotReady(rowOf(1), context).find(({ code }) => code === 'cycle');
    expect(reason?.ids).toEqual([idOf(1), idOf(2), idOf(0)]);
  });

  test('[DEP10] there is a reason exactly when it is not ready', () => {
    const rowArbitrary = fc
      .record({
        state: fc.constantFrom('open' as const, 'in-progress' as const, 'closed' as const),
        deleted: fc.boolean(),
        claim: fc.constantFrom(null, claim),
        deferMs: fc.constantFrom(null, NOW_MS - 1, NOW_MS, NOW_MS + 1, Number.NaN),
        dependencies: fc.constantFrom([], [on(1)], [on(2)], [on(0)]),
      })
      .map((change) => rowOf(0, change));
    fc.assert(
      fc.property(rowArbitrary, (row) => {
        const graph = buildGraph([row, rowOf(1), rowOf(2, { state: 'closed' })]);
        expect(graph.whyNotReady(row, context).length === 0).toBe(graph.isReady(row, context));
      }),
    );
  });
});

describe('order', () => {
  test('[DEP11] urgent first, none last, then oldest, then id', () => {
    const row = (n: number, priority: Priority | null, createdMs: number): IssueRow =>
      rowOf(n, { priority, createdMs });
    const rows = [row(1, null, 0), row(2, 4, 0), row(3, 0, 9), row(5, 0, 3), row(4, 0, 3)];
    expect(rows.toSorted(compareReady).map((r) => r.id)).toEqual([4, 5, 3, 2, 1].map(idOf));
  });
});
