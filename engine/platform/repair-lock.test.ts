import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { initReplica, openEngine } from '../open.js';
import { lockReplica } from './repair-lock.js';

const LEVEL = createRequire(import.meta.url).resolve('classic-level');
let root: string;
let place: string;
let holder: ChildProcess | null = null;

/** Another process that opens `directory` with LevelDB and holds it until it is killed. */
async function hold(directory: string, createIfMissing = false): Promise<string> {
  const program = `
    const { ClassicLevel } = require(${JSON.stringify(LEVEL)});
    const db = new ClassicLevel(${JSON.stringify(directory)});
    db.open({ createIfMissing: ${createIfMissing} }).then(() => console.log('held'), (error) => console.log(error.cause?.code));
    setInterval(() => undefined, 1_000);`;
  holder = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(holder.stdout!, 'data')) as [Buffer];
  return said.toString().trim();
}

async function release(): Promise<void> {
  if (holder === null) return;
  const ended = once(holder, 'exit');
  holder.kill('SIGKILL');
  await ended;
  holder = null;
}

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'issue-facade-lock-'));
  place = (await initReplica({ directory: root })).directory;
});

afterEach(async () => {
  await release();
  rmSync(root, { recursive: true, force: true });
});

describe('the lock of the doctor', () => {
  test('[DIA2] is not given while another process holds the database, and is when that is killed', async () => {
    expect(await hold(join(place, 'replica'))).toBe('held');
    await expect(lockReplica(place)).rejects.toMatchObject({ code: 'store_locked' });
    await release();
    const unlock = await lockReplica(place);
    await unlock();
  });

  test('[DIA2] keeps other processes out of the database itself', async () => {
    const unlock = await lockReplica(place);
    expect(await hold(join(place, 'replica'))).toBe('LEVEL_LOCKED');
    await release();
    const engine = await openEngine({ directory: root, lockWaitMs: 50 });
    await expect(engine.list()).rejects.toMatchObject({ code: 'store_locked' });
    await unlock();
    expect((await engine.list()).total).toBe(0);
    await engine.destroy();
  });

  test('[DIA2] ends with its process, and the next command takes the mark away', async () => {
    const mark = join(place, 'examining');
    mkdirSync(mark);
    linkSync(join(place, 'replica', 'LOCK'), join(mark, 'LOCK'));
    expect(await hold(mark, true)).toBe('held');
    const engine = await openEngine({ directory: root, lockWaitMs: 50 });
    await expect(engine.list()).rejects.toMatchObject({ code: 'store_locked' });
    await release();
    expect((await engine.list()).total).toBe(0);
    expect(existsSync(mark)).toBe(false);
    await engine.destroy();
  });
});
