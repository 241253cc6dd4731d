/** Founding a replica: built beside its place and moved there whole, so that a crash leaves either none or a good one. */
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeIncarnation, makeReplicaId, ID_ALPHABET, type ReplicaId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import { randomText, type Random } from '../kernel/random.js';
import { foundingBatch } from '../store/founding.js';
import { nodeChecksums } from './checksums.js';
import { fingerprintStore } from './fingerprint.js';
import { openLevel } from './level-store.js';
import { HEAD_FILE, REPLICA_DIRECTORY } from './replica-place.js';
import { toStoreError } from './store-error.js';

export const PROJECT_DIRECTORY = '.issue-facade';
const IGNORED =
  '# the replica is local; only the configuration may be shared\n*\n!.gitignore\n!config.json\n';

export interface Created {
  readonly directory: string;
  readonly created: boolean;
}

/** Creates `.issue-facade/` under `parent` unless there is one with a replica. Of several at once, one founds it. */
export async function createReplica(
  parent: string,
  random: Random,
  env: NodeJS.ProcessEnv,
): Promise<Created> {
  const directory = resolve(parent, PROJECT_DIRECTORY);
  const place = join(directory, REPLICA_DIRECTORY);
  // In this order: whoever founds it meanwhile puts the database in place before its head.
  const hasHead = existsSync(join(directory, HEAD_FILE));
  if (existsSync(place)) return { directory, created: false };
  if (hasHead)
    throw new EngineError('store_missing', `the replica's database is gone: ${place}`, {
      hint: 'issue doctor; to begin anew, remove .issue-facade/HEAD and run: issue init',
    });
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    chmodSync(directory, 0o700); // a checkout made it for everyone, with the shared configuration in it
    const ignore = join(directory, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, IGNORED);
    removeLeftovers(directory);
    const temporary = join(directory, `${REPLICA_DIRECTORY}.${process.pid}.tmp`);
    const replica = await buildDatabase(temporary, random);
    if (!moveInto(temporary, place)) return { directory, created: false };
    syncDirectory(directory);
    fingerprintStore(directory, replica, env).save();
    return { directory, created: true };
  } catch (cause) {
    throw toStoreError(cause);
  }
}

/** An empty replica's database, closed. */
async function buildDatabase(directory: string, random: Random): Promise<ReplicaId> {
  const replica = makeReplicaId(random);
  const incarnation = makeIncarnation(replica, random);
  const workspace = randomText(random, 13, ID_ALPHABET);
  mkdirSync(directory, { mode: 0o700 });
  const db = await openLevel(directory, true);
  try {
    await db.write(foundingBatch({ workspace, replica, incarnation }, nodeChecksums));
    await db.compact(); // puts a first file at level 2, below which later compactions push the bulk of the data
  } finally {
    await db.close();
  }
  return replica;
}

/** False when another process was faster: its replica stays, ours goes. */
function moveInto(temporary: string, place: string): boolean {
  try {
    renameSync(temporary, place); // refused when `place` is a directory with something in it
    return true;
  } catch (cause) {
    if (!existsSync(place)) throw cause;
    rmSync(temporary, { recursive: true, force: true });
    return false;
  }
}

/** Makes the rename survive power loss. Windows cannot open directories; there the file system journals it. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(directory, 'r');
  fsyncSync(fd);
  closeSync(fd);
}

/** What a killed `init` left behind. One that still runs keeps what it builds. */
function removeLeftovers(directory: string): void {
  for (const name of readdirSync(directory)) {
    const pid = /^replica\.(\d+)\.tmp$/.exec(name)?.[1];
    if (pid === undefined || (Number(pid) !== process.pid && isRunning(Number(pid)))) continue;
    rmSync(join(directory, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** `.issue-facade/` at or above `start`, or null. Stops at the file system's root. */
export function findProject(start: string): string | null {
  for (let at = resolve(start); ; at = dirname(at)) {
    const candidate = join(at, PROJECT_DIRECTORY);
    if (existsSync(join(candidate, REPLICA_DIRECTORY)) || existsSync(join(candidate, HEAD_FILE)))
      return candidate;
    if (dirname(at) === at) return null;
  }
}
