/**
 * Disks that are full, broken or read-only. What was acknowledged stays, what was refused was not done, and once the
 * disk is well again everything works. `npm run proof:disk`; small disks need root, failing calls need strace.
 */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  canTrace,
  formatTable,
  readProof,
  runLanes,
  say,
  shuffled,
  stopwatch,
} from '../support/cli-proof.js';
import { errorCodeOf, runIssue } from '../support/cli-run.js';
import { makeWorld, type World } from '../support/cli-world.js';
import { openFaultLane, runIntoFault, type FaultLane } from '../support/disk-faults.js';
import {
  fillUnderCommands,
  fillUnderEngine,
  lossesOfPlainLevel,
  type Tally,
} from '../support/disk-full.js';
import { canMount, withSmallDisk } from '../support/disk-tmpfs.js';
import { makeChance } from '../support/histories.js';
import { SWEPT_COMMANDS } from '../support/kill-commands.js';
import { readState } from '../support/kill-state.js';

const proof = readProof('proof:disk');
const hasStrace = canTrace();
const hasDisks = canMount();
if (!hasDisks) say('proof:disk: small and read-only disks are skipped: mounting needs root');
if (!hasStrace)
  say('proof:disk: failing calls are skipped: there is no strace here, or it may not trace');
const noDisks = !hasDisks || proof.point !== null;

const base = mkdtempSync(join(tmpdir(), 'issue-facade-disk-'));
const seconds = Math.min(proof.seconds, 600);
let world: World;

