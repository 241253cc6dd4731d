/** LevelDB behind the store's port. Never creates unless told: a missing CURRENT would make it delete all data. [L3] */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClassicLevel } from 'classic-level';
import type { KeyRange, KeyValue, WriteOp } from '../store/ports.js';
import { toStoreError } from './store-error.js';

const ENCODING = { keyEncoding: 'view', valueEncoding: 'view' } as const;
const READ_AHEAD_BYTES = 1024 * 1024;
/** LevelDB's own trigger: from here on it wants to merge level 0. */
const LEVEL0_FILES_MAX = 4;
const TIDY_MS_MAX = 300;
/** Level 1 may hold a megabyte, or this share of what lies below, before it is pushed down. */
const LEVEL1_BYTES_MIN = 1024 * 1024;
const LEVEL1_SHARE = 12;

const held = new Set<string>();

/** Whether this process has the database open: the system's locks do not tell that, they are the process's own. */
export function isHeldHere(directory: string): boolean {
  return held.has(directory);
}

/** Opens the database. @throws the driver's error as it is (the caller tells a held lock from damage) */
export async function openLevel(directory: string, createIfMissing: boolean): Promise<KeyValue> {
  const db = new ClassicLevel<Uint8Array, Uint8Array>(directory, ENCODING);
  await db.open({ createIfMissing, errorIfExists: createIfMissing });
  held.add(directory);
  return new LevelStore(db, directory);
}

class LevelStore implements KeyValue {
  readonly #db: ClassicLevel<Uint8Array, Uint8Array>;
  readonly #directory: string;
  #hasWritten = false;

  constructor(db: ClassicLevel<Uint8Array, Uint8Array>, directory: string) {
    this.#db = db;
    this.#directory = directory;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    try {
      return this.#db.getSync(key);
    } catch (cause) {
      throw toStoreError(cause);
    }
  }

  async *entries(range: KeyRange): AsyncIterable<readonly [Uint8Array, Uint8Array]> {
    const { gte, lt, reverse = false, limit = -1 } = range;
    const options = { gte, lt, reverse, limit, highWaterMarkBytes: READ_AHEAD_BYTES };
    const iterator = this.#db.iterator(options);
    try {
      for (;;) {
        const page = await iterator.nextv(1_000);
        if (page.length === 0) return;
        yield* page;
      }
    } catch (cause) {
      throw toStoreError(cause);
    } finally {
      await iterator.close();
    }
  }

  async write(ops: readonly WriteOp[]): Promise<void> {
    try {
      this.#hasWritten = true;
      await this.#db.batch(ops as WriteOp[], { sync: true });
    } catch (cause) {
      throw toStoreError(cause);
    }
  }

  async compact(): Promise<void> {
    try {
      await this.#db.compactRange(Uint8Array.from([0]), Uint8Array.from([255]));
    } catch (cause) {
      throw toStoreError(cause);
    }
  }

  async sizeBytes(): Promise<number> {
    let total = 0;
    for (const name of readdirSync(this.#directory))
      total += statSync(join(this.#directory, name)).size;
    return total;
  }

  async close(): Promise<void> {
    try {
      if (this.#hasWritten) await this.#tidyLevels();
    } catch {
      // A disk without room for it: what was written is written, and the next writer tidies.
    } finally {
      await this.#db.close();
      held.delete(this.#directory);
    }
  }

  /**
   * Commands that open, write and close leave one small file each at level 0, and closing stops the compaction that
   * would merge them; left alone they slow every later opening. A writer therefore waits for it: a few milliseconds,
   * because the bulk of the data is kept at level 2, which it does not touch.
   */
  async #tidyLevels(): Promise<void> {
    for (let waitedMs = 0; waitedMs < TIDY_MS_MAX; waitedMs += 2) {
      if (Number(this.#db.getProperty('leveldb.num-files-at-level0')) < LEVEL0_FILES_MAX) break;
      await sleep(2);
    }
    const [, recent = 0, ...settled] = levelBytes(this.#db.getProperty('leveldb.sstables'));
    const settledBytes = settled.reduce((sum, bytes) => sum + bytes, 0);
    if (recent > Math.max(LEVEL1_BYTES_MIN, settledBytes / LEVEL1_SHARE)) await this.compact();
  }
}

/** Bytes at each level, from LevelDB's own listing (`--- level 1 ---`, then ` 7:2160492['a' .. 'z']` a file). */
function levelBytes(listing: string): number[] {
  const bytes: number[] = [];
  let level = 0;
  for (const line of listing.split('\n')) {
    const heading = /^--- level (\d+) ---/.exec(line);
    if (heading !== null) level = Number(heading[1]);
    const file = /^ \d+:(\d+)\[/.exec(line);
    if (file !== null) bytes[level] = (bytes[level] ?? 0) + Number(file[1]);
  }
  return Array.from(bytes, (size) => size ?? 0);
}
