/** Commands that are killed again and again in one directory that nobody repairs in between. */
import { mkdirSync } from 'node:fs';
import { pick } from './cli-proof.js';
import { runIssue } from './cli-run.js';
import { Slot, type World } from './cli-world.js';
import { makeChance } from './histories.js';
import { SWEPT_COMMANDS } from './kill-commands.js';
import { killPoints, runKilled, traceCalls, type KillPoint } from './kill-points.js';
import { judge, readState, type State } from './kill-state.js';
import type { Outcome } from './kill-sweep.js';
import type { KillTally } from './kill-tally.js';

export interface ChainOptions {
  readonly world: World;
  readonly directory: string;
  readonly seed: number;
  readonly hasTime: () => boolean;
  readonly tally: KillTally;
  readonly replay: string;
}

/** Founds a project under fire, then kills random commands in a copy of the world until the time is up. */
export async function killInARow(options: ChainOptions): Promise<void> {
  const { world, directory, hasTime, tally } = options;
  const chance = makeChance(options.seed);
  try {
    await foundUnderFire(options, chance);
    const slot = await Slot.settle(world, directory);
    while (hasTime()) {
      const command = pick(SWEPT_COMMANDS, chance);
      command.prepare?.(directory);
      tally.add({ command, mode: 'home' }, await killOnce(slot, command.argv(world), chance));
    }
  } catch (failure) {
    tally.fail(`${options.replay} (${directory}, which is left as it is)`, failure);
  }
}

/** First undisturbed, to see what it does; then everything is put back as it was, and it is killed. */
async function killOnce(
  slot: Slot,
  argv: readonly string[],
  chance: () => number,
): Promise<Outcome> {
  const { directory } = slot;
  const before = await readState(directory, { writes: false });
  slot.save();
  const { run: undisturbed, calls } = await traceCalls(argv, directory);
  const after = await readState(directory, { writes: false });
  slot.reset();
  const point = pick(killPoints(calls), chance);
  const run = await runKilled(argv, directory, point, calls);
  const isKilled = run.signal === 'SIGKILL';
  if (!isKilled && run.code !== undisturbed.code)
    throw new Error(`${argv.join(' ')} ended with ${run.code}: ${run.stderr}`);
  const now = await readState(directory, { writes: false });
  const isAcknowledged = (run.stdout !== '' || !isKilled) && undisturbed.code === 0;
  try {
    return { isKilled, effect: judge({ before, after, now, isAcknowledged }) };
  } catch (failure) {
    throw new Error(`${argv.join(' ')} at ${point.call}/${point.nth}: ${String(failure)}`);
  }
}

/** `issue init`, killed five times in the same directory, and then let through. */
async function foundUnderFire(options: ChainOptions, chance: () => number): Promise<void> {
  const directory = `${options.directory}.init`;
  mkdirSync(directory);
  const point = (): KillPoint => ({
    call: pick(['write', 'fdatasync', 'fsync', 'rename', 'mkdir', 'unlink'], chance),
    nth: 1 + Math.floor(chance() * 12),
  });
  for (let round = 0; round < 5; round += 1) {
    const run = await runKilled(['init'], directory, point(), []);
    if (run.signal === null && run.code !== 0) throw new Error(`init: ${run.stderr}`);
    await readState(directory, { writes: false });
  }
  const last = await runIssue(['init'], { directory });
  if (last.code !== 0) throw new Error(`init after five kills: ${last.stderr}`);
  const state: State = await readState(directory, { writes: true });
  if (!state.exists) throw new Error('init said it was done, but there is no project');
}
