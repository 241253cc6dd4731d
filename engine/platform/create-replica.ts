/** Founding a replica: built beside its place and moved there whole, so that a crash leaves either none or a good one. */
import {
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
import { makeIncarnation, makeReplicaId, ID_ALPHABET } from '../domain/ids.js';
import { randomText, type Random } from '../kernel/random.js';
import { foundingBatch } from '../store/founding.js';
import { nodeChecksums } from './checksums.js';
import { fingerprintStore } from './fingerprint.js';
import { openLevel } from './level-store.js';
import { HEAD_FILE, REPLICA_DIRECTORY } from './replica-place.js';
import { toStoreError } from './store-error.js';

export const PROJECT_DIRECTORY = '.issue-facade';
const IGNORED = '# the replica is local; only the configuration may be shared\n*\n!.gitignore\n!config.json\n';

export interface Created {
  readonly directory: string;
  readonly created: boolean;
}

/** Creates `.issue-facade/` under `parent` unless there is one with a replica. */
export async function createReplica(parent: string, random: Random, env: NodeJS.ProcessEnv): Promise<Created> {
  const directory = resolve(parent, PROJECT_DIRECTORY);
  if (existsSync(join(directory, REPLICA_DIRECTORY))) return { directory, created: false };
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const ignore = join(directory, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, IGNORED);
    removeLeftovers(directory);
    const temporary = join(directory, `${REPLICA_DIRECTORY}.${process.pid}.tmp`);
    const replica = makeReplicaId(random);
    const incarnation = makeIncarnation(replica, random);
    const workspace = randomText(random, 13, ID_ALPHABET);
    mkdirSync(temporary, { mode: 0o700 });
    const db = await openLevel(temporary, true);
    await db.write(foundingBatch({ workspace, replica, incarnation }, nodeChecksums));
    await db.close();
    rmSync(join(directory, HEAD_FILE), { force: true });
    renameSync(temporary, join(directory, REPLICA_DIRECTORY));
    syncDirectory(directory);
    fingerprintStore(directory, replica, env).save();
    return { directory, created: true };
  } catch (cause) {
    throw toStoreError(cause);
  }
}

/** Makes the rename survive power loss. Windows cannot open directories; there the file system journals it. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(directory, 'r');
  fsyncSync(fd);
  closeSync(fd);
}

/** What a killed `init` left behind. */
function removeLeftovers(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (/^replica\.\d+\.tmp$/.test(name)) rmSync(join(directory, name), { recursive: true });
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
