import { describe, expect, test } from 'vitest';
import { decodeOwn } from '../domain/interchange/own-decode.js';
import { FIXTURE_ISSUE, playHistory, type Step } from '../testing/play-history.js';
import { lineOf, restoredFrom } from '../testing/restored-line.js';
import { projectDocument } from './project.js';
import { recall } from './recall.js';

describe('restoring', () => {
  test('[RST1, ACT2] a long history is folded again', () => {
    const steps: Step[] = Array.from({ length: 700 }, (_, n) => ({
      by: 0,
      afterMs: 1,
      mutations: [{ op: 'set', field: 'title', value: `t${n}` }],
      sourceMs: null,
    }));
    const [doc] = playHistory(steps);
    const line = lineOf(doc!);
    const again = restoredFrom(line);
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
    const tokens = [
      ...projectDocument(restoredFrom(lineOf(doc!)), FIXTURE_ISSUE).claims.values(),
    ].map(({ c }) => c);
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
    expect(lineOf(restoredFrom(line))).toBe(line);
  });
});
