/**
 * What a proof may spend and which chances it takes: PROOF_SECONDS (absent: until everything is swept), PROOF_SEED
 * (absent: a new one each time, printed) and PROOF_POINT (one point of a sweep, to repeat a failure).
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeChance } from './histories.js';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** The command line as users get it; `npm run build` makes it. */
export const ISSUE_CLI = join(ROOT, 'dist', 'cli', 'issue.cjs');
export const ENGINE_DOOR = join(ROOT, 'dist', 'engine', 'index.js');

export interface Proof {
  readonly seed: number;
  /** Numbers in [0, 1) that follow from the seed. */
  readonly chance: () => number;
  /** Name of the only point to run, or null for all. */
  readonly point: string | null;
  /** Seconds to spend in all; infinite when the whole sweep is wanted. */
  readonly seconds: number;
  /** One line that runs this again, all of it or one point. */
  replay(point?: string): string;
}

/** @param script name of the npm script, e.g. `proof:kill` */
export function readProof(script: string): Proof {
  const { PROOF_SECONDS, PROOF_SEED, PROOF_POINT = '' } = process.env;
  const seed = Number(PROOF_SEED ?? Date.now() % 1_000_000);
  if (!Number.isSafeInteger(seed)) throw new Error(`PROOF_SEED is not a number: ${PROOF_SEED}`);
  return {
    seed,
    chance: makeChance(seed),
    point: PROOF_POINT === '' ? null : PROOF_POINT,
    seconds: PROOF_SECONDS === undefined ? Number.POSITIVE_INFINITY : Number(PROOF_SECONDS),
    replay: (point) => {
      const only = point === undefined ? '' : ` PROOF_POINT='${point}'`;
      return `PROOF_SEED=${seed}${only} npm run ${script}`;
    },
  };
}

/** True until `seconds` have passed from now. */
export function stopwatch(seconds: number): () => boolean {
  const endMs = performance.now() + seconds * 1000;
  return () => performance.now() < endMs;
}

/** The same elements in an order drawn from `chance`. */
export function shuffled<T>(elements: readonly T[], chance: () => number): T[] {
  return elements
    .map((element) => [chance(), element] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, element]) => element);
}

export function pick<T>(elements: readonly T[], chance: () => number): T {
  const element = elements[Math.floor(chance() * elements.length)];
  if (element === undefined) throw new Error('nothing to pick from');
  return element;
}

/** Works tasks off in several lanes at once; ends when they, or the time, are used up. */
export async function runLanes<Lane, Task>(
  lanes: readonly Lane[],
  tasks: Task[],
  hasTime: () => boolean,
  work: (lane: Lane, task: Task) => Promise<void>,
): Promise<void> {
  const workOff = async (lane: Lane): Promise<void> => {
    while (hasTime()) {
      const task = tasks.shift();
      if (task === undefined) return;
      await work(lane, task);
    }
  };
  await Promise.all(lanes.map(workOff));
}

/** True where strace is installed and allowed to trace. */
export function canTrace(): boolean {
  const argv = ['-f', '-o', '/dev/null', '-e', 'trace=write', 'true'];
  return spawnSync('strace', argv, { stdio: 'ignore' }).status === 0;
}

/** Printed as it is, without the test runner's heading before each line. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Rows of equal width, the first column to the left and numbers to the right. */
export function formatTable(rows: readonly (readonly (string | number)[])[]): string {
  const width = (column: number): number =>
    Math.max(...rows.map((row) => String(row[column] ?? '').length));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? String(cell).padEnd(width(0)) : String(cell).padStart(width(column)),
        )
        .join('  '),
    )
    .join('\n');
}
