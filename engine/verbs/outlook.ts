/**
 * The derived facts about rows of one moment: claims by the observer's clock, who waits for whom, search text. Built
 * lazily, so that a question that needs none of it costs nothing. Never opens a document. [L5]
 */
import type { ListedIssue } from '../api.js';
import { claimMarginMs, silenceMs, type ClaimView, type Now } from '../domain/claim.js';
import { readyOnly, type OpenBlockers } from '../domain/graph/open-blockers.js';
import type { ClaimId, IssueId } from '../domain/ids.js';
import type { QueryContext } from '../domain/query-context.js';
import type { IssueRow } from '../domain/row.js';
import type { Store } from '../store/store.js';
import type { StoredRow } from '../store/stored-row.js';
import { candidates, shortId } from './identify.js';

export class Outlook {
  readonly store: Store;
  readonly now: Now;
  readonly #views = new Map<IssueId, ClaimView | null>();
  #blockers: OpenBlockers | null = null;
  #parents: ReadonlySet<IssueId> | null = null;

  constructor(store: Store, now: Now) {
    this.store = store;
    this.now = now;
  }

  get blockers(): OpenBlockers {
    this.#blockers ??= readyOnly(this.store.rows());
    return this.#blockers;
  }

  /** The leading claim of a row on this observer's clock; the same answer as from the document. */
  claim(row: IssueRow): ClaimView | null {
    const { claim } = row;
    if (claim === null) return null;
    const known = this.#views.get(row.id);
    if (known !== undefined) return known;
    const seen = this.store.observation(row.id);
    const silence = silenceMs(seen, claim.claimId, claim.renewals, this.now);
    const margin = claimMarginMs(claim.ttlMs);
    const left = Math.max(0, claim.ttlMs - margin - silence);
    const view: ClaimView = {
      claimId: claim.claimId as ClaimId,
      agent: claim.agent,
      session: claim.session,
      token: { c: claim.c, t: claim.t },
      state: left > 0 ? 'held' : silence < claim.ttlMs + margin ? 'expiring' : 'expired',
      arbiter: claim.by,
      ttlMs: claim.ttlMs,
      expiresInMs: left,
      expiresAtMs: this.now.wallMs + left,
      sinceMs: claim.sinceMs,
    };
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

  /** Without `blocked-by` edges no graph is asked. */
  isBlocked(row: IssueRow): boolean {
    if (!row.dependencies.some(({ kind }) => kind === 'blocked-by')) return false;
    return this.blockers.isBlocked(row.id);
  }

  hasChildren(row: IssueRow): boolean {
    if (this.#parents === null) {
      const parents = new Set<IssueId>();
      for (const other of this.store.rows()) {
        if (other.deleted) continue;
        for (const { kind, target } of other.dependencies) if (kind === 'parent') parents.add(target);
      }
      this.#parents = parents;
    }
    return this.#parents.has(row.id);
  }

  context(options: { readonly timeZone: string; readonly me: readonly string[] }): QueryContext {
    return {
      nowMs: this.now.wallMs,
      timeZone: options.timeZone,
      me: options.me,
      textOf: (row) => this.store.text(row as StoredRow),
      isClaimLive: (row) => this.isClaimLive(row),
      claimExpiresMs: (row) => this.claim(row)?.expiresAtMs ?? null,
      isBlocked: (row) => this.isBlocked(row),
      isBlocking: (row) => this.blockers.isBlocking(row.id),
      isReady: (row) => this.isReady(row),
      hasChildren: (row) => this.hasChildren(row),
      isUnsynced: () => false, // no relay or tracker can be configured yet, so nothing is owed to one
      resolve: (text) => candidates(this.store, text).map((row) => row.id),
    };
  }

  /** A row as a list shows it. Derived facts are computed when asked for. */
  listed(row: StoredRow): ListedIssue {
    const outlook = this;
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
        return outlook.isBlocked(row) ? outlook.blockers.openBlockers(row.id) : [];
      },
      get openDependents() {
        return outlook.blockers.openDependents(row.id);
      },
      get claim() {
        return outlook.claim(row);
      },
    };
  }
}
