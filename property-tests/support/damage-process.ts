/** Trials in a process of their own, started again when one of them ends it. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Oracle } from './damage-replica.js';
import type { Trial } from './damage-trial.js';
import type { Answer, Order, Task } from './damage-worker.js';

const WORKER = fileURLToPath(new URL('damage-worker.ts', import.meta.url));
const DEADLINE_MS = 120_000;

/** `ended`: the process died or hung at this step, by this signal. */
export type Outcome =
  | { readonly trial: Trial | null }
  | { readonly ended: string; readonly signal: string };

export class TrialProcess {
  readonly #oracle: Oracle;
  #child: ChildProcess | null = null;

  constructor(oracle: Oracle) {
    this.#oracle = oracle;
  }

  async run(task: Task): Promise<Outcome> {
    const child = this.#started();
    let step = 'start';
    const outcome = await new Promise<Outcome>((resolve) => {
      const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
      const done = (answer: Outcome): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(answer);
      };
      child.on('message', (answer: Answer) => {
        if ('step' in answer) ({ step } = answer);
        else done(answer);
      });
      child.on('exit', (code, signal) => done({ ended: step, signal: signal ?? `exit ${code}` }));
      child.send({ task } satisfies Order);
    });
    if ('ended' in outcome) this.#child = null;
    return outcome;
  }

  stop(): void {
    this.#child?.kill();
  }

  #started(): ChildProcess {
    if (this.#child !== null) return this.#child;
    const child = fork(WORKER, {
      execArgv: ['--import', 'tsx', '--conditions=source'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const { directory, operations, readings, history } = this.#oracle;
    const oracle = { directory, operations, readings: [...readings], history: [...history] };
    child.send({ oracle } satisfies Order);
    this.#child = child;
    return child;
  }
}