beforeAll(async () => {
  world = await makeWorld(join(base, 'world'));
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

async function repeat(
  name: string,
  share: number,
  trial: (directory: string, chance: () => number, tally: Tally) => Promise<void>,
): Promise<void> {
  const hasTime = stopwatch(Math.min(60, seconds * share));
  const tally: Tally = { attempts: 0, acknowledged: 0, refused: 0 };
  let trials = 0;
  for (; trials === 0 || hasTime(); trials += 1) {
    const seed = proof.seed + trials;
    await trial(join(base, `${name}-${trials}`), makeChance(seed), tally).catch(
      (failure: unknown) => {
        throw new Error(`PROOF_SEED=${seed} npm run proof:disk\n${String(failure)}`);
      },
    );
  }
  say(
    `proof:disk: ${name}: ${trials} disks filled and freed 3 times, ${tally.attempts} commands: ` +
      `${tally.acknowledged} acknowledged, 0 lost; ${tally.refused} refused (store_full)`,
  );
  expect(tally.refused, 'disks were full').toBeGreaterThan(0);
}

test.skipIf(noDisks)(
  '[L1] one process a command on a disk that fills up: nothing acknowledged is lost',
  async () => {
    await repeat('commands', 0.2, (...trial) => fillUnderCommands(world, ...trial));
  },
);

test.skipIf(noDisks)(
  '[L2] one engine through full and freed disks: nothing acknowledged is lost',
  async () => {
    const { written, lost } = await lossesOfPlainLevel(join(base, 'plain'));
    say(
      `proof:disk: LevelDB alone, its handle kept: ${lost} of ${written} acknowledged writes lost`,
    );
    expect(lost, 'the trap is there').toBeGreaterThan(0);
    await repeat('one engine', 0.15, (...trial) => fillUnderEngine(world, ...trial));
  },
);

const FAULTED = [
  'create',
  'edit',
  'claim',
  'comment add',
  'import',
  'config set',
  'doctor --compact',
];

test.skipIf(!hasStrace)(
  '[L1, L2] a call that fails, once or for good: acknowledged and done are the same',
  async () => {
    const hasTime = stopwatch(seconds * 0.5);
    const commands = SWEPT_COMMANDS.filter(({ name }) => FAULTED.includes(name));
    const open = (name: string): Promise<FaultLane> =>
      openFaultLane(world, join(base, `${name}-issue-facade`), commands);
    const lanes = await Promise.all([open('a'), open('b')]);
    const all = [...(lanes[0]?.targets ?? [])].flatMap(([name, { faults }]) =>
      [...faults.keys()].map((fault) => ({ name, fault })),
    );
    const nameOf = ({ name, fault }: (typeof all)[number]): string => `${name}/${fault}`;
    const tasks = shuffled(all, proof.chance).filter(
      (task) => proof.point === null || nameOf(task) === proof.point,
    );
    const counts = new Map<string, Record<string, number>>();
    const failures: string[] = [];
    await runLanes(lanes, tasks, hasTime, async ({ slot, targets }, task) => {
      const row = counts.get(task.name) ?? {};
      counts.set(task.name, row);
      const target = targets.get(task.name);
      const fault = target?.faults.get(task.fault);
      if (target === undefined || fault === undefined) return;
      try {
        const outcome = await runIntoFault(slot, world, target, fault);
        row[outcome] = (row[outcome] ?? 0) + 1;
      } catch (failure) {
        failures.push(`${proof.replay(nameOf(task))}\n${String(failure)}`);
      }
    });
    const columns = ['acknowledged', 'refused', 'done but refused'];
    const rows = [...counts].map(([name, row]) => [
      name,
      ...columns.map((column) => row[column] ?? 0),
    ]);
    const total = rows
      .flatMap((row) => row.slice(1))
      .reduce<number>((sum, cell) => sum + Number(cell), 0);
    say(formatTable([['faults met', ...columns], ...rows]));
    say(
      `proof:disk: ${total} of ${all.length} faults (seed ${proof.seed}), ${failures.length} failures`,
    );
    expect(failures.length, failures.slice(0, 15).join('\n\n')).toBe(0);
  },
);

const DISK_BYTES = 4 * 1024 * 1024;

test.skipIf(noDisks)(
  '[L1] `issue init` on a full disk fails with store_full, and succeeds once there is room',
  async () => {
    let refused = 0;
    for (let pages = 0; pages < 24; pages += 1)
      await withSmallDisk(join(base, `init-${pages}`), DISK_BYTES, async (disk) => {
        disk.fill(pages);
        const first = await runIssue(['init', '--json'], { directory: disk.directory });
        if (first.code !== 0) expect(errorCodeOf(first), first.stderr).toBe('store_full');
        refused += first.code === 0 ? 0 : 1;
        disk.free();
        const second = await runIssue(['init', '--json'], { directory: disk.directory });
        expect(second.code, second.stderr).toBe(0);
        expect((await readState(disk.directory, { writes: true })).exists).toBe(true);
        const left = readdirSync(join(disk.directory, '.issue-facade'));
        expect(left.filter((name) => name.endsWith('.tmp'))).toEqual([]);
      });
    say(
      `proof:disk: init with 0 to 23 free pages: ${refused} refused, all succeed once there is room`,
    );
    expect(refused).toBeGreaterThan(0);
  },
);

test.skipIf(noDisks)(
  '[L1] on a read-only disk every write fails with store_readonly and changes nothing',
  async () => {
    await withSmallDisk(join(base, 'readonly'), DISK_BYTES, async (disk) => {
      const project = join(disk.directory, 'project');
      cpSync(world.directory, project, { recursive: true });
      const before = await readState(project, { writes: false });
      disk.setReadOnly(true);
      for (const { name, argv, prepare, founds } of SWEPT_COMMANDS) {
        if (prepare !== undefined || founds === true) continue;
        const run = await runIssue([...argv(world), '--json'], { directory: project });
        expect(errorCodeOf(run), `${name}: ${run.stderr}`).toBe('store_readonly');
      }
      const init = await runIssue(['init', '--json'], { directory: disk.directory });
      expect(errorCodeOf(init), init.stderr).toBe('store_readonly');
      disk.setReadOnly(false);
      expect(await readState(project, { writes: false })).toEqual(before);
    });
  },
);

test.skipIf(noDisks)(
  '[L1] a full disk at home, where replicas are only remembered, stops nothing',
  async () => {
    await withSmallDisk(join(base, 'home'), DISK_BYTES, async (disk) => {
      const project = join(base, 'homeless');
      cpSync(world.directory, project, { recursive: true });
      disk.fill(0);
      const env = { XDG_STATE_HOME: join(disk.directory, 'state') };
      for (const title of ['One', 'Two', 'Three']) {
        const run = await runIssue(['create', title, '--json'], { directory: project, env });
        expect(run.code, run.stderr).toBe(0);
      }
      const { issues } = await readState(project, { writes: true });
      for (const title of ['One', 'Two', 'Three'])
        expect(issues.filter((line) => line.includes(`"title":"${title}"`)).length).toBe(1);
    });
  },
);
