/**
 * The verbs of the engine: what `openEngine` returns and what every command of the CLI is made of.
 * All failures are `EngineError` with a code of `errors.ts`. A resolved write is durable. [L1]
 */
import type { Activity } from './domain/activity.js';
import type { FieldValues, ImportRecord, IssueChange, NewIssue } from './domain/change.js';
import type { ClaimView } from './domain/claim.js';
import type { CommentId, IssueId } from './domain/ids.js';
import type { Comment, Issue } from './domain/issue.js';
import type { IssueRow } from './domain/row.js';

/** Who acts. Stamped on every operation, comment, claim and activity entry. */
export interface AgentIdentity {
  readonly id: string;
  readonly type: string | null;
  readonly capabilities: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Tells two runs of one agent apart; empty when the caller does not care. */
  readonly session: string;
}

/** Options that every write takes. */
export interface WriteOptions {
  /** Plans and validates, answers as if done, writes nothing. */
  readonly dryRun?: boolean;
  /** Goes on although a claim of mine on the issue was lost; the activity records it. */
  readonly force?: boolean;
  /** Refuses with `conflict` unless the issue still has this revision. */
  readonly ifRevision?: string;
}

/** An issue after a write. `changed` is false when it already was as asked. */
export interface Written {
  readonly issue: Issue;
  readonly changed: boolean;
  /** Things worth saying that did not stop the write, e.g. `claimed by codex-2 for 12m`. */
  readonly notes: readonly string[];
}

export interface ListOptions {
  /** Query text (ux: `is:open label:bug`). */
  readonly query?: string;
  readonly limit?: number;
  /** Adds `is:open` when the query names no state. Default true. */
  readonly openByDefault?: boolean;
  /** Adds `is:ready`; default order is priority, then age. */
  readonly ready?: boolean;
}

/** A row as listed: the stored row and what is derived at reading. */
export interface ListedIssue {
  readonly row: IssueRow;
  /** Shortest prefix (at least 4 characters) that names this issue alone in this replica. */
  readonly shortId: string;
  readonly ready: boolean;
  readonly blocked: boolean;
  /** Open issues that block this one. */
  readonly openBlockers: readonly IssueId[];
  /** Number of open issues that wait for this one. */
  readonly openDependents: number;
  readonly claim: ClaimView | null;
}

export interface IssueList {
  readonly issues: readonly ListedIssue[];
  /** Matches in all. */
  readonly total: number;
  readonly limit: number;
  /** Remarks such as `no label "bgu"; close: "bug"`. */
  readonly notes: readonly string[];
}

/** An issue and what keeps it from being ready; no reasons = ready. Codes are stable: `blocked claimed deferred in-progress cycle closed deleted`. */
export interface Readiness {
  readonly issue: ListedIssue;
  readonly reasons: readonly {
    readonly code: string;
    readonly text: string;
    /** The issues it is about, e.g. the blockers. */
    readonly ids: readonly IssueId[];
  }[];
}

export interface ClaimOptions {
  /** Lease length, ms; default 30 minutes or `agent.claim_timeout`. */
  readonly ttlMs?: number;
  /** Takes it from a live holder; the reason is kept. */
  readonly steal?: { readonly reason: string };
}

/** Answer to claim, extend and check. */
export interface ClaimResult {
  readonly issue: IssueId;
  readonly shortId: string;
  readonly title: string;
  /** `held` by me · `free` · `other`: somebody else's · `expired`: mine, run out · `lost`: mine, superseded. */
  readonly outcome: 'held' | 'free' | 'other' | 'expired' | 'lost';
  readonly claim: ClaimView | null;
  /** `local`, or another arbiter named; what `confirmed` rests on. */
  readonly mode: string;
  readonly confirmed: boolean;
  /** False when this call found things as asked (e.g. released twice). */
  readonly changed: boolean;
}

/** Claims as leases with fencing tokens. [L9] [L10] */
export interface LockManager {
  /** Takes the claim or renews mine. @throws claim_held, not_found, conflict (closed issue) */
  claimIssue(id: string, options?: ClaimOptions): Promise<ClaimResult>;
  /** Picks the best ready issue that matches and takes it in one atomic step; null when none is ready. */
  claimNext(query?: string, options?: ClaimOptions): Promise<ClaimResult | null>;
  /** Ends my claim at once; releasing what I do not hold answers `changed: false` or `claim_held`. */
  releaseIssue(id: string): Promise<ClaimResult>;
  /** Who holds it; never claims. */
  checkClaim(id: string): Promise<ClaimResult>;
  /** New ttl from now, only while mine and live. @throws claim_expired, claim_lost, claim_held */
  extendClaim(id: string, options?: { readonly addTimeMs?: number }): Promise<ClaimResult>;
  /** All held claims; `mine` keeps those of this agent. */
  listClaims(options?: { readonly mine?: boolean }): Promise<readonly ClaimResult[]>;
  /** Marks claims that ran out as released; idempotent. */
  cleanupExpired(): Promise<readonly ClaimResult[]>;
}

