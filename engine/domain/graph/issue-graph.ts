/**
 * The dependency graph over list rows: a picture of one moment, built in one pass and never changed. Each issue
 * says its own edges; everything seen from the other end is derived here. [DEP1]
 */
import type { IssueId } from '../ids.js';
import type { IssueRow } from '../row.js';
import { type Adjacency, at, buildAdjacency, type EdgeRow } from './adjacency.js';
import { cyclesOf, type Cycle, cyclicIds, cycleThrough, wouldClose } from './cycles.js';
import { type GraphEdge, namedEdges, neighbours } from './neighbours.js';
import { type OpenBlockers, openBlockersOf } from './open-blockers.js';
import { isReady, type NotReadyReason, type ReadyContext, whyNotReady } from './ready.js';
import { type GraphTree, growTree } from './tree.js';

/** Kinds that must stay free of cycles: waiting in a circle never ends, and nobody is their own ancestor. [DEP2] */
export const ACYCLIC_KINDS: readonly string[] = ['blocked-by', 'parent'];

export interface TreeOptions {
  /** `down` follows what an issue says (what it waits for), `up` what is said about it. Default `down`. */
  readonly direction?: 'down' | 'up';
  /** Default `blocked-by` alone. */
  readonly kinds?: readonly string[];
  /** Levels below the root, at most `TREE_DEPTH_MAX`, which is the default. */
  readonly depth?: number;
}

/** Reads each row's id, state, deleted flag and dependencies once; linear in rows and edges. [DEP3, DEP12] */
export function buildGraph(rows: Iterable<EdgeRow>): IssueGraph {
  return new IssueGraph(buildAdjacency(rows, 'all'));
}

/** Answers about the edges that count. Ids that are not here have no edges; lists come without duplicates. [DEP3] */
export class IssueGraph implements OpenBlockers {
  readonly #adjacency: Adjacency;
  readonly #open: OpenBlockers;
  /** Open issues that wait in a circle; found at the first question. */
  #circling: ReadonlySet<IssueId> | null = null;

  constructor(adjacency: Adjacency) {
    this.#adjacency = adjacency;
    this.#open = openBlockersOf(adjacency);
  }

  /** The open issues this open issue waits for, in id order. [DEP4] */
  openBlockers(id: IssueId): readonly IssueId[] {
    return this.#open.openBlockers(id);
  }

  /** True while an open issue waits for at least one other open issue. [DEP4] */
  isBlocked(id: IssueId): boolean {
    return this.#open.isBlocked(id);
  }

  /** True for an open issue that some open issue waits for. [DEP5] */
  isBlocking(id: IssueId): boolean {
    return this.#open.isBlocking(id);
  }

  /** How many open issues wait for this open one. [DEP5] */
  openDependents(id: IssueId): number {
    return this.#open.openDependents(id);
  }

  /** Issues that name this one as their parent, in id order. */
  children(id: IssueId): readonly IssueId[] {
    return neighbours(this.#adjacency, 'incoming', id, 'parent');
  }

  /** Issues this one names as its parent, in id order; merging may leave more than one. */
  parents(id: IssueId): readonly IssueId[] {
    return neighbours(this.#adjacency, 'outgoing', id, 'parent');
  }

  /** What this issue says about others, by kind, then id. [DEP1] */
  outgoing(id: IssueId): readonly GraphEdge[] {
    return namedEdges(this.#adjacency, 'outgoing', id).map(({ kind, id: to }) => ({
      from: id,
      kind,
      to,
    }));
  }

  /** What others say about this issue, by kind, then id. [DEP1] */
  incoming(id: IssueId): readonly GraphEdge[] {
    return namedEdges(this.#adjacency, 'incoming', id).map(({ kind, id: from }) => ({
      from,
      kind,
      to: id,
    }));
  }

  /**
   * The shortest cycle this edge would close, beginning with `from`, or null; null too for kinds that may form
   * cycles. `planned` are edges of the same command that are not in the rows yet. [DEP2, DEP6]
   */
  wouldCycle(edge: GraphEdge, planned: readonly GraphEdge[] = []): readonly IssueId[] | null {
    return ACYCLIC_KINDS.includes(edge.kind) ? wouldClose(this.#adjacency, edge, planned) : null;
  }

  /** One cycle for each group of issues that reach one another, in an order that rows do not change. [DEP7] */
  cycles(kinds: readonly string[] = ACYCLIC_KINDS): readonly Cycle[] {
    return kinds.flatMap((kind) => cyclesOf(this.#adjacency, kind));
  }

  /** The shortest circle of open issues in which this one waits for itself, or null. [DEP8] */
  blockingCycle(id: IssueId): readonly IssueId[] | null {
    const { open } = this.#adjacency;
    // Asked for row after row by an explanation, so the search for a path runs only where there is one.
    this.#circling ??= cyclicIds(this.#adjacency, 'blocked-by', (ordinal) => at(open, ordinal));
    if (!this.#circling.has(id)) return null;
    return cycleThrough(this.#adjacency, 'blocked-by', { id, within: this.#circling });
  }

  /** What lies below (or above) an issue, each expanded once. [DEP9] */
  tree(root: IssueId, options: TreeOptions = {}): GraphTree {
    const { direction = 'down', kinds = ['blocked-by'], depth = Infinity } = options;
    const side = direction === 'down' ? 'outgoing' : 'incoming';
    return growTree(root, depth, (id) =>
      namedEdges(this.#adjacency, side, id).filter((end) => kinds.includes(end.kind)),
    );
  }

  /** True exactly when nothing is left to wait for. [DEP10] */
  isReady(row: IssueRow, context: ReadyContext): boolean {
    return isReady(row, this, context);
  }

  /** Every reason why it is not ready; empty exactly when it is. [DEP8, DEP10] */
  whyNotReady(row: IssueRow, context: ReadyContext): readonly NotReadyReason[] {
    return whyNotReady(row, this, context);
  }
}
