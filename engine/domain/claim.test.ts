import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeHlc } from '../kernel/hlc.js';
import { claimMarginMs, claimWinner, silenceMs, type ClaimEntry } from './claim.js';
import type { ClaimId } from './ids.js';
import { planClaim } from './plan/plan-claim.js';

const entry = fc.record<ClaimEntry>({
  agent: fc.constantFrom('a', 'b'),
  replica: fc.constantFrom('r1', 'r2', 'r3'),
  session: fc.constant(''),
  c: fc.nat(3),
  t: fc.nat(2),
  prev: fc.constant(null),
  hlc: fc.nat(5).map((ms) => makeHlc(ms, 0)),
  ttlMs: fc.constant(60_000),
  renewals: fc.nat(3),
  renewedMs: fc.nat(),
  state: fc.constantFrom('held', 'released', 'lost'),
  by: fc.constantFrom('local', null),
});
const entries = fc
  .uniqueArray(fc.tuple(fc.string({ minLength: 1 }), entry), {
    selector: ([id]) => id,
    maxLength: 8,
  })
  .map((pairs) => pairs);

test('[CLM3] the winner does not depend on order, duplication or grouping of what was received', () => {
  fc.assert(
    fc.property(entries, fc.array(fc.nat()), (pairs, order) => {
      const shuffled = pairs
        .map((pair, i) => ({ pair, key: order[i] ?? i }))
        .sort((a, b) => a.key - b.key)
        .map(({ pair }) => pair);
      const whole = claimWinner(new Map(pairs));
      expect(claimWinner(new Map([...shuffled, ...pairs]))).toEqual(whole);
      const half = pairs.slice(0, pairs.length >> 1);
      const winners = [claimWinner(new Map(half)), claimWinner(new Map(pairs.slice(half.length)))];
      const merged = new Map(winners.flatMap((one) => (one === null ? [] : [one])));
      expect(claimWinner(merged)).toEqual(whole);
    }),
    { numRuns: 2_000 },
  );
});

test('[CLM2, CLM4] a grant outranks everything seen, whatever was seen', () => {
  fc.assert(
    fc.property(entries, (pairs) => {
      const claims = new Map(
        pairs.map(([id, one]) => [id, { ...one, state: 'released' as const }] as const),
      );
      const now = { wallMs: 9, bootId: 'b', uptimeMs: 9 };
      const granted = planClaim(
        { claims, seen: null, now },
        {
          name: 'x',
          who: { agent: 'z', session: '', replica: 'r9' },
          ttlMs: 60_000,
          steal: null,
          claimId: 'new' as ClaimId,
          hlc: makeHlc(0, 0),
          arbiter: 'local',
        },
      );
      const entry = granted.at(-1)?.entry as ClaimEntry;
      expect(claimWinner(new Map([...claims, ['new', entry]]))?.[0]).toBe('new');
      expect(entry.t).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test('[CLM5] a sign of life of another claim, renewal or boot counts nothing', () => {
  const seen = { claimId: 'x', renewals: 2, bootId: 'one', uptimeMs: 100 };
  const now = { wallMs: 0, bootId: 'one', uptimeMs: 600 };
  expect(silenceMs(seen, 'x', 2, now)).toBe(500);
  expect(silenceMs(seen, 'y', 2, now)).toBe(0);
  expect(silenceMs(seen, 'x', 3, now)).toBe(0);
  expect(silenceMs(seen, 'x', 2, { ...now, bootId: 'two' })).toBe(0);
  expect(silenceMs(seen, 'x', 2, { ...now, uptimeMs: 50 })).toBe(0);
  expect(silenceMs(null, 'x', 2, now)).toBe(0);
});

test('[CLM6] margins: a thirtieth, at least a second', () => {
  expect(claimMarginMs(30 * 60_000)).toBe(60_000);
  expect(claimMarginMs(30_000)).toBe(1_000);
});
