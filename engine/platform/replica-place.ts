/** A replica on disk: `.issue-facade/replica/` (LevelDB), `HEAD` beside it, and a fingerprint outside the project. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReplicaId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import type { OpenReplica, ReplicaPlace, Suspicion } from '../session/place.js';
import { headOf, type Meta } from '../store/meta.js';
import type { Head, HeadFile, KeyValue } from '../store/ports.js';
import { Store } from '../store/store.js';
import { openVerified } from '../store/verify.js';
import { nodeChecksums } from './checksums.js';
import { refuseDamagedFiles } from './file-check.js';
import { fingerprintStore, type FingerprintStore } from './fingerprint.js';
import { openHeadFile } from './head-file.js';
import { openLevel } from './level-store.js';
import { beingExamined, isBeingExamined, refuseDuringExamination } from './repair-lock.js';
import { isLocked, toStoreError } from './store-error.js';

export const REPLICA_DIRECTORY = 'replica';
export const HEAD_FILE = 'HEAD';
/** A finished repair that waits to be put in place. */
export const REPAIRED_DIRECTORY = 'replica.repaired';
const HOLDER_FILE = 'holder.json';
/** Log entries that openings may verify again and again before one of them moves the mark. */
const REVERIFIED_MAX = 32;

/** @param directory the `.issue-facade/` directory */
export function replicaPlace(directory: string, env: NodeJS.ProcessEnv): ReplicaPlace {
  return {
    directory,
    open: () => openReplica(directory, env),
    holder: () => readHolder(join(directory, HOLDER_FILE)),
  };
}

async function openReplica(directory: string, env: NodeJS.ProcessEnv): Promise<OpenReplica> {
  const db = await openDatabase(directory);
  try {
    return openedReplica(directory, db, env);
  } catch (cause) {
    await db.close();
    throw cause instanceof EngineError ? cause : toStoreError(cause);
  }
}

function openedReplica(directory: string, db: KeyValue, env: NodeJS.ProcessEnv): OpenReplica {
  const head = openHeadFile(join(directory, HEAD_FILE), { sync: true });
  const acknowledged = head.read();
  const opened = openVerified(db, acknowledged, nodeChecksums);
  const replica = opened.meta.replica;
  let prints = fingerprintStore(directory, replica, env);
  const suspicion = suspect(prints, opened.meta.seq);
  const store = new Store(
    db,
    mirrored(head, () => prints.mirror),
    nodeChecksums,
    opened,
  );
  if (acknowledged === null) writeFirstHead(join(directory, HEAD_FILE), head, opened.meta);
  else if (opened.verifiedSeq - acknowledged.verifiedSeq > REVERIFIED_MAX)
    head.write(headOf(opened.meta, opened.verifiedSeq)); // or every opening would walk the same long stretch again
  writeHolder(join(directory, HOLDER_FILE));
  return {
    store,
    suspicion,
    settle: (next: ReplicaId) => {
      prints.mirror.close();
      prints = fingerprintStore(directory, next, env);
      prints.save();
      prints.mirror.write(headOf(store.meta, 0));
    },
    close: async () => {
      head.close();
      prints.mirror.close();
      await db.close();
      forgetHolder(join(directory, HOLDER_FILE));
    },
  };
}

/** Only a replica that was founded this instant has no head yet; verification refused every other case. */
function writeFirstHead(path: string, head: HeadFile, meta: Meta): void {
  writeFileSync(path, new Uint8Array(128), { mode: 0o600 });
  head.write(headOf(meta, 0));
}

/** Opens the database of a replica, unless it is just being examined or repaired. @throws store_locked, store_missing, store_damaged … */
export async function openDatabase(directory: string): Promise<KeyValue> {
  await refuseDuringExamination(directory);
  const db = await openUnguarded(directory);
  if (!isBeingExamined(directory)) return db;
  await db.close(); // a repair began meanwhile, and may put another database in this place
  throw beingExamined();
}

/** For who has the lock of the examination. */
export async function openUnguarded(directory: string): Promise<KeyValue> {
  const database = join(directory, REPLICA_DIRECTORY);
  if (!existsSync(database)) throw missing(directory);
  try {
    refuseDamagedFiles(database);
    return await openLevel(database, false);
  } catch (cause) {
    if (isLocked(cause))
      throw new EngineError('store_locked', 'another process holds the replica', { cause });
    throw toStoreError(cause);
  }
}

function missing(directory: string): EngineError {
  const hint = existsSync(join(directory, REPAIRED_DIRECTORY))
    ? 'a repair was interrupted; finish it: issue doctor --fix'
    : 'restore it from a backup (issue import), or remove .issue-facade/HEAD and run: issue init';
  const message = `the replica's database is gone: ${join(directory, REPLICA_DIRECTORY)}`;
  return new EngineError('store_missing', message, { hint });
}

export function suspect(prints: FingerprintStore, seq: number): Suspicion | null {
  if (!prints.matches()) return 'copied';
  const mirror = prints.mirror.read();
  return mirror !== null && mirror.seq > seq ? 'rolled-back' : null;
}

/** The head inside the project is the promise; its mirror outside only helps to notice a restored copy. */
function mirrored(head: HeadFile, mirror: () => HeadFile): HeadFile {
  return {
    read: () => head.read(),
    write: (record: Head) => {
      head.write(record);
      mirror().write(record);
    },
    close: () => head.close(),
  };
}

function writeHolder(path: string): void {
  const command = [basename(process.argv[1] ?? 'node'), process.argv[2] ?? ''].join(' ').trim();
  const holder = { pid: process.pid, command, sinceMs: Date.now() };
  try {
    writeFileSync(path, JSON.stringify(holder), { mode: 0o600 });
  } catch {
    // The note is a hint for those who wait: that it cannot be written fails no command.
  }
}

/** Only this process's own note: the next holder may have written by now. */
function forgetHolder(path: string): void {
  if (readHolder(path)?.startsWith(`process ${process.pid} `) !== true) return;
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays until the next holder writes its own; a waiter does not wait for it for long.
  }
}

function readHolder(path: string): string | null {
  try {
    const { pid, command } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    process.kill(Number(pid), 0);
    return `process ${String(pid)} (${String(command)})`;
  } catch {
    return null; // no file, or the process that wrote it is gone: the holder is not known
  }
}
