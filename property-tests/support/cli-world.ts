/** A small project in which every command has something to do, and places to run commands on copies of it. */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Engine, openEngine } from '#engine';
import { ENGINE_DOOR } from './cli-proof.js';
import { PROVER } from './cli-run.js';

interface EngineDoor {
  readonly openEngine: typeof openEngine;
  readonly initReplica: (options: { directory: string }) => Promise<{ replica: string }>;
}

/** The engine as it is built. */
export async function builtEngine(): Promise<EngineDoor> {
  return (await import(/* @vite-ignore */ pathToFileURL(ENGINE_DOOR).href)) as EngineDoor;
}

export interface World {
  readonly directory: string;
  /** Issues by what is special about them. */
  readonly ids: Readonly<Record<Role, string>>;
  /** Comment on `talked`. */
  readonly comment: string;
}

type Role = 'plain' | 'other' | 'talked' | 'closed' | 'waiting' | 'mine' | 'foreign' | 'expired';

/** A lease this short has run out, margin included, before the sweep begins. */
const SHORT_TTL_MS = 1_000;

/** Makes the project; a directory of this name must not exist. */
export async function makeWorld(directory: string): Promise<World> {
  mkdirSync(directory, { recursive: true });
  const { initReplica, openEngine } = await builtEngine();
  await initReplica({ directory });
  const open = (agent: string): Promise<Engine> =>
    openEngine({ directory, agent: { id: agent }, holding: 'exclusive' });
  const engine = await open(PROVER);
  const create = async (title: string): Promise<string> =>
    (await engine.create({ title, body: `${title} in full.\n`, labels: ['old'] })).issue.id;
  const ids = {
    plain: await create('Plain'),
    other: await create('Other'),
    talked: await create('Talked about'),
    closed: await create('Closed'),
    waiting: await create('Waiting'),
    mine: await create('Claimed by me'),
    foreign: await create('Claimed by another'),
    expired: await create('Claimed once'),
  };
  const { comment } = await engine.comment(ids.talked, 'First words.');
  await engine.close([ids.closed]);
  await engine.dependencies.add(ids.waiting, 'blocked-by', [ids.other]);
  for (const priority of [0, 1, 2] as const) await engine.edit([ids.plain], { priority });
  await engine.claims.claimIssue(ids.mine, { ttlMs: 12 * 3_600_000 });
  await engine.claims.claimIssue(ids.expired, { ttlMs: SHORT_TTL_MS });
  await engine.saveQuery('urgent', 'label:old');
  await engine.destroy();
  const foreigner = await open('foreigner');
  await foreigner.claims.claimIssue(ids.foreign, { ttlMs: 12 * 3_600_000 });
  await foreigner.destroy();
  writeFileSync(
    join(directory, '.issue-facade', 'config.json'),
    '{\n  "future": { "key": 1 }\n}\n',
  );
  return { directory, ids, comment: comment.id };
}

/** Where the engine remembers replicas outside their projects (global-setup.ts sets it). */
function stateDirectory(): string {
  return join(process.env['XDG_STATE_HOME'] ?? '', 'issue-facade', 'replicas');
}

/**
 * A copy of the world that can be put back to what it was in place: same directory, same inode, same memory outside
 * the project. To the engine it is one replica that lives in one place.
 */
export class Slot {
  readonly directory: string;
  readonly #saved: string;
  #memory: readonly string[] = [];

  private constructor(directory: string) {
    this.directory = directory;
    this.#saved = `${directory}.saved`;
  }

  /** Copies the world to `directory` and lets it become a replica of its own by a write that no issue shows. */
  static async settle(world: World, directory: string): Promise<Slot> {
    const slot = new Slot(directory);
    cpSync(world.directory, directory, { recursive: true });
    const { openEngine } = await builtEngine();
    const engine = await openEngine({ directory, agent: { id: PROVER } });
    await engine.saveQuery('settled', 'is:open');
    const { replica } = await engine.status();
    await engine.destroy();
    slot.#memory = readdirSync(stateDirectory()).filter((name) => name.startsWith(replica));
    slot.save();
    return slot;
  }

  /** What is here now is what `reset` goes back to. */
  save(): void {
    rmSync(this.#saved, { recursive: true, force: true });
    cpSync(this.directory, this.#saved, { recursive: true });
    for (const name of this.#memory)
      cpSync(join(stateDirectory(), name), join(this.#saved, 'memory', name));
  }

  reset(): void {
    const project = join(this.directory, '.issue-facade');
    const replica = join(project, 'replica');
    for (const name of readdirSync(this.directory))
      if (name !== '.issue-facade') rmSync(join(this.directory, name), { recursive: true });
    for (const name of readdirSync(project))
      if (name !== 'replica') rmSync(join(project, name), { recursive: true });
    for (const name of readdirSync(replica)) rmSync(join(replica, name));
    cpSync(this.#saved, this.directory, {
      recursive: true,
      filter: (path) => path !== join(this.#saved, 'memory'),
    });
    for (const name of this.#memory)
      cpSync(join(this.#saved, 'memory', name), join(stateDirectory(), name));
  }
}
