/** Whole histories of the simulated world, drawn and shrunk by fast-check, and a count of what happened in them. */
import fc from 'fast-check';
import { act } from './world-actions.js';
import { checkWorld } from './world-check.js';
import type { CheckOptions } from './world-compare.js';
import { Dice } from './world-dice.js';
import { isContested } from './world-model.js';
import { planEdit, projectDocument } from './world-rooms.js';
import { World, type Apply } from './world.js';

/** Clocks this far apart still see each other's readings: two skews and the drift stay below the bound of HLC3. */
export const MILD_SKEW_MS = 4 * 60_000;
export const WILD_SKEW_MS = 400 * 86_400_000;

export interface Fleet {
  readonly skewMaxMs: number;
  readonly ordered: boolean;
  readonly apply?: Apply;
  /** Edits in a row that a replica makes at the start of the history, so that activity folds. */
  readonly burst?: number;
}

/** How often the interesting things happened, so that a law cannot hold because nothing did. */
export type Counts = Record<
  'histories' | 'operations' | 'conflicts' | 'contested' | 'lostBodies' | 'claims' | 'folded',
  number
>;

export function noCounts(): Counts {
  return {
    histories: 0,
    operations: 0,
    conflicts: 0,
    contested: 0,
    lostBodies: 0,
    claims: 0,
    folded: 0,
  };
}

/** Runs one history to its end. The answer names broken promises. */
export function runHistory(
  history: { readonly seed: number; readonly actions: readonly number[] },
  fleet: Fleet & Partial<CheckOptions>,
  counts: Counts,
): string[] {
  const world = new World({
    seed: history.seed,
    skewMaxMs: fleet.skewMaxMs,
    ...(fleet.apply === undefined ? {} : { apply: fleet.apply }),
  });
  for (const [index, action] of history.actions.entries()) {
    act(world, action);
    if (fleet.burst !== undefined && index % 15 === 5) burst(world, action, fleet.burst);
  }
  world.finish();
  count(world, counts);
  return checkWorld(world, { ordered: fleet.ordered, strictSets: fleet.strictSets ?? false });
}

/** Many small edits of one issue by one replica, a message now and then in between. */
function burst(world: World, seed: number, edits: number): void {
  const dice = new Dice(seed);
  const replica = dice.pick(world.replicas);
  const id = dice.maybe(replica.writable());
  if (id === null) return;
  for (let n = 0; n < edits; n += 1) {
    world.nowMs += dice.below(3);
    const view = projectDocument(replica.doc(id), id);
    const change = { progress: (n % 100) / 100, status: `step ${dice.below(1_000)}` };
    world.write(replica, id, () => planEdit(view, change, world.wallMs(replica)));
    if (dice.happens(0.02)) world.deliver(dice);
  }
}

function count(world: World, counts: Counts): void {
  counts.histories += 1;
  const [first] = world.replicas;
  for (const [id, model] of world.models) {
    counts.operations += model.ops.length;
    counts.contested += [...model.elements.values()].filter(isContested).length;
    counts.lostBodies += [...model.comments.keys()].filter(
      (comment) => model.standing(`comment ${comment}`).length > 1,
    ).length;
    counts.claims += model.claims.size;
    if (first === undefined) continue;
    counts.conflicts += projectDocument(first.doc(id), id).conflicts.length;
    counts.folded += first.doc(id).getMap('h').size;
  }
}

/** Histories of `actionsMax` steps at most. */
export function histories(actionsMax: number): fc.Arbitrary<{ seed: number; actions: number[] }> {
  const seed = fc.integer({ min: 1, max: 0x7fffffff });
  const actions = fc.array(seed, { minLength: 10, maxLength: actionsMax, size: 'max' });
  return fc.record({ seed, actions });
}

/** The seed of this run: `PBT_SEED` repeats one. */
export function seedOfRun(): number {
  const wanted = Number(process.env['PBT_SEED']);
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : Date.now() % 0x7fffffff;
}

/** Fails with the smallest history found, its seed, and how to repeat it. */
export function assertConverges(
  fleet: Fleet & Partial<CheckOptions>,
  run: {
    readonly cases: number;
    readonly seed: number;
    readonly untilMs?: number;
    readonly actionsMax?: number;
    /** The first failing history will do; the smallest is not looked for. */
    readonly quick?: boolean;
  },
): Counts {
  const counts = noCounts();
  const property = fc.property(histories(run.actionsMax ?? 60), (history) => {
    const [problem] = runHistory(history, fleet, counts);
    if (problem !== undefined) throw new Error(problem);
  });
  const timed = run.untilMs === undefined ? {} : { interruptAfterTimeLimit: run.untilMs };
  const endOnFailure = run.quick === true;
  const details = fc.check(property, {
    seed: run.seed,
    numRuns: run.cases,
    endOnFailure,
    ...timed,
  });
  if (details.failed && details.counterexample !== null)
    throw new Error(`${fc.defaultReportMessage(details) ?? ''}\nrepeat: PBT_SEED=${run.seed}`);
  return counts;
}
