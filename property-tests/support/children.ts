/** Child processes of a proof: a TypeScript program of this folder, bundled once, run many times at once. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ENGINE_DOOR, ROOT } from './cli-proof.js';

/** Bundles `property-tests/support/<name>.ts` into `directory`; the engine stays the built one. */
export async function bundleProgram(name: string, directory: string): Promise<string> {
  const outfile = join(directory, `${name}.mjs`);
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join('property-tests', 'support', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    alias: { '#engine': ENGINE_DOOR },
    external: [ENGINE_DOOR],
    logLevel: 'warning',
  });
  return outfile;
}

export interface Child {
  readonly process: ChildProcess;
  /** Resolves when it is gone: its exit code, or null when it was killed. */
  readonly gone: Promise<number | null>;
}

/** Starts the program with one argument, as JSON. What it says on standard error is shown. */
export function startChild(program: string, argument: object): Child {
  const child = spawn(process.execPath, [program, JSON.stringify(argument)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const gone = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
  return { process: child, gone };
}

export interface ProcessorUse {
  /** Time of this process and its children that have ended. */
  readonly oursMs: number;
  /** Share of the processors that went to programs that are not ours. */
  readonly othersShare: number;
}

/** Counts from now until the answer is called. */
export function watchProcessors(): () => ProcessorUse {
  const before = readProcessors();
  return () => {
    const after = readProcessors();
    const oursMs = after.oursMs - before.oursMs;
    const others = Math.max(0, after.busyMs - before.busyMs - oursMs);
    return { oursMs, othersShare: others / (after.allMs - before.allMs) };
  };
}

const TICK_MS = 10;

/** Zero for our own where the system has no /proc. */
function readProcessors(): {
  readonly busyMs: number;
  readonly allMs: number;
  readonly oursMs: number;
} {
  let busyMs = 0;
  let allMs = 0;
  for (const { times } of cpus()) {
    const { idle, ...busy } = times;
    const sum = Object.values(busy).reduce((total, ms) => total + ms, 0);
    busyMs += sum;
    allMs += sum + idle;
  }
  try {
    // After the name in brackets: state, then fields from the fourth on; 14 to 17 are times, children's included.
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
    const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
    return { busyMs, allMs, oursMs: ticks * TICK_MS };
  } catch {
    return { busyMs, allMs, oursMs: 0 };
  }
}
