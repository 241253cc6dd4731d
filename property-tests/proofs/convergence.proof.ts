/**
 * `npm run proof -- convergence`: the laws of convergence over at least PROOF_CASES histories (10,000), or as many as
 * PROOF_SECONDS allow. PBT_SEED repeats a run.
 */
import { expect, test } from 'vitest';
import { assertConverges, MILD_SKEW_MS, seedOfRun, WILD_SKEW_MS } from '../support/world-run.js';

const cases = Number(process.env['PROOF_CASES'] ?? 10_000);
const seconds = Number(process.env['PROOF_SECONDS'] ?? 0);
const seed = seedOfRun();

const FLEETS = [
  {
    name: 'clocks minutes apart',
    share: 0.7,
    actionsMax: 90,
    fleet: { skewMaxMs: MILD_SKEW_MS, ordered: true },
  },
  {
    name: 'clocks a year apart',
    share: 0.29,
    actionsMax: 60,
    fleet: { skewMaxMs: WILD_SKEW_MS, ordered: false },
  },
  {
    name: 'thousands of edits',
    share: 0.01,
    actionsMax: 60,
    fleet: { skewMaxMs: MILD_SKEW_MS, ordered: true, burst: 280 },
  },
] as const;

test.each(FLEETS)('[L7, DOC4, DOC5, ACT1–ACT3] $name', ({ name, share, actionsMax, fleet }) => {
  const timed = seconds > 0 ? { untilMs: Math.round((seconds * 1_000) / FLEETS.length) } : {};
  const run = { cases: Math.ceil(cases * share), seed, actionsMax, ...timed };
  const counts = assertConverges(fleet, run);
  console.info(`convergence, ${name}: PBT_SEED=${seed}`, JSON.stringify(counts));
  expect(counts.histories).toBeGreaterThan(0);
});