export interface TreeNode {
  readonly issue: ListedIssue;
  readonly kind: string;
  readonly children: readonly TreeNode[];
  /** True where the subtree was already printed, or the depth limit cut it. */
  readonly cut: boolean;
}

/** `from` says `kind` about `to`, e.g. `{from: a, kind: 'blocked-by', to: b}`. */
export interface Edge {
  readonly from: IssueId;
  readonly kind: string;
  readonly to: IssueId;
}

/** Dependencies between issues. Cycles of `blocked-by` or `parent` are refused with the path shown. [DEP2] */
export interface DependencyGraph {
  add(from: string, kind: string, to: readonly string[], options?: WriteOptions): Promise<Written>;
  remove(
    from: string,
    kind: string,
    to: readonly string[],
    options?: WriteOptions,
  ): Promise<Written>;
  /** Edges in both directions. */
  show(id: string): Promise<{
    readonly issue: ListedIssue;
    readonly outgoing: readonly { readonly kind: string; readonly issue: ListedIssue }[];
    readonly incoming: readonly { readonly kind: string; readonly issue: ListedIssue }[];
  }>;
  /** What it waits for (`down`) or what waits for it (`up`). */
  tree(
    id: string,
    options?: {
      readonly direction?: 'down' | 'up';
      readonly depth?: number;
      readonly kinds?: readonly string[];
    },
  ): Promise<TreeNode>;
  cycles(): Promise<readonly (readonly IssueId[])[]>;
  ready(options?: { readonly query?: string; readonly limit?: number }): Promise<IssueList>;
}

export interface ActivityOptions {
  readonly issue?: string;
  readonly agent?: string;
  readonly sinceMs?: number;
  readonly limit?: number;
}

export interface ImportReport {
  readonly source: string;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly tombstones: number;
  readonly dependencies: number;
  readonly comments: number;
  /** Lines that could not be read; the rest was imported. */
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  readonly notes: readonly string[];
  readonly dryRun: boolean;
}

/** `own`: loss-free JSONL of this program · `beads`: its JSONL · `github`: REST array/JSONL or `gh issue list --json`. */
export type ImportFormat = 'own' | 'beads' | 'github';

export interface Progress {
  (done: number, total: number | null, what: string): void;
}

export interface DoctorFinding {
  /** Stable name of the kind of damage, e.g. `row_mismatch`. */
  readonly kind: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly fixable: boolean;
  readonly fixed: boolean;
}

export interface DoctorReport {
  readonly healthy: boolean;
  readonly findings: readonly DoctorFinding[];
  readonly issues: number;
  readonly checked: Readonly<Record<string, number>>;
}

export interface ReplicaStatus {
  readonly directory: string;
  readonly workspace: string;
  readonly replica: string;
  readonly incarnation: string;
  readonly issues: { readonly open: number; readonly inProgress: number; readonly closed: number };
  readonly ready: number;
  readonly blocked: number;
  readonly operations: number;
  readonly unsynced: number;
  readonly schema: string;
}

export interface SavedQuery {
  readonly name: string;
  readonly query: string;
}

export interface Engine {
  readonly agent: AgentIdentity;
  readonly claims: LockManager;
  readonly dependencies: DependencyGraph;

  create(issue: NewIssue, options?: WriteOptions): Promise<Written>;
  /** One change to several issues: all or nothing. */
  edit(
    ids: readonly string[],
    change: IssueChange,
    options?: WriteOptions,
  ): Promise<readonly Written[]>;
  close(
    ids: readonly string[],
    options?: WriteOptions & { readonly reason?: string; readonly comment?: string },
  ): Promise<readonly Written[]>;
  reopen(ids: readonly string[], options?: WriteOptions): Promise<readonly Written[]>;
  /** Leaves a tombstone: the issue is hidden everywhere but stays in the activity. */
  delete(ids: readonly string[], options?: WriteOptions): Promise<readonly Written[]>;

  comment(
    id: string,
    body: string,
    options?: WriteOptions,
  ): Promise<Written & { readonly comment: Comment }>;
  editComment(id: string, comment: string, body: string, options?: WriteOptions): Promise<Written>;
  deleteComment(id: string, comment: string, options?: WriteOptions): Promise<Written>;

