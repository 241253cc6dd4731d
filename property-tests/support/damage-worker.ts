/** The process in which trials run: LevelDB's own assertions end it, which must not end the proof. */
import type { Oracle, PastState } from './damage-replica.js';
import { resumeTrial, runTrial, type Plan, type Trial } from './damage-trial.js';
import { makeChance } from './histories.js';

/** An oracle as it crosses over. */
export interface PlainOracle {
  readonly directory: string;
  readonly operations: number;
  readonly readings: readonly (readonly [string, string])[];
  readonly history: readonly (readonly [string, readonly PastState[]])[];
}

export interface Task extends Plan {
  readonly seed: number;
  /** Goes on with what is there instead of damaging a fresh copy. */
  readonly resume: boolean;
}

export type Order = { readonly oracle: PlainOracle } | { readonly task: Task };
export type Answer = { readonly step: string } | { readonly trial: Trial | null };

let oracle: Oracle | null = null;

function answer(message: Answer): void {
  process.send?.(message);
}

process.on('message', (order: Order) => {
  if ('oracle' in order) {
    const { directory, operations, readings, history } = order.oracle;
    oracle = { directory, operations, readings: new Map(readings), history: new Map(history) };
    return;
  }
  if (oracle === null) throw new Error('no oracle was given');
  const { task } = order;
  const onStep = (step: string): void => answer({ step });
  const running = task.resume
    ? resumeTrial(oracle, task, onStep)
    : runTrial(oracle, { ...task, chance: makeChance(task.seed) }, onStep);
  void running.then((trial) => answer({ trial }));
});
