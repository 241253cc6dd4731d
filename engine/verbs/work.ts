/** What every verb works with: the session, who acts, and the two ways in — reading and writing. */
import type { AgentIdentity } from '../api.js';
import type { Now } from '../domain/claim.js';
import type { Claimant } from '../domain/plan/plan-claim.js';
import type { EngineError } from '../errors.js';
import type { Clock } from '../kernel/clock.js';
import { LIMITS } from '../kernel/limits.js';
import type { Random } from '../kernel/random.js';
import type { Documents } from '../session/documents.js';
import type { Session } from '../session/session.js';
import type { Transaction } from '../session/transaction.js';
import type { Store } from '../store/store.js';

export interface WorkOptions {
  readonly session: Session;
  readonly clock: Clock;
  readonly random: Random;
  readonly agent: AgentIdentity;
  readonly via: string;
  /** IANA zone of day boundaries in queries. */
  readonly timeZone: () => string;
  readonly claimTtlMs: number;
}

/** A refusal that has something to record first (a lost claim is told once). */
export class Refusal {
  readonly error: EngineError;
  constructor(error: EngineError) {
    this.error = error;
  }
}

export class Work {
  readonly options: WorkOptions;
  /** Open documents of the current handle; none until the first write. */
  #documents: Documents | null = null;

  constructor(options: WorkOptions) {
    this.options = options;
    options.session.onClose = () => this.#documents?.clear();
  }

  get agent(): AgentIdentity {
    return this.options.agent;
  }

  /** The agent as a claim sees it. */
  claimant(replica: string): Claimant {
    return { agent: this.agent.id, session: this.agent.session, replica };
  }

  now(): Now {
    const { clock } = this.options;
    return { wallMs: clock.nowMs(), bootId: clock.bootId(), uptimeMs: clock.uptimeMs() };
  }

  async read<T>(look: (store: Store) => Promise<T> | T): Promise<T> {
    return this.options.session.run(look);
  }

  /**
   * Plans in `plan`, then commits everything it gathered in one batch; answers with what `answer` makes of the
   * committed state. With `dryRun` the plan is applied to documents that are thrown away; `bulk` keeps none of the
   * documents in memory. [L1]
   */
  async write<P, T>(
    plan: (tx: Transaction) => P | Refusal,
    answer: (tx: Transaction, planned: P, store: Store) => T,
    options: { readonly dryRun?: boolean; readonly via?: string; readonly bulk?: boolean } = {},
  ): Promise<T> {
    const { session, clock, via } = this.options;
    const { Documents, Transaction } = await import('../session/writing.js');
    return session.run(async (store) => {
      const bulk = options.bulk === true;
      this.#documents ??= new Documents();
      if (bulk) this.#documents.clear();
      const scratch = bulk ? new Documents(0) : options.dryRun === true ? new Documents() : null;
      const documents = scratch ?? this.#documents;
      const actor = {
        agent: this.agent.id,
        agentType: this.agent.type,
        via: options.via ?? via,
      };
      const identity = session.identity(store);
      const tx = new Transaction({ store, identity, clock, actor, documents, bulk });
      try {
        const planned = plan(tx);
        const batch = tx.seal();
        const logFirst = pruneFrom(store);
        const current =
          batch === null || options.dryRun === true
            ? store
            : await session.commit(store, logFirst === null ? batch : { ...batch, logFirst });
        if (planned instanceof Refusal) throw planned.error;
        return answer(tx, planned, current);
      } catch (cause) {
        documents.clear();
        throw cause;
      }
    });
  }
}

/** The log is cut back now and then: the documents hold everything it says. */
function pruneFrom(store: Store): number | null {
  const { logFirst, seq } = store.meta;
  return seq - logFirst > LIMITS.logEntriesMax ? seq - LIMITS.logEntriesMax / 2 : null;
}
