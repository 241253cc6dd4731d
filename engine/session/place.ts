/** What a session needs of the place where a replica lives. The platform has the real one. */
import type { ReplicaId } from '../domain/ids.js';
import type { Store } from '../store/store.js';

/** Why the directory may not be the one this replica was written in. [L4] */
export type Suspicion = 'copied' | 'rolled-back';

export interface OpenReplica {
  readonly store: Store;
  readonly suspicion: Suspicion | null;
  /** Remembers outside the project where this replica lives; called after a new identity was committed. */
  settle(replica: ReplicaId): void;
  close(): Promise<void>;
}

export interface ReplicaPlace {
  /** `.issue-facade/` of the project. */
  readonly directory: string;
  /** Opens and verifies. @throws store_locked when another process holds it; store_damaged, store_missing, store_readonly, store_full … */
  open(): Promise<OpenReplica>;
  /** Who holds it as far as known, e.g. `process 4711 (issue import)`. */
  holder(): string | null;
}
