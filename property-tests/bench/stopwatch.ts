/**
 * Times programs in interleaved rounds, bare `node` before and after each of them. Where `node` itself was slow, the
 * machine was busy with something else: that sample is left out, so that figures repeat on a shared machine.
 */
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
  /** Samples left out because the machine was busy. */
  readonly busy: number;
}

interface Sample {
  readonly name: string;
  readonly ms: number;
  /** The slower of the two bare starts around it. */
  readonly nodeMs: number;
}

const WARM_UP = 2;
/** A bare start this much slower than a good one tells of a busy machine. */
const BUSY = 1.3;
/** Rounds may be repeated until the machine was quiet often enough, up to this many times as many. */
const PATIENCE = 4;

/** Times by name; `node` is `node -e 0` between all of them. */
export function race(
  bench: Bench,
  contestants: readonly Contestant[],
  rounds: number,
): Map<string, Times> {
  const samples: Sample[] = [];
  const nodes: number[] = [];
  const bare = (): number => {
    const ms = time(bench, bench.directory, ['-e', '0']);
    nodes.push(ms);
    return ms;
  };
  for (let round = 0; round < rounds * PATIENCE + WARM_UP; round += 1) {
    let before = bare();
    for (const { name, project, args } of contestants) {
      const ms = time(bench, project, [ISSUE, ...args(round)]);
      const after = bare();
      if (round >= WARM_UP) samples.push({ name, ms, nodeMs: Math.max(before, after) });
      before = after;
    }
    const isEnough = contestants.every(({ name }) => quiet(samples, nodes, name).length >= rounds);
    if (round >= rounds + WARM_UP - 1 && isEnough) break;
  }
  const good = nodes.filter((ms) => ms <= BUSY * quantile(nodes, 0.2));
  const times = new Map([['node', summarize(good, nodes.length - good.length)]]);
  for (const { name } of contestants) {
    const all = samples.filter((sample) => sample.name === name);
    const kept = quiet(samples, nodes, name);
    // On a machine that is never quiet, every sample counts.
    const used = kept.length * 4 >= rounds ? kept : all.map(({ ms }) => ms);
    times.set(name, summarize(used, all.length - used.length));
  }
  return times;
}

function quiet(samples: readonly Sample[], nodes: readonly number[], name: string): number[] {
  const limit = BUSY * quantile(nodes, 0.2);
  return samples.flatMap((one) => (one.name === name && one.nodeMs <= limit ? one.ms : []));
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

function summarize(values: readonly number[], busy: number): Times {
  const [medianMs, p90Ms] = [quantile(values, 0.5), quantile(values, 0.9)];
  return { medianMs, p90Ms, runs: values.length, busy };
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
