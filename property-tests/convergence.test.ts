/**
 * Five replicas write the same issues, on clocks that disagree, over a network that loses, repeats and reorders; in
 * the end everything reaches everybody. `PBT_SEED=… npm test` repeats a run; `npm run proof -- convergence` does more.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { droppedActivity, plainRegisters, wholesaleBody } from './support/world-bugs.js';
import {
  assertConverges,
  MILD_SKEW_MS,
  noCounts,
  seedOfRun,
  WILD_SKEW_MS,
  type Counts,
} from './support/world-run.js';

const seed = seedOfRun();
const mild = { skewMaxMs: MILD_SKEW_MS, ordered: true, strictSets: true };
const total = noCounts();

function add(counts: Counts): Counts {
  for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
  return counts;
}

afterAll(() => console.info(`convergence: PBT_SEED=${seed}`, JSON.stringify(total)));

describe('[L7] any exchange in any order, with loss, duplication and reordering, converges', () => {
  test('[DOC4, DOC5, ACT1, ACT3, CLM3, CLM4] on clocks minutes apart: equal, complete, in order, nothing lost', () => {
    const counts = add(assertConverges(mild, { cases: 1_000, seed }));
    expect(counts.conflicts).toBeGreaterThan(100);
    expect(counts.contested).toBeGreaterThan(5);
    expect(counts.lostBodies).toBeGreaterThan(0);
    expect(counts.claims).toBeGreaterThan(500);
  });

  test('[HLC3] on clocks a year apart: equal and complete, and causes still come before what replaced them', () => {
    add(assertConverges({ skewMaxMs: WILD_SKEW_MS, ordered: false }, { cases: 450, seed }));
  });

  test('[ACT2] with thousands of edits: folded entries are each there once and in order', () => {
    const counts = assertConverges({ ...mild, burst: 280 }, { cases: 12, seed, actionsMax: 40 });
    expect(add(counts).folded).toBeGreaterThan(5);
  });
});

describe('[L7] planted bugs are caught', () => {
  test.each([
    ['registers as plain map entries', plainRegisters],
    ['a body replaced as a whole', wholesaleBody],
    ['activity dropped where a conflict is settled', droppedActivity],
  ])('%s', (_, apply) => {
    expect(() => assertConverges({ ...mild, apply }, { cases: 1_000, seed, quick: true })).toThrow(
      /repeat: PBT_SEED/,
    );
  });
});
