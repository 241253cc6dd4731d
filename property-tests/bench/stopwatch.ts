/** Times programs in interleaved rounds, bare `node` among them, so that what the machine does meanwhile hits all alike. */
import { spawnSync } from 'node:child_process';
import { ISSUE, type Bench } from './machine.js';

export interface Contestant {
  readonly name: string;
  readonly project: string;
  /** Arguments of `issue` in the n-th round. */
  readonly args: (round: number) => readonly string[];
}

export interface Times {
  readonly medianMs: number;
  readonly p90Ms: number;
  readonly runs: number;
}

const WARM_UP = 2;

/** Times by name; `node` is `node -e 0` in the same rounds. */
export function race(
  bench: Bench,
  contestants: readonly Contestant[],
  rounds: number,
): Map<string, Times> {
  const taken = new Map<string, number[]>();
  const keep = (name: string, ms: number): void => {
    taken.set(name, [...(taken.get(name) ?? []), ms]);
  };
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    const isTimed = round >= WARM_UP;
    const nodeMs = time(bench, bench.directory, ['-e', '0']);
    if (isTimed) keep('node', nodeMs);
    for (const { name, project, args } of contestants) {
      const ms = time(bench, project, [ISSUE, ...args(round)]);
      if (isTimed) keep(name, ms);
    }
  }
  return new Map([...taken].map(([name, values]) => [name, summarize(values)]));
}

function time(bench: Bench, cwd: string, args: readonly string[]): number {
  const startMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env: bench.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ms = performance.now() - startMs;
  if (status !== 0)
    throw new Error(`${args.join(' ')} exited with ${status}: ${stderr.toString()}`);
  return ms;
}

export function summarize(values: readonly number[]): Times {
  return { medianMs: quantile(values, 0.5), p90Ms: quantile(values, 0.9), runs: values.length };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
