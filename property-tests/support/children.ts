/** Child processes of a proof: a TypeScript program of this folder, bundled once, run many times at once. */
import { spawn, type ChildProcess } from 'node:child_process';
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
