/**
 * The derived facts about rows of one moment: claims by the observer's clock, who waits for whom, search text. Built
 * lazily, so that a question that needs none of it costs nothing. Never opens a document. [L5]
 */
import type { ListedIssue } from '../api.js';
import type { ClaimView, Now } from '../domain/claim.js';
import type { IssueId } from '../domain/ids.js';
import { viewLease } from '../domain/plan/view-lease.js';
import type { QueryContext } from '../domain/query-context.js';
import type { IssueRow } from '../domain/row.js';
import type { Store } from '../store/store.js';
import type { StoredRow } from '../store/stored-row.js';
import { candidates, shortId } from './identify.js';

export class Outlook {
  readonly store: Store;
  readonly now: Now;
  readonly #views = new Map<IssueId, ClaimView | null>();
  #dependents: ReadonlyMap<IssueId, number> | null = null;
  #parents: ReadonlySet<IssueId> | null = null;

  constructor(store: Store, now: Now) {
    this.store = store;
    this.now = now;
  }

  /** The leading claim of a row on this observer's clock; the same answer as from the document. */
  claim(row: IssueRow): ClaimView | null {
    const { claim } = row;
    if (claim === null) return null;
    const known = this.#views.get(row.id);
    if (known !== undefined) return known;
    const { agent, session, c, t, by, ttlMs, renewals, sinceMs } = claim;
    const lease = { agent, session, c, t, by, ttlMs, renewals, renewedMs: sinceMs };
    const seen = this.store.observation(row.id);
    const view = viewLease(claim.claimId, lease, { seen, now: this.now });
    this.#views.set(row.id, view);
    return view;
  }

  isClaimLive(row: IssueRow): boolean {
    const view = this.claim(row);
    return view !== null && view.state !== 'expired';
  }

  isReady(row: IssueRow): boolean {
    return (
      row.state === 'open' &&
      !row.deleted &&
      (row.deferMs === null || row.deferMs <= this.now.wallMs) &&
      !this.isClaimLive(row) &&
      !this.isBlocked(row)
    );
  }

  /** Asks the rows it names, not a graph of all: most rows name none. The same answer as the graph's. [DEP4] */
  isBlocked(row: IssueRow): boolean {
    return this.#blockersOf(row, 1).length > 0;
  }

  openBlockers(row: IssueRow): readonly IssueId[] {
    return this.#blockersOf(row, Infinity).toSorted();
  }

  #blockersOf(row: IssueRow, most: number): IssueId[] {
    const found: IssueId[] = [];
    if (row.deleted || row.state === 'closed') return found;
    for (const { kind, target } of row.dependencies) {
      if (kind !== 'blocked-by' || found.includes(target)) continue;
      const other = this.store.row(target);
      if (other !== null && !other.deleted && other.state !== 'closed') found.push(target);
      if (found.length >= most) break;
    }
    return found;
  }

  /** How many open issues wait for this open one: one pass over the rows, however many are asked for. [DEP5] */
  openDependents(row: IssueRow): number {
    if (row.deleted || row.state === 'closed') return 0;
    this.#dependents ??= countDependents(this.store);
    return this.#dependents.get(row.id) ?? 0;
  }

  hasChildren(row: IssueRow): boolean {
    if (this.#parents === null) {
      const parents = new Set<IssueId>();
      for (const other of this.store.rows()) {
        if (other.deleted) continue;
        for (const { kind, target } of other.dependencies)
          if (kind === 'parent') parents.add(target);
      }
      this.#parents = parents;
    }
    return this.#parents.has(row.id);
  }

  /** `timeZone` is asked for only by queries that name days: finding it costs a tenth of a short command. */
  context(options: {
    readonly timeZone: () => string;
    readonly me: readonly string[];
  }): QueryContext {
    return {
      nowMs: this.now.wallMs,
      get timeZone() {
        return options.timeZone();
      },
      me: options.me,
      textOf: (row) => this.store.text(row as StoredRow),
      isClaimLive: (row) => this.isClaimLive(row),
      claimExpiresMs: (row) => this.claim(row)?.expiresAtMs ?? null,
      isBlocked: (row) => this.isBlocked(row),
      isBlocking: (row) => this.openDependents(row) > 0,
      isReady: (row) => this.isReady(row),
      hasChildren: (row) => this.hasChildren(row),
      isUnsynced: () => false, // no relay or tracker can be configured yet, so nothing is owed to one
      blockersOf: (id) =>
        (this.store.row(id)?.dependencies ?? []).flatMap(({ kind, target }) =>
          kind === 'blocked-by' ? target : [],
        ),
      resolve: (text) => candidates(this.store, text).map((row) => row.id),
    };
  }

  /** A row as a list shows it. Derived facts are computed when asked for. */
  listed(row: StoredRow): ListedIssue {
    return listedIssue(this, row);
  }
}

/** Open issues that say they are blocked, by the issue they name. */
function countDependents(store: Store): Map<IssueId, number> {
  const counts = new Map<IssueId, number>();
  store.scan((row) => {
    if (row.deleted || row.state === 'closed') return;
    for (const { kind, target } of row.dependencies)
      if (kind === 'blocked-by') counts.set(target, (counts.get(target) ?? 0) + 1);
  });
  return counts;
}

/** Own getters, so that copying or printing the object takes them along. */
function listedIssue(outlook: Outlook, row: StoredRow): ListedIssue {
  return {
    row,
    get shortId() {
      return shortId(outlook.store, row.id);
    },
    get ready() {
      return outlook.isReady(row);
    },
    get blocked() {
      return outlook.isBlocked(row);
    },
    get openBlockers() {
      return outlook.openBlockers(row);
    },
    get openDependents() {
      return outlook.openDependents(row);
    },
    get claim() {
      return outlook.claim(row);
    },
  };
}