  /** Agent work state: 0 … 1 and a word on it. */
  progress(
    id: string,
    value: number,
    options?: WriteOptions & { readonly status?: string },
  ): Promise<Written>;
  checkpoint(
    id: string,
    name: string,
    options?: WriteOptions & { readonly note?: string },
  ): Promise<Written>;

  /** The whole issue. Accepts a full id, a unique prefix, `source#ref` or a bare ref such as `bd-a3f8`. */
  show(id: string): Promise<Issue>;
  /** The canonical id. @throws not_found (with close candidates), ambiguous_id */
  resolve(id: string): Promise<IssueId>;
  /** Rows of these ids as a list shows them, in the order asked. */
  rows(ids: readonly string[]): Promise<readonly ListedIssue[]>;
  /** Most relevant first when the query searches text, else newest first, unless the query sorts. Never opens a document. */
  list(options?: ListOptions): Promise<IssueList>;
  /** Open issues that wait for others, with what they wait for. */
  blocked(options?: { readonly query?: string; readonly limit?: number }): Promise<IssueList>;
  /** Why open issues are ready or not: all reasons at once, ready ones first. */
  explainReadiness(options?: Pick<ListOptions, 'query' | 'limit'>): Promise<readonly Readiness[]>;
  /** How a query is understood, line by line, and the query as it will run. */
  explain(
    query: string,
    options?: { readonly openByDefault?: boolean },
  ): Promise<{ readonly query: string; readonly lines: readonly string[] }>;
  /** Labels, assignees, milestones and types in use, with counts. */
  vocabulary(): Promise<
    Readonly<Record<'labels' | 'assignees' | 'milestones' | 'types', ReadonlyMap<string, number>>>
  >;

  /** Newest first. */
  activity(options?: ActivityOptions): Promise<readonly Activity[]>;
  /** Entries as they are committed on this replica, by any process, from now on; ends when `signal` aborts. */
  follow(
    options?: ActivityOptions & { readonly signal?: AbortSignal; readonly pollMs?: number },
  ): AsyncIterable<Activity>;

  saveQuery(name: string, query: string): Promise<SavedQuery>;
  removeQuery(name: string): Promise<boolean>;
  savedQueries(): Promise<readonly SavedQuery[]>;

  /** `lines` are texts of one JSON object each, or one JSON array in all. Idempotent by (source, ref). */
  import(
    input: AsyncIterable<string> | Iterable<string>,
    options: {
      readonly format: ImportFormat | 'auto';
      readonly source?: string;
      readonly dryRun?: boolean;
      readonly progress?: Progress;
    },
  ): Promise<ImportReport>;
  /** Loss-free JSONL, one issue a line, in id order: equal replicas export equal bytes. [L7] */
  export(options?: { readonly query?: string; readonly deleted?: boolean }): AsyncIterable<string>;
  /** Writes a backup directory, re-imports it into a scratch replica and compares before it resolves. */
  backup(
    directory: string,
    options?: { readonly progress?: Progress },
  ): Promise<{
    readonly directory: string;
    readonly issues: number;
    readonly bytes: number;
    readonly digest: string;
  }>;
  /**
   * Merges a backup directory into this replica, every document behind the wall of law L6; what is here already is
   * left alone. Documents that cannot be let in are told in `rejected`. [BAK4, BAK5]
   * @throws not_found, invalid_input for a directory that is no backup or not the one once written
   */
  restore(directory: string, options?: { readonly progress?: Progress }): Promise<ImportReport>;
  doctor(options?: { readonly fix?: boolean; readonly progress?: Progress }): Promise<DoctorReport>;
  /** Folds logs and document updates; changes nothing a reader can see. */
  compact(): Promise<{ readonly bytesBefore: number; readonly bytesAfter: number }>;
  status(): Promise<ReplicaStatus>;

  /** Gives the replica back to other processes; the engine cannot be used afterwards. */
  destroy(): Promise<void>;
}

export interface InitOptions {
  /** Directory that gets `.issue-facade/`. */
  readonly directory: string;
}

export interface OpenOptions {
  /** Where to start looking for `.issue-facade/`, upward. Default: the current directory. */
  readonly directory?: string;
  readonly agent?: Partial<AgentIdentity>;
  /** Named in activity as the way in. Default `api`. */
  readonly via?: string;
  /** Keep the replica open between calls (fastest), or give it back after each (several processes share it). Default `shared`. */
  readonly holding?: 'exclusive' | 'shared';
  /** How long a call waits for a replica held by another process, ms. */
  readonly lockWaitMs?: number;
}

export type {
  Activity,
  Comment,
  CommentId,
  FieldValues,
  ImportRecord,
  Issue,
  IssueChange,
  IssueId,
  IssueRow,
  NewIssue,
};
