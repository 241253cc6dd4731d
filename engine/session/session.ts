/**
 * Turns a place into serialised work on an opened store: waits for the lock, hands the store out to one piece of work
 * at a time, gives the replica back when idle, and never trusts a handle after an I/O error. [L1, L2, L4]
 */
import { makeIncarnation, makeReplicaId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import { backoffMs } from '../kernel/backoff.js';
import type { Clock } from '../kernel/clock.js';
import { fraction, type Random } from '../kernel/random.js';
import { commit, prepareBatch, type Batch, type PreparedBatch } from '../store/commit.js';
import { headOf } from '../store/meta.js';
import type { Store } from '../store/store.js';
import type { OpenReplica, ReplicaPlace } from './place.js';

export interface SessionOptions {
  readonly place: ReplicaPlace;
  readonly clock: Clock;
  readonly random: Random;
  readonly holding: 'exclusive' | 'shared';
  readonly lockWaitMs: number;
  /**
   * A shared session keeps the replica so long after its work, in case more comes at once: opening costs more than most
   * work. It gives the replica back after a slice of time all the same. 0 (the default) gives it back at once.
   */
  readonly lingerMs?: number;
}

/** Repeats `open` while it fails with `store_locked`. */
export type WaitFor = <T>(open: () => Promise<T>) => Promise<T>;

/** Who writes now: minted anew when the directory may be a copy. */
export type Identity = NonNullable<Batch['identity']>;

/** A waiter looks again after up to so long, and tries to open at the latest after so long. */
const LOOK_MS = 40;
const LOOK_MS_MAX = 150;
/** Sustained work of one session gives way to others after so long, for up to so long. */
const SLICE_MS = 30;
const GIVE_WAY_MS = 16;
const WAIT_BACKOFF = (random: Random): Parameters<typeof backoffMs>[1] => ({
  baseMs: 2,
  capMs: 24,
  random,
});

export class Session {
  readonly #options: SessionOptions;
  #open: OpenReplica | null = null;
  #minted: Identity | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #ended = false;
  /** Turns begun: tells a lingering close that work has come. */
  #turns = 0;
  #openedAtMs = 0;
  #givesWay = false;
  /** Drops what callers cached from an earlier handle. */
  onClose: () => void = () => undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Runs `work` alone on the opened store. Work of one session never overlaps. */
  async run<T>(work: (store: Store) => Promise<T> | T): Promise<T> {
    if (this.#ended) throw new EngineError('usage', 'the engine was destroyed');
    this.#waiting += 1;
    this.#turns += 1;
    const turn = this.#tail.then(async () => {
      try {
        const { store } = await this.#acquire();
        return await work(store);
      } finally {
        this.#waiting -= 1;
        if (this.#options.holding === 'shared') await this.#giveBack();
      }
    });
    this.#tail = turn.catch(() => undefined); // the caller has the failure; the next turn must still start
    return turn;
  }

  /**
   * Runs `work` while this session holds nothing, so that it can look at the replica's files itself. `waitFor` repeats
   * an opening as long as another process holds the replica, within the session's patience.
   */
  async apart<T>(work: (waitFor: WaitFor) => Promise<T>): Promise<T> {
    if (this.#ended) throw new EngineError('usage', 'the engine was destroyed');
    const turn = this.#tail.then(async () => {
      await this.#close();
      return work((open) => this.#waitFor(open));
    });
    this.#tail = turn.catch(() => undefined); // the caller has the failure; the next turn must still start
    return turn;
  }

  /** The identity of the next batch. */
  identity(store: Store): Identity {
    return this.#minted ?? { replica: store.meta.replica, incarnation: store.meta.incarnation };
  }

  /**
   * Commits durably and answers with the store as it now is, or throws with nothing changed; a failure after which
   * that is not known says so. [L2]
   */
  async commit(store: Store, batch: Batch): Promise<Store> {
    const minted = this.#minted;
    const full = minted === null ? batch : { ...batch, identity: minted };
    const prepared = prepareBatch(store, full);
    const { chain } = store.meta;
    let current = store;
    try {
      await commit(store, prepared);
    } catch (cause) {
      current = await this.#recover({ batch: full, prepared, chain, cause });
    }
    if (minted !== null) {
      this.#open?.settle(minted.replica);
      this.#minted = null;
    }
    return current;
  }

  /**
   * After an I/O error: the handle is closed, the replica reopened and verified. The batch landed whole, or is written
   * once more (unless somebody else wrote meanwhile: it was planned on what was there before), or is given up.
   */
  async #recover(failed: {
    readonly batch: Batch;
    readonly prepared: PreparedBatch;
    /** End of the log that the batch was planned on. */
    readonly chain: string;
    readonly cause: unknown;
  }): Promise<Store> {
    const { batch, prepared, chain, cause } = failed;
    try {
      await this.#close();
      const { store } = await this.#acquire();
      if (hasLanded(store, prepared)) {
        store.head.write(headOf(store.meta, 0));
        return store;
      }
      if (isWorthRetrying(cause) && store.meta.chain === chain) {
        await commit(store, prepareBatch(store, batch));
        return store;
      }
    } catch (again) {
      await this.#close().catch(() => undefined); // the failure before it is the one to tell
      throw unsure(again);
    }
    throw cause;
  }

  async destroy(): Promise<void> {
    this.#ended = true;
    await this.#tail;
    await this.#close();
  }

  /** After a turn: at once, a little later, or not yet because more is queued. */
  async #giveBack(): Promise<void> {
    const { clock, lingerMs = 0 } = this.#options;
    if (lingerMs > 0 && clock.uptimeMs() - this.#openedAtMs >= SLICE_MS) {
      this.#givesWay = true;
      return this.#close();
    }
    if (this.#waiting > 0) return;
    if (lingerMs === 0) return this.#close();
    const turns = this.#turns;
    void clock.sleep(lingerMs).then(() => {
      if (this.#turns !== turns) return;
      const closing = this.#tail.then(() => (this.#turns === turns ? this.#close() : undefined));
      this.#tail = closing.catch(() => undefined); // a handle that cannot be closed fails the next opening
    });
  }

  async #acquire(): Promise<OpenReplica> {
    if (this.#open !== null) return this.#open;
    const { clock, random } = this.#options;
    if (this.#givesWay) await clock.sleep(Math.floor(fraction(random) * GIVE_WAY_MS));
    this.#givesWay = false;
    this.#open = await this.#waitFor(() => this.#options.place.open());
    this.#openedAtMs = clock.uptimeMs();
    if (this.#open.suspicion !== null) this.#minted = this.#mint();
    return this.#open;
  }

  async #waitFor<T>(open: () => Promise<T>): Promise<T> {
    const { clock, random, lockWaitMs } = this.#options;
    const deadlineMs = clock.uptimeMs() + lockWaitMs;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await open();
      } catch (cause) {
        if (!(cause instanceof EngineError) || cause.code !== 'store_locked') throw cause;
        if (clock.uptimeMs() >= deadlineMs) throw this.#lockedError(cause);
        await this.#waitForHolder(deadlineMs, backoffMs(attempt, WAIT_BACKOFF(random)));
      }
    }
  }

  /**
   * Trying to open costs the machine more than the work that is waited for, so waiters look at who holds the replica
   * until nobody says so, and try then; or after a while, since the note of a holder is only a hint.
   */
  async #waitForHolder(deadlineMs: number, extraMs: number): Promise<void> {
    const { clock, random, place } = this.#options;
    const untilMs = Math.min(deadlineMs, clock.uptimeMs() + LOOK_MS_MAX);
    await clock.sleep(1 + extraMs);
    while (place.holder() !== null && clock.uptimeMs() < untilMs)
      await clock.sleep(1 + Math.floor(fraction(random) * LOOK_MS));
  }

  #mint(): Identity {
    const replica = makeReplicaId(this.#options.random);
    return { replica, incarnation: makeIncarnation(replica, this.#options.random) };
  }

  #lockedError(cause: EngineError): EngineError {
    const seconds = Math.round(this.#options.lockWaitMs / 1000);
    const holder = this.#options.place.holder() ?? 'another process';
    return new EngineError('store_locked', `${holder} holds the replica; waited ${seconds} s`, {
      hint: 'repeat the command when it is done',
      details: { holder },
      cause,
    });
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    this.onClose();
    await open.close();
  }
}

function hasLanded(store: Store, { meta: { seq, chain } }: PreparedBatch): boolean {
  if (store.meta.seq < seq || store.meta.logFirst > seq) return false;
  return store.logEntry(seq).hash === chain;
}

function unsure(cause: unknown): EngineError {
  const code =
    cause instanceof EngineError && cause.code.startsWith('store_') ? cause.code : 'store_io';
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EngineError(code, `${message}; the command may have taken effect`, {
    hint: 'see whether it did before you repeat it',
    cause,
  });
}

/** A full or read-only disk stays so; anything else may have been a passing fault. */
function isWorthRetrying(cause: unknown): boolean {
  return cause instanceof EngineError && cause.code === 'store_io';
}
