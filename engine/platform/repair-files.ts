/** The files of a repair: the damaged database is copied aside and kept, the new one is put in place by renaming. [DIA12] */
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyValue } from '../store/ports.js';
import { syncDirectory } from './create-replica.js';
import { openLevel } from './level-store.js';
import { HEAD_FILE, REPAIRED_DIRECTORY, REPLICA_DIRECTORY } from './replica-place.js';
import { toStoreError } from './store-error.js';

const BUILDING = 'replica.building.tmp';
const REPLACED = 'replica.replaced.tmp';

/** Copies the database and the head record to `damaged-<time>/`; answers with its path. */
export function setAside(directory: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const aside = join(directory, `damaged-${stamp}`);
  return guarded(() => {
    mkdirSync(aside, { mode: 0o700 });
    copyDatabase(join(directory, REPLICA_DIRECTORY), join(aside, REPLICA_DIRECTORY));
    const head = join(directory, HEAD_FILE);
    if (existsSync(head)) cpSync(head, join(aside, HEAD_FILE));
    syncDirectory(aside);
    return aside;
  });
}

/** An empty database to build in. */
export async function openBuilding(directory: string): Promise<KeyValue> {
  const building = join(directory, BUILDING);
  guarded(() => rmSync(building, { recursive: true, force: true }));
  try {
    return await openLevel(building, true);
  } catch (cause) {
    throw toStoreError(cause);
  }
}

/** Marks the closed new database as finished: from here on an interrupted repair is completed, not begun anew. */
export function markRepaired(directory: string): void {
  guarded(() => {
    rmSync(join(directory, REPAIRED_DIRECTORY), { recursive: true, force: true });
    renameSync(join(directory, BUILDING), join(directory, REPAIRED_DIRECTORY));
    syncDirectory(directory);
  });
}

/** Puts the finished database in place. Interrupted anywhere, `hasUnfinishedRepair` tells, and it can be run again. */
export function putInPlace(directory: string): void {
  guarded(() => {
    const place = join(directory, REPLICA_DIRECTORY);
    rmSync(join(directory, REPLACED), { recursive: true, force: true });
    if (existsSync(place)) renameSync(place, join(directory, REPLACED));
    renameSync(join(directory, REPAIRED_DIRECTORY), place);
    syncDirectory(directory);
  });
}

/** A repair died between taking the old database away and putting the new one in its place. */
export function hasUnfinishedRepair(directory: string): boolean {
  return (
    existsSync(join(directory, REPAIRED_DIRECTORY)) &&
    !existsSync(join(directory, REPLICA_DIRECTORY))
  );
}

/** Removes what repairs leave behind, finished or not; never the database, never what was set aside. */
export function cleanUp(directory: string): void {
  guarded(() => {
    for (const name of [BUILDING, REPLACED])
      rmSync(join(directory, name), { recursive: true, force: true });
    if (existsSync(join(directory, REPLICA_DIRECTORY)))
      rmSync(join(directory, REPAIRED_DIRECTORY), { recursive: true, force: true });
  });
}

function copyDatabase(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 });
  for (const name of readdirSync(from))
    if (name !== 'LOCK') cpSync(join(from, name), join(to, name));
  syncDirectory(to);
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw toStoreError(cause);
  }
}
