/** Where a command can be killed: before the Nth call of each kind that changes the disk or says something. */
import { readFileSync, rmSync } from 'node:fs';
import { runIssue, type CliRun } from './cli-run.js';

export const SWEPT_CALLS = [
  ...['write', 'pwrite64', 'writev', 'fdatasync', 'fsync', 'ftruncate'],
  ...['rename', 'renameat2', 'mkdir', 'rmdir', 'unlink', 'openat'],
] as const;
export type SweptCall = (typeof SWEPT_CALLS)[number];

/** One call on one file, as an undisturbed run makes it. */
export interface TracedCall {
  readonly thread: string;
  readonly call: SweptCall;
  /** The file, or null for pipes and the like. */
  readonly path: string | null;
}

/** Runs the command undisturbed and lists its calls. */
export async function traceCalls(
  argv: readonly string[],
  directory: string,
): Promise<{ readonly run: CliRun; readonly calls: readonly TracedCall[] }> {
  const log = `${directory}.trace`;
  const strace = ['-y', '-s', '0', '-e', `trace=${SWEPT_CALLS.join(',')}`, '-o', log];
  const run = await runIssue(argv, { directory, strace });
  const calls = readFileSync(log, 'utf8').split('\n').flatMap(parseCall);
  rmSync(log);
  return { run, calls: calls.filter((one) => one.call !== 'openat' || one.path !== null) };
}

const LINE = /^(\d+) +([a-z0-9]+)\((.*)$/;

/** A line of strace's log. Only such calls of `openat` count as may create a file. */
function parseCall(line: string): TracedCall[] {
  const [, thread = '', name = '', rest = ''] = LINE.exec(line) ?? [];
  const call = SWEPT_CALLS.find((one) => one === name);
  if (call === undefined || (call === 'openat' && !rest.includes('O_CREAT'))) return [];
  const path = /^\d+<(\/[^>]*)>/.exec(rest)?.[1] ?? /"(\/[^"]*)"/.exec(rest)?.[1] ?? null;
  return [{ thread, call, path }];
}

export interface KillPoint {
  readonly call: SweptCall;
  /** The how-manieth such call of a thread. */
  readonly nth: number;
}

/** All points of a run: for each kind of call, as many as the busiest thread makes. */
export function killPoints(calls: readonly TracedCall[]): KillPoint[] {
  return SWEPT_CALLS.flatMap((call) => {
    const counts = new Map<string, number>();
    for (const one of calls)
      if (one.call === call) counts.set(one.thread, (counts.get(one.thread) ?? 0) + 1);
    const most = Math.max(0, ...counts.values());
    return Array.from({ length: most }, (_, index) => ({ call, nth: index + 1 }));
  });
}

/** Files that a run opened for creating, as arguments of strace: nothing else tells such an open from any other. */
function pathsCreated(calls: readonly TracedCall[]): string[] {
  const paths = calls.flatMap(({ call, path }) =>
    call === 'openat' && path !== null ? [path] : [],
  );
  return [...new Set(paths)].flatMap((path) => ['-P', path]);
}

/** Runs the command and kills it there; `signal` tells whether it got there. */
export async function runKilled(
  argv: readonly string[],
  directory: string,
  point: KillPoint,
  calls: readonly TracedCall[],
): Promise<CliRun> {
  const { call, nth } = point;
  const strace = ['-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${nth}`];
  const only = call === 'openat' ? pathsCreated(calls) : [];
  return runIssue(argv, { directory, strace: ['-o', '/dev/null', ...only, ...strace] });
}
