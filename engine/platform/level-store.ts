/** LevelDB behind the store's port. Never creates unless told: a missing CURRENT would make it delete all data. [L3] */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import type { KeyRange, KeyValue, WriteOp } from '../store/ports.js';
import { toStoreError } from './store-error.js';

const ENCODING = { keyEncoding: 'view', valueEncoding: 'view' } as const;
const READ_AHEAD_BYTES = 1024 * 1024;

/** Opens the database. @throws the driver's error as it is (the caller tells a held lock from damage) */
export async function openLevel(directory: string, createIfMissing: boolean): Promise<KeyValue> {
  const db = new ClassicLevel<Uint8Array, Uint8Array>(directory, ENCODING);
  await db.open({ createIfMissing, errorIfExists: createIfMissing });
  return new LevelStore(db, directory);
}

class LevelStore implements KeyValue {
  readonly #db: ClassicLevel<Uint8Array, Uint8Array>;
  readonly #directory: string;

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
      await this.#db.batch(ops as WriteOp[], { sync: true });
    } catch (cause) {
      throw toStoreError(cause);
    }
  }

  async compact(): Promise<void> {
    await this.#db.compactRange(Uint8Array.from([0]), Uint8Array.from([255]));
  }

  async sizeBytes(): Promise<number> {
    let total = 0;
    for (const name of readdirSync(this.#directory))
      total += statSync(join(this.#directory, name)).size;
    return total;
  }

  async close(): Promise<void> {
    await this.#db.close();
  }
}
