/** The sweep itself: prepares a place, runs a command to its death there, and has the state judged. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Slot, type World } from './cli-world.js';
import type { SweptCommand } from './kill-commands.js';
import { runKilled, traceCalls, type KillPoint, type TracedCall } from './kill-points.js';
import { judge, readState, type Effect, type State } from './kill-state.js';

/** `home`: the replica where it always was. `copy`: a copied directory, which gets a new identity at its first write. */
export type Mode = 'home' | 'copy';

export interface Target {
  readonly command: SweptCommand;
  readonly mode: Mode;
}

/** A target with what an undisturbed run of it does. */
export interface Measured extends Target {
  readonly before: State;
  readonly after: State;
  readonly calls: readonly TracedCall[];
  /** Where it was measured. */
  readonly directory: string;
}

export interface Outcome {
  readonly isKilled: boolean;
  readonly effect: Effect;
}

/** One of several places where trials run side by side. */
export class Lane {
  readonly #world: World;
  readonly #directory: string;
  readonly #slot: Slot;
  #trials = 0;

  private constructor(world: World, directory: string, slot: Slot) {
    this.#world = world;
    this.#directory = directory;
    this.#slot = slot;
  }

  static async open(world: World, directory: string): Promise<Lane> {
    mkdirSync(directory);
    return new Lane(world, directory, await Slot.settle(world, join(directory, 'home')));
  }

  /** Runs the command undisturbed, for what it does and which calls it makes. */
  async measure({ command, mode }: Target): Promise<Measured> {
    return this.#inPlace({ command, mode }, async (directory) => {
      const before = await readState(directory, { writes: false });
      const { run, calls } = await traceCalls(command.argv(this.#world), directory);
      if (run.code !== 0) throw new Error(`${command.name} fails undisturbed: ${run.stderr}`);
      const after = await readState(directory, { writes: false });
      return { command, mode, before, after, calls, directory };
    });
  }

  /** Kills the command at `point` of a run from the measured state. @throws when the state it leaves is wrong */
  async kill(measured: Measured, point: KillPoint): Promise<Outcome> {
    const { command, before, after } = measured;
    return this.#inPlace(measured, async (directory) => {
      const calls = measured.calls.map((one) => ({
        ...one,
        path: one.path?.replace(measured.directory, directory) ?? null,
      }));
      const run = await runKilled(command.argv(this.#world), directory, point, calls);
      const isKilled = run.signal === 'SIGKILL';
      if (!isKilled && run.code !== 0) throw new Error(`exit ${run.code}: ${run.stderr}`);
      const now = await readState(directory, { writes: before.exists });
      const isAcknowledged = run.stdout !== '' || !isKilled;
      return { isKilled, effect: judge({ before, after, now, isAcknowledged }) };
    });
  }

  async #inPlace<T>(
    { command, mode }: Target,
    work: (directory: string) => Promise<T>,
  ): Promise<T> {
    if (mode === 'home' && command.founds !== true) {
      this.#slot.reset();
      command.prepare?.(this.#slot.directory);
      return work(this.#slot.directory);
    }
    this.#trials += 1;
    const directory = join(this.#directory, `trial-${this.#trials}`);
    if (command.founds === true) mkdirSync(directory);
    else cpSync(this.#world.directory, directory, { recursive: true });
    command.prepare?.(directory);
    const result = await work(directory);
    rmSync(directory, { recursive: true });
    return result;
  }
}
