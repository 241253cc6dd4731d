/**
 * Kills the built command line (`kill -9`) before each of its calls that write, and looks at what is left. Needs
 * strace. `npm run proof:kill` sweeps every point; PROOF_SECONDS=45 takes a random slice of them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canTrace, readProof, runLanes, say, shuffled, stopwatch } from '../support/cli-proof.js';
import { makeWorld, type World } from '../support/cli-world.js';
import { killInARow } from '../support/kill-chain.js';
import { SWEPT_COMMANDS } from '../support/kill-commands.js';
import { killPoints, type KillPoint } from '../support/kill-points.js';
import { judge } from '../support/kill-state.js';
import { Lane, type Measured, type Target } from '../support/kill-sweep.js';
import { KillTally } from '../support/kill-tally.js';

const proof = readProof('proof:kill');
const hasStrace = canTrace();
if (!hasStrace) say('proof:kill is skipped: there is no strace here, or it may not trace');

const base = mkdtempSync(join(tmpdir(), 'issue-facade-kill-'));
let world: World;
let lanes: readonly Lane[];

beforeAll(async () => {
  if (!hasStrace) return;
  world = await makeWorld(join(base, 'world'));
  lanes = [await Lane.open(world, join(base, 'a')), await Lane.open(world, join(base, 'b'))];
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

type Task = { readonly measured: Measured; readonly point: KillPoint };

/** `home/create/write/17`: how a point is named on the command line. */
function nameOf({ measured: { mode, command }, point: { call, nth } }: Task): string {
  return `${mode}/${command.name}/${call}/${nth}`;
}

/** Measures commands in random order, at least one a lane, until the time is up. */
async function measureTargets(tally: KillTally, hasTime: () => boolean): Promise<Measured[]> {
  const targets: Target[] = (['home', 'copy'] as const).flatMap((mode) =>
    SWEPT_COMMANDS.filter(({ founds }) => founds !== true || mode === 'home')
      .filter(({ name }) => proof.point?.startsWith(`${mode}/${name}/`) ?? true)
      .map((command) => ({ command, mode })),
  );
  const measured: Measured[] = [];
  const isTime = (): boolean => measured.length < lanes.length || hasTime();
  await runLanes(lanes, shuffled(targets, proof.chance), isTime, async (lane, target) => {
    try {
      measured.push(await lane.measure(target));
    } catch (failure) {
      tally.fail(proof.replay(), failure);
    }
  });
  return measured;
}

test.skipIf(!hasStrace)(
  '[L1] killed at any write point, a command took effect wholly or not at all, and what it acknowledged is there',
  async () => {
    const hasTime = stopwatch(proof.seconds * 0.65);
    const tally = new KillTally();
    const all = (await measureTargets(tally, stopwatch(proof.seconds * 0.2))).flatMap((measured) =>
      killPoints(measured.calls).map((point) => ({ measured, point })),
    );
    const tasks = shuffled(all, proof.chance).filter(
      (task) => proof.point === null || nameOf(task) === proof.point,
    );
    await runLanes(lanes, tasks, hasTime, async (lane, task) => {
      try {
        const outcome = await lane.kill(task.measured, task.point);
        tally.add(task.measured, outcome);
        // More calls than the measured run made: go on until it survives.
        const { call, nth } = task.point;
        const isLast = !all.some(
          (other) =>
            other.measured === task.measured && other.point.call === call && other.point.nth > nth,
        );
        if (outcome.isKilled && isLast && nth < 500)
          tasks.push({ measured: task.measured, point: { call, nth: nth + 1 } });
      } catch (failure) {
        tally.fail(proof.replay(nameOf(task)), failure);
      }
    });
    say(tally.format(`proof:kill: write points, ${all.length} in all (seed ${proof.seed})`));
    expect(tally.failures.length, tally.complaint()).toBe(0);
    if (proof.point !== null) return;
    expect(tally.total('none')).toBeGreaterThan(0);
    expect(tally.total('whole')).toBeGreaterThan(0);
    expect(tally.kills, 'strace kills where it is told to').toBeGreaterThan(
      tally.total('survived'),
    );
  },
);

test.skipIf(!hasStrace || proof.point !== null)(
  '[L1] commands killed one after another in one directory lose nothing of what came before',
  async () => {
    const seconds = proof.seconds === Number.POSITIVE_INFINITY ? 60 : proof.seconds * 0.3;
    const hasTime = stopwatch(seconds);
    const tally = new KillTally();
    const chains = lanes.map((_, index) =>
      killInARow({
        world,
        directory: join(base, `chain-${index}`),
        seed: proof.seed + index,
        hasTime,
        tally,
        replay: proof.replay(),
      }),
    );
    await Promise.all(chains);
    say(tally.format(`proof:kill: one after another (seed ${proof.seed})`));
    expect(tally.failures.length, tally.complaint()).toBe(0);
    expect(tally.total('whole')).toBeGreaterThan(0);
  },
);

test('the proof itself: half a command and a lost acknowledgement are caught', () => {
  const lineOf = (title: string): string => JSON.stringify({ title, dependencies: [] });
  const state = (...titles: string[]) => ({
    exists: true,
    issues: titles.map(lineOf),
    queries: '[]',
    config: '',
  });
  const [before, after] = [state('a', 'b'), state('a2', 'b2')];
  const judged = (now: typeof before, isAcknowledged: boolean) => () =>
    judge({ before, after, now, isAcknowledged });
  expect(judged(before, false)()).toBe('none');
  expect(judged(after, true)()).toBe('whole');
  expect(judged(state('a2', 'b'), false)).toThrow('neither before nor after');
  expect(judged(state('a'), false)).toThrow('neither before nor after');
  expect(judged(before, true)).toThrow('acknowledged');
});
