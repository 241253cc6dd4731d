/** Starts the built command line as users do, alone or under strace. */
import { spawn } from 'node:child_process';
import { ISSUE_CLI } from './cli-proof.js';

export interface CliRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of strace, under which the command then runs. (With its --seccomp-bpf it does not count to N.) */
  readonly strace?: readonly string[];
  readonly timeoutMs?: number;
}

/** Who runs the commands of a proof unless it says otherwise. */
export const PROVER = 'prover';

/**
 * One thread beside the main one, so that strace's count of calls in a thread is a count of the run's; no compiled code
 * kept, so that every run makes the same calls.
 */
const PLAIN = {
  ISSUE_AGENT_ID: PROVER,
  UV_THREADPOOL_SIZE: '1',
  UV_USE_IO_URING: '0',
  NODE_DISABLE_COMPILE_CACHE: '1',
};

/** Runs `issue` to its end, whatever that is. @throws when it does not end in time */
export async function runIssue(argv: readonly string[], options: CliOptions): Promise<CliRun> {
  const command = [process.execPath, ISSUE_CLI, ...argv];
  const traced =
    options.strace === undefined ? command : ['strace', '-f', '-qq', ...options.strace, ...command];
  return runProgram(traced, {
    directory: options.directory,
    env: { ...PLAIN, ...options.env },
    timeoutMs: options.timeoutMs ?? 30_000,
  });
}

/** Runs a program in a process group of its own, which ends with it. */
export async function runProgram(
  [program = '', ...argv]: readonly string[],
  options: {
    readonly directory: string;
    readonly env: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
  },
): Promise<CliRun> {
  const child = spawn(program, argv, {
    cwd: options.directory,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }, options.timeoutMs);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>(
    (resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...end) => resolve(end));
    },
  ).finally(() => clearTimeout(timer));
  if (isLate)
    throw new Error(`${program} ${argv.join(' ')} took more than ${options.timeoutMs} ms`);
  return { code, signal, ...output };
}

/** The code of a failed run's error, as `--json` prints it on standard error; null when there is none. */
export function errorCodeOf(run: CliRun): string | null {
  return errorOf(run)?.code ?? null;
}

export function errorOf(run: CliRun): { readonly code: string; readonly message: string } | null {
  const line = run.stderr.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) return null;
  const { error } = JSON.parse(line) as { error?: { code: string; message: string } };
  return error ?? null;
}
