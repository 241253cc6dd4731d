/** Trials on a disk that fills up and is freed again. */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { Engine } from '#engine';
import { errorOf, PROVER, runIssue } from './cli-run.js';
import { builtEngine, type World } from './cli-world.js';
import { withSmallDisk, type SmallDisk } from './disk-tmpfs.js';
import {
  argvOf,
  attempt,
  drawAttempt,
  findFaults,
  FULL_DISK_CODES,
  type Attempt,
} from './disk-writes.js';

export interface Tally {
  attempts: number;
  acknowledged: number;
  refused: number;
}

const DISK_BYTES = 8 * 1024 * 1024;
const ROUNDS = 3;
const ATTEMPTS = 6;

/** Runs commands, one process each, while fewer and fewer pages are free. @throws when anything acknowledged is lost */
export async function fillUnderCommands(
  world: World,
  directory: string,
  chance: () => number,
  tally: Tally,
): Promise<void> {
  await withSmallDisk(directory, DISK_BYTES, async (disk) => {
    const project = copyTo(world, disk);
    const run = async (one: Attempt): Promise<void> => {
      const ended = await runIssue(argvOf(one), { directory: project });
      if (ended.code !== 0)
        one.refusal = errorOf(ended) ?? { code: `exit ${ended.code}`, message: ended.stderr };
    };
    const attempts = await fillAndFree(world, disk, chance, run);
    await judge(project, attempts, tally);
  });
}

/** The same in one engine that keeps the replica open throughout. [L2] */
export async function fillUnderEngine(
  world: World,
  directory: string,
  chance: () => number,
  tally: Tally,
): Promise<void> {
  await withSmallDisk(directory, DISK_BYTES, async (disk) => {
    const project = copyTo(world, disk);
    const engine = await open(project);
    const attempts = await fillAndFree(world, disk, chance, (one) => attempt(engine, one));
    await engine.destroy();
    await judge(project, attempts, tally);
  });
}

/** Full, then free, then full again: each time with another few pages left. */
async function fillAndFree(
  world: World,
  disk: SmallDisk,
  chance: () => number,
  run: (one: Attempt) => Promise<void>,
): Promise<Attempt[]> {
  const issues = [world.ids.plain, world.ids.other];
  const attempts: Attempt[] = [];
  const next = async (): Promise<Attempt> => {
    const one = drawAttempt(`m${attempts.length}x${Math.floor(chance() * 1e9)}`, issues, chance);
    attempts.push(one);
    await run(one);
    return one;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    disk.fill(Math.floor(chance() * 40));
    for (let index = 0; index < ATTEMPTS; index += 1) {
      const { refusal, kind } = await next();
      if (refusal !== null && !FULL_DISK_CODES.includes(refusal.code))
        throw new Error(`${kind} on a full disk: ${refusal.code}: ${refusal.message}`);
    }
    disk.free();
    for (let index = 0; index < 2; index += 1) {
      const { refusal, kind } = await next();
      if (refusal !== null)
        throw new Error(`${kind} after space was freed: ${refusal.code}: ${refusal.message}`);
    }
  }
  return attempts;
}

async function judge(project: string, attempts: readonly Attempt[], tally: Tally): Promise<void> {
  const engine = await open(project);
  const faults = await findFaults(engine, attempts);
  await engine.destroy();
  if (faults.length > 0) throw new Error(faults.join('\n'));
  tally.attempts += attempts.length;
  tally.refused += attempts.filter(({ refusal }) => refusal !== null).length;
  tally.acknowledged += attempts.filter(({ refusal }) => refusal === null).length;
}

function copyTo(world: World, disk: SmallDisk): string {
  const project = join(disk.directory, 'project');
  cpSync(world.directory, project, { recursive: true });
  return project;
}

async function open(directory: string): Promise<Engine> {
  const { openEngine } = await builtEngine();
  return openEngine({ directory, agent: { id: PROVER }, holding: 'exclusive' });
}

/**
 * LevelDB by itself under the same treatment, its handle kept: of the writes it acknowledges after space was freed,
 * how many are gone when it is opened again? More than none, or the trials above prove nothing.
 */
export async function lossesOfPlainLevel(
  directory: string,
): Promise<{ written: number; lost: number }> {
  return withSmallDisk(directory, DISK_BYTES, async (disk) => {
    const place = join(disk.directory, 'level');
    mkdirSync(place);
    const db = new ClassicLevel<string, string>(place);
    await db.open();
    disk.fill(10);
    const put = (key: string): Promise<boolean> =>
      db.batch([{ type: 'put', key, value: 'v'.repeat(3_000) }], { sync: true }).then(
        () => true,
        () => false,
      );
    for (let index = 0; index < 100; index += 1) if (!(await put(`full-${index}`))) break;
    disk.free();
    const acknowledged: string[] = [];
    for (let index = 0; index < 100; index += 1)
      if (await put(`free-${index}`)) acknowledged.push(`free-${index}`);
    await db.close();
    const again = new ClassicLevel<string, string>(place);
    await again.open({ createIfMissing: false });
    const values = await again.getMany(acknowledged);
    await again.close();
    return {
      written: acknowledged.length,
      lost: values.filter((value) => value === undefined).length,
    };
  });
}
