import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Incarnation } from '../domain/ids.js';
import { decodeOwn } from '../domain/interchange/own-decode.js';
import { encodeOwn } from '../domain/interchange/own.js';
import { viewClaim } from '../domain/plan/plan-claim.js';
import { FIXTURE_ISSUE, histories, playHistory, type Step } from '../testing/issue-histories.js';
import { openDocument } from './open-document.js';
import { projectDocument } from './project.js';
import { recall } from './recall.js';
import { restoreIssue } from './restore.js';

const now = { wallMs: 1_760_000_000_000, bootId: 'b', uptimeMs: 0 };

/** As `verbs/to-issue.ts` does, without the `from` of changes: the doc room does not know it. */
function lineOf(doc: Y.Doc): string {
  const { claims, activity, schema: _schema, ...plain } = projectDocument(doc, FIXTURE_ISSUE);
  return encodeOwn({
    ...plain,
    claim: viewClaim({ claims, seen: null, now }),
    activity: activity(),
  });
}

function restored(line: string): Y.Doc {
  const parsed = decodeOwn(JSON.parse(line));
  if (!('record' in parsed)) throw new Error(JSON.stringify(parsed));
  const recalled = recall(parsed.record);
  if ('rejected' in recalled) throw new Error(recalled.rejected);
  const doc = openDocument(FIXTURE_ISSUE, [], 77 as Incarnation);
  restoreIssue(doc, recalled);
  // Read back from bytes, as another process would.
  return openDocument(FIXTURE_ISSUE, [Y.encodeStateAsUpdate(doc)], 78 as Incarnation);
}

describe('restoring', () => {
  test('[L7, RST1] any history comes back as the same line, conflicts, comments, claims and activity included', () => {
    let conflicts = 0;
    let claims = 0;
    fc.assert(
      fc.property(histories, (steps: readonly Step[]) => {
        for (const doc of playHistory(steps)) {
          const line = lineOf(doc);
          conflicts += line.includes('"losers"') ? 1 : 0;
          claims += line.includes('"claim":{') ? 1 : 0;
          expect(lineOf(restored(line))).toBe(line);
        }
      }),
      { numRuns: 400 },
    );
    expect(conflicts, 'no history had a conflict: the test says nothing').toBeGreaterThan(20);
    expect(claims, 'no history had a claim: the test says nothing').toBeGreaterThan(20);
  });

  test('[RST1, ACT2] a long history is folded again', () => {
    const steps: Step[] = Array.from({ length: 700 }, (_, n) => ({
      by: 0,
      afterMs: 1,
      mutations: [{ op: 'set', field: 'title', value: `t${n}` }],
      sourceMs: null,
    }));
    const [doc] = playHistory(steps);
    const line = lineOf(doc!);
    const again = restored(line);
    expect(lineOf(again)).toBe(line);
    expect(again.getArray('t').length).toBeLessThan(100);
  });

  test('[RST1, L9] after a claim ended, the next token still rises above the last', () => {
    const entry = {
      replica: 'r',
      session: '',
      t: 0,
      prev: null,
      ttlMs: 60_000,
      renewals: 0,
      renewedMs: 1,
      by: 'local',
    };
    const hlc = '0lq3v8k2a00b' as never;
    const claim = { op: 'claim', claimId: 'a'.repeat(26), reason: null } as const;
    const [doc] = playHistory([
      {
        by: 0,
        afterMs: 1,
        mutations: [
          { ...claim, act: 'claim', entry: { ...entry, agent: 'ada', c: 4, hlc, state: 'held' } },
        ],
        sourceMs: null,
      },
      {
        by: 0,
        afterMs: 1,
        mutations: [
          {
            ...claim,
            act: 'release',
            entry: { ...entry, agent: 'ada', c: 4, hlc, state: 'released' },
          },
        ],
        sourceMs: null,
      },
    ]);
    const tokens = [...projectDocument(restored(lineOf(doc!)), FIXTURE_ISSUE).claims.values()].map(
      ({ c }) => c,
    );
    expect(tokens).toEqual([4]);
  });

  test('[RST2] what no document can say is rejected, not thrown', () => {
    const [doc] = playHistory([
      { by: 0, afterMs: 1, mutations: [{ op: 'body', text: 'b' }], sourceMs: null },
    ]);
    const object = JSON.parse(lineOf(doc!)) as { activity: { id: string }[]; conflicts: unknown[] };
    const rejected = (change: (copy: typeof object) => void): unknown => {
      const copy = structuredClone(object);
      change(copy);
      const parsed = decodeOwn(copy);
      return 'record' in parsed ? recall(parsed.record) : parsed;
    };
    expect(rejected(() => undefined)).not.toHaveProperty('rejected');
    for (const id of [
      '',
      'x',
      '0lq3v8k2a00b',
      '0lq3v8k2a00b-',
      '0lq3v8k2a00b-00a',
      '0lq3v8k2a00b-zzzzzzzzzzzz',
    ])
      expect(
        rejected((copy) => (copy.activity[0]!.id = id)),
        id,
      ).toHaveProperty('rejected');
    expect(rejected((copy) => (copy.activity[1]!.id = copy.activity[0]!.id))).toHaveProperty(
      'rejected',
    );
    const at = '2026-01-01T00:00:00.000Z';
    const losers = [
      { value: 1, at, incarnation: 'a' },
      { value: 2, at, incarnation: 'a' },
    ];
    expect(
      rejected((copy) => copy.conflicts.push({ field: 'title', winner: 'x', losers })),
    ).toHaveProperty('rejected');
  });

  test('[RST1] a line of another hand, without any activity, still comes back', () => {
    const [doc] = playHistory([]);
    const object = {
      ...(JSON.parse(lineOf(doc!)) as object),
      activity: [],
      updatedAt: '2027-01-01T00:00:00.000Z',
      state: 'closed',
      closedAt: '2026-12-01T00:00:00.000Z',
    };
    const line = JSON.stringify(object);
    expect(lineOf(restored(line))).toBe(line);
  });
});
