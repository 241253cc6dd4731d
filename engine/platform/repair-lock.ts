/**
 * The lock of a repair: LevelDB's own lock on an empty database beside the replica, so that it ends with its process
 * however that ends. Its directory is the mark that keeps other processes from opening the replica meanwhile.
 */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { EngineError } from '../errors.js';
import { isLocked, toStoreError } from './store-error.js';

const MARK = 'repairing';

/** Takes the lock; the answer gives it back. @throws store_locked */
export async function lockRepair(directory: string): Promise<() => Promise<void>> {
  const mark = join(directory, MARK);
  const db = new ClassicLevel(mark);
  try {
    await db.open();
  } catch (cause) {
    if (isLocked(cause)) throw repairRuns(cause);
    throw toStoreError(cause);
  }
  const unmark = (): void => rmSync(mark, { recursive: true, force: true });
  return async () => {
    // The mark goes while the lock is held, or it could be another's by then. Windows removes no open file.
    if (process.platform !== 'win32') unmark();
    await db.close();
    if (process.platform === 'win32') unmark();
  };
}

export function isRepairMarked(directory: string): boolean {
  return existsSync(join(directory, MARK));
}

/** Costs one look at the directory while nothing is repaired; a mark without a living owner is taken away. */
export async function refuseDuringRepair(directory: string): Promise<void> {
  if (!isRepairMarked(directory)) return;
  const unlock = await lockRepair(directory);
  await unlock();
}

export function repairRuns(cause?: unknown): EngineError {
  return new EngineError('store_locked', 'the replica is being repaired', { cause });
}
