/** One round: a fresh replica, many processes at once, some of them killed, and their common history. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicNs } from './children-clock.js';
import { startChild, watchProcessors, type ProcessorUse } from './children.js';
import { builtEngine } from './cli-world.js';
import { makeChance } from './histories.js';
import type { ChildPlan } from './linear-child.js';
import { readLog, type Done } from './linear-history.js';

export interface RoundPlan {
  readonly program: string;
  readonly directory: string;
  readonly seed: number;
  readonly processes: number;
  readonly commands: number;
  readonly seconds: number;
  /** Issues that everybody claims. */
  readonly contestedCount: number;
  readonly stealShare: number;
  readonly badShare: number;
  /** So many processes are killed with -9 on the way; another goes on in the name of the same agent. */
  readonly kills: number;
}

export interface Round {
  readonly history: readonly Done[];
  readonly contested: readonly string[];
  /** From the first call to the last return. */
  readonly seconds: number;
  readonly killed: number;
  readonly use: ProcessorUse;
}

export async function runRound(plan: RoundPlan): Promise<Round> {
  const { directory, contestedCount: count } = plan;
  mkdirSync(directory);
  const { initReplica, openEngine } = await builtEngine();
  await initReplica({ directory });
  const engine = await openEngine({ directory, holding: 'exclusive' });
  const issues: string[] = [];
  for (let index = 0; index < count + 4; index += 1)
    issues.push((await engine.create({ title: `Issue ${index}` })).issue.id);
  await engine.destroy();
  const contested = issues.slice(0, count);
  const base = { ...plan, contested, edited: issues.slice(count) };
  const use = watchProcessors();
  const runs = Array.from({ length: plan.processes }, (_, index) => runAgent(base, index));
  await Promise.allSettled(runs); // no process is left behind when one of them fails
  const results = await Promise.all(runs);
  const history = results.flatMap(({ done }) => done);
  const startNs = Math.min(...history.map(({ calledAt }) => calledAt));
  const endNs = Math.max(...history.map(({ calledAt, returned }) => returned?.at ?? calledAt));
  const killed = results.filter(({ isKilled }) => isKilled).length;
  const seconds = (endNs - startNs) / 1e9;
  return { history, contested, seconds, killed, use: use() };
}

type AgentPlan = RoundPlan & Pick<ChildPlan, 'contested' | 'edited'>;

/** One agent's process; the first few are killed on the way and followed by another of the same name. */
async function runAgent(
  plan: AgentPlan,
  index: number,
): Promise<{ readonly done: Done[]; readonly isKilled: boolean }> {
  const agent = `agent-${String.fromCodePoint(97 + index)}`;
  const endNs = monotonicNs() + plan.seconds * 1e9;
  const start = (
    part: number,
    commands: number,
  ): ReturnType<typeof startChild> & { log: string } => {
    const { directory, contested, edited, stealShare, badShare } = plan;
    const log = join(directory, `${agent}-${part}.log`);
    const seed = plan.seed * 1000 + index * 10 + part;
    const child: ChildPlan = {
      directory,
      agent,
      seed,
      commands,
      endNs,
      contested,
      edited,
      stealShare,
      badShare,
      log,
    };
    return { ...startChild(plan.program, child), log };
  };
  const first = start(0, plan.commands);
  let isKilled = false;
  if (index < plan.kills) {
    const waitMs = 500 + makeChance(plan.seed + index)() * Math.min(6_000, plan.seconds * 400);
    while (first.process.exitCode === null && !existsSync(first.log)) await sleep(20);
    await Promise.race([first.gone, sleep(waitMs)]);
    isKilled = first.process.exitCode === null && first.process.kill('SIGKILL');
  }
  const code = await first.gone;
  if (!isKilled && code !== 0) throw new Error(`${agent} ended with ${code}`);
  const done = readLog(first.log, agent);
  if (!isKilled) return { done, isKilled };
  const second = start(1, Math.max(0, plan.commands - done.length));
  const again = await second.gone;
  if (again !== 0) throw new Error(`${agent} ended with ${again} after its kill`);
  return { done: [...done, ...readLog(second.log, agent)], isKilled };
}
