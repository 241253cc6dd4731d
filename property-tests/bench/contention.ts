/** Sixteen processes at once on one replica: exactly one gets an issue, and how many commands all of them get through. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ISSUE, type Bench } from './machine.js';
import type { Figure } from './report.js';

const PROCESSES = 16;

export async function benchClaims(
  bench: Bench,
  project: string,
  nodeMs: number,
): Promise<Figure[]> {
  const { winners, perSecond } = await oneIssue(bench, project);
  const kept = await manyIssues(bench, project);
  const row = { nodeMs, ratio: null };
  return [
    {
      ...row,
      what: `${PROCESSES} processes claim one issue at once`,
      budget: '1 winner each time',
      measured: `${winners.join(', ')} winner a round; ${perSecond.toFixed(0)} commands/s (a process each)`,
      held: winners.every((count) => count === 1),
      value: perSecond,
      unit: 'commands/s',
    },
    {
      ...row,
      what: `${PROCESSES} running programs claim and release ready issues`,
      budget: '100 commands/s, one holder',
      measured: `${kept.perSecond.toFixed(0)} commands/s, ${kept.shared} times two holders`,
      held: kept.perSecond >= 100 && kept.shared === 0,
      value: kept.perSecond,
      unit: 'commands/s',
    },
  ];
}

async function oneIssue(
  bench: Bench,
  project: string,
): Promise<{ winners: number[]; perSecond: number }> {
  const winners: number[] = [];
  const rounds = bench.quick ? 2 : 6;
  let tookMs = 0;
  for (let round = 0; round < rounds; round += 1) {
    const id =
      bench
        .issue(project, ['create', `Wanted by all, round ${round}`])
        .trim()
        .split(/\s/)[0] ?? '';
    const startMs = performance.now();
    const codes = await Promise.all(
      Array.from({ length: PROCESSES }, (_, n) =>
        exitOf(start(bench, project, [ISSUE, 'claim', id], `agent-${n}`)),
      ),
    );
    tookMs += performance.now() - startMs;
    const strange = codes.filter((code) => code !== 0 && code !== 5);
    if (strange.length > 0) throw new Error(`claiming exited with ${strange.join(', ')}`);
    winners.push(codes.filter((code) => code === 0).length);
  }
  return { winners, perSecond: (rounds * PROCESSES * 1_000) / tookMs };
}

async function manyIssues(
  bench: Bench,
  project: string,
): Promise<{ perSecond: number; shared: number }> {
  const [warmUpMs, ms] = bench.quick ? [1_000, 1_500] : [4_000, 6_000];
  const loop = fileURLToPath(new URL('claim-loop.mjs', import.meta.url));
  const children = Array.from({ length: PROCESSES }, (_, n) =>
    start(
      bench,
      project,
      [loop, project, `runner-${n}`, String(warmUpMs), String(ms)],
      `runner-${n}`,
    ),
  );
  const lines = children.map((child) =>
    createInterface({ input: child.stdout ?? process.stdin })[Symbol.asyncIterator](),
  );
  await Promise.all(lines.map((line) => line.next()));
  for (const child of children) child.stdin?.write('go\n');
  const answers = await Promise.all(lines.map((line) => line.next()));
  const told = answers.map(({ value }) => JSON.parse(String(value)) as Told);
  const commands = told.reduce((sum, one) => sum + one.commands, 0);
  const shared = countShared(told.flatMap((one) => one.held));
  return { perSecond: (commands * 1_000) / ms, shared };
}

interface Told {
  readonly commands: number;
  readonly held: readonly Held[];
}

type Held = readonly [issue: string, sinceMs: number, untilMs: number];

/** How often somebody got an issue while another still held it. */
function countShared(held: readonly Held[]): number {
  const until = new Map<string, number>();
  let shared = 0;
  for (const [issue, sinceMs, untilMs] of held.toSorted((a, b) => a[1] - b[1])) {
    if (sinceMs < (until.get(issue) ?? 0)) shared += 1;
    until.set(issue, Math.max(untilMs, until.get(issue) ?? 0));
  }
  return shared;
}

function start(bench: Bench, cwd: string, args: readonly string[], agent: string): ChildProcess {
  const env = { ...bench.env, ISSUE_AGENT_ID: agent };
  return spawn(process.execPath, args, { cwd, env, stdio: ['pipe', 'pipe', 'ignore'] });
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  child.stdin?.end();
  child.stdout?.resume();
  return new Promise((resolve) => void child.once('close', resolve));
}
