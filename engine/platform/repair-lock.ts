/**
 * The lock of an examination or repair: LevelDB's own lock on an empty database beside the replica, so that it ends with
 * its process however that ends. Its LOCK file is the replica's under a second name: whoever holds the replica holds it
 * too, and the damaged database need not be opened to be locked. The directory is the mark that keeps others out. [L4]
 */
import { closeSync, existsSync, linkSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { EngineError } from '../errors.js';
import { isHeldHere } from './level-store.js';
import { isLocked, toStoreError } from './store-error.js';

const MARK = 'examining';

/** Takes the lock; the answer gives it back. @throws store_locked */
export async function lockReplica(directory: string): Promise<() => Promise<void>> {
  const mark = join(directory, MARK);
  if (isHeldHere(join(directory, 'replica')))
    throw new EngineError('store_locked', 'another engine of this process holds the replica');
  try {
    mkdirSync(mark, { recursive: true, mode: 0o700 });
    shareLock(join(directory, 'replica'), mark);
    const db = new ClassicLevel(mark);
    await db.open();
    const unmark = (): void => {
      try {
        rmSync(mark, { recursive: true, force: true });
      } catch {
        // Nobody holds it any more: whoever comes next takes it away.
      }
    };
    return async () => {
      // The mark goes while the lock is held, or it could be another's by then. Windows removes no open file.
      if (process.platform !== 'win32') unmark();
      await db.close();
      if (process.platform === 'win32') unmark();
    };
  } catch (cause) {
    if (isLocked(cause)) throw beingExamined(cause);
    throw toStoreError(cause);
  }
}

function shareLock(database: string, mark: string): void {
  const shared = join(mark, 'LOCK');
  if (!existsSync(database) || existsSync(shared)) return;
  const lock = join(database, 'LOCK');
  closeSync(openSync(lock, 'a', 0o600));
  try {
    linkSync(lock, shared);
  } catch {
    // A file system without second names: the mark alone keeps others out.
  }
}

export function isBeingExamined(directory: string): boolean {
  return existsSync(join(directory, MARK));
}

/** Costs one look at the directory while nothing is examined; a mark without a living owner is taken away. */
export async function refuseDuringExamination(directory: string): Promise<void> {
  if (!isBeingExamined(directory)) return;
  const unlock = await lockReplica(directory);
  await unlock();
}

export function beingExamined(cause?: unknown): EngineError {
  return new EngineError('store_locked', 'the replica is being examined or repaired', { cause });
}
