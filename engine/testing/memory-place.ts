/** A replica in memory behind the same ports as the real one: for tests that need speed or a simulated clock. */
import { makeIncarnation, makeReplicaId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import type { Random } from '../kernel/random.js';
import { nodeChecksums } from '../platform/checksums.js';
import type { OpenReplica, ReplicaPlace } from '../session/place.js';
import { foundingBatch } from '../store/founding.js';
import type { Head, HeadFile, KeyRange, KeyValue, WriteOp } from '../store/ports.js';
import { Store } from '../store/store.js';
import { openVerified } from '../store/verify.js';

/** Ordered bytes in memory. `failNextWrites(n)` makes that many writes fail as a broken disk would. */
export class MemoryKeyValue implements KeyValue {
  readonly #entries = new Map<string, { readonly key: Uint8Array; readonly value: Uint8Array }>();
  #failures = 0;

  failNextWrites(count: number): void {
    this.#failures = count;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#entries.get(hex(key))?.value;
  }

  async *entries(range: KeyRange): AsyncIterable<readonly [Uint8Array, Uint8Array]> {
    const [from, to] = [hex(range.gte), hex(range.lt)];
    const keys = [...this.#entries.keys()].filter((key) => key >= from && key < to).sort();
    if (range.reverse === true) keys.reverse();
    for (const key of keys.slice(0, range.limit ?? keys.length)) {
      const entry = this.#entries.get(key);
      if (entry !== undefined) yield await Promise.resolve([entry.key, entry.value] as const);
    }
  }

  async write(ops: readonly WriteOp[]): Promise<void> {
    await Promise.resolve();
    if (this.#failures > 0) {
      this.#failures -= 1;
      throw new EngineError('store_io', 'the simulated disk failed');
    }
    for (const op of ops) {
      if (op.type === 'del') this.#entries.delete(hex(op.key));
      else this.#entries.set(hex(op.key), { key: op.key.slice(), value: op.value.slice() });
    }
  }

  async compact(): Promise<void> {
    await Promise.resolve();
  }

  async sizeBytes(): Promise<number> {
    let total = 0;
    for (const { key, value } of this.#entries.values()) total += key.length + value.length;
    return Promise.resolve(total);
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** One place that several sessions may open in turn, as processes share a directory. */
export class MemoryPlace implements ReplicaPlace {
  readonly directory = '(memory)';
  readonly db = new MemoryKeyValue();
  #head: Head | null = null;
  #held = false;
  #suspicion: OpenReplica['suspicion'] = null;
  readonly #founding: Promise<void>;

  constructor(random: Random) {
    const replica = makeReplicaId(random);
    const incarnation = makeIncarnation(replica, random);
    const identity = { workspace: 'memory', replica, incarnation };
    this.#founding = this.db.write(foundingBatch(identity, nodeChecksums));
  }

  /** The next opening finds a copy. */
  suspect(suspicion: OpenReplica['suspicion']): void {
    this.#suspicion = suspicion;
  }

  holder(): string | null {
    return this.#held ? 'another session' : null;
  }

  async open(): Promise<OpenReplica> {
    await this.#founding;
    if (this.#held) throw new EngineError('store_locked', 'another session holds the replica');
    const head: HeadFile = {
      read: () => this.#head,
      write: (record) => {
        this.#head = record;
      },
      close: () => undefined,
    };
    const opened = openVerified(this.db, this.#head, nodeChecksums);
    this.#held = true;
    return {
      store: new Store(this.db, head, nodeChecksums, opened),
      suspicion: this.#suspicion,
      settle: () => {
        this.#suspicion = null;
      },
      close: async () => {
        this.#held = false;
        await Promise.resolve();
      },
    };
  }
}
