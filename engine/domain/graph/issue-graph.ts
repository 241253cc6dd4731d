/**
 * The dependency graph over list rows: a picture of one moment, built in one pass and never changed. Each issue
 * says its own edges; everything seen from the other end is derived here. [DEP1]
 */
import type { IssueId } from '../ids.js';
import type { IssueRow } from '../row.js';
import { type Adjacency, at, buildAdjacency, type EdgeLists, type EdgeRow } from './adjacency.js';
import { cyclicComponents } from './components.js';
import { type OpenBlockers, openBlockersOf } from './open-blockers.js';
import { isReady, type NotReadyReason, type ReadyContext, whyNotReady } from './ready.js';
import { shortestPath } from './shortest-path.js';
import { type GraphTree, growTree } from './tree.js';

/** Kinds that must stay free of cycles: waiting in a circle never ends, and nobody is their own ancestor. [DEP2] */
export const ACYCLIC_KINDS: readonly string[] = ['blocked-by', 'parent'];

/** `from` says `kind` about `to`. */
export interface GraphEdge {
  readonly from: IssueId;
  readonly kind: string;
  readonly to: IssueId;
}

/** Issues each of which says `kind` about the next, and the last about the first; none is named twice. */
export interface Cycle {
  readonly kind: string;
  readonly ids: readonly IssueId[];
}

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
    return this.#neighbours(this.#adjacency.incoming, id, 'parent');
  }

  /** Issues this one names as its parent, in id order; merging may leave more than one. */
  parents(id: IssueId): readonly IssueId[] {
    return this.#neighbours(this.#adjacency.outgoing, id, 'parent');
  }

  /** What this issue says about others, by kind, then id. [DEP1] */
  outgoing(id: IssueId): readonly GraphEdge[] {
    return this.#edges(this.#adjacency.outgoing, id).map((end) => ({
      from: id,
      kind: end.kind,
      to: end.id,
    }));
  }

  /** What others say about this issue, by kind, then id. [DEP1] */
  incoming(id: IssueId): readonly GraphEdge[] {
    return this.#edges(this.#adjacency.incoming, id).map((end) => ({
      from: end.id,
      kind: end.kind,
      to: id,
    }));
  }

  /**
   * The shortest cycle this edge would close, beginning with `from`, or null; null too for kinds that may form
   * cycles. `planned` are edges of the same command that are not in the rows yet. [DEP2, DEP6]
   */
  wouldCycle(edge: GraphEdge, planned: readonly GraphEdge[] = []): readonly IssueId[] | null {
    if (!ACYCLIC_KINDS.includes(edge.kind)) return null;
    const added = Map.groupBy(
      planned.filter((other) => other.kind === edge.kind),
      (other) => other.from,
    );
    const next = (id: IssueId): readonly IssueId[] => [
      ...this.#neighbours(this.#adjacency.outgoing, id, edge.kind),
      ...(added.get(id) ?? []).map((other) => other.to),
    ];
    const path = shortestPath({ starts: [edge.to], goal: edge.from, next });
    return path === null ? null : lastToFront(path);
  }

  /** One cycle for each group of issues that reach one another, in an order that rows do not change. [DEP7] */
  cycles(kinds: readonly string[] = ACYCLIC_KINDS): readonly Cycle[] {
    return kinds.flatMap((kind) => {
      const groups = cyclicComponents(this.#adjacency, kind, () => true);
      const paths = groups.map((group) => {
        const members = new Set(group.map((ordinal) => at(this.#adjacency.ids, ordinal)));
        return this.#cycleThrough([...members].reduce((a, b) => (b < a ? b : a)), kind, members);
      });
      const byFirst = paths.toSorted((a, b) => (at(a, 0) < at(b, 0) ? -1 : 1));
      return byFirst.map((ids) => ({ kind, ids }));
    });
  }

  /** The shortest circle of open issues in which this one waits for itself, or null. [DEP8] */
  blockingCycle(id: IssueId): readonly IssueId[] | null {
    const { ids, open } = this.#adjacency;
    // Asked for row after row by an explanation, so the search for a path runs only where there is one.
    this.#circling ??= new Set(
      cyclicComponents(this.#adjacency, 'blocked-by', (ordinal) => at(open, ordinal))
        .flat()
        .map((ordinal) => at(ids, ordinal)),
    );
    return this.#circling.has(id) ? this.#cycleThrough(id, 'blocked-by', this.#circling) : null;
  }

  /** What lies below (or above) an issue, each expanded once. [DEP9] */
  tree(root: IssueId, options: TreeOptions = {}): GraphTree {
    const { direction = 'down', kinds = ['blocked-by'], depth = Infinity } = options;
    const lists = direction === 'down' ? this.#adjacency.outgoing : this.#adjacency.incoming;
    return growTree(root, depth, (id) =>
      this.#edges(lists, id).filter((end) => kinds.includes(end.kind)),
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

  #edges(lists: EdgeLists, id: IssueId): readonly { readonly kind: string; readonly id: IssueId }[] {
    const ends = [...this.#adjacency.kinds.keys()].flatMap((kind) =>
      this.#neighbours(lists, id, kind).map((end) => ({ kind, id: end })),
    );
    return ends.toSorted((a, b) => (a.kind === b.kind ? 0 : a.kind < b.kind ? -1 : 1));
  }

  #neighbours(lists: EdgeLists, id: IssueId, kind: string): readonly IssueId[] {
    const ordinal = this.#adjacency.ordinals.get(id);
    const wanted = this.#adjacency.kinds.get(kind);
    if (ordinal === undefined || wanted === undefined) return [];
    const found = new Set<IssueId>();
    const end = at(lists.start, ordinal + 1);
    for (let edge = at(lists.start, ordinal); edge < end; edge += 1) {
      if (at(lists.kind, edge) === wanted) {
        found.add(at(this.#adjacency.ids, at(lists.node, edge)));
      }
    }
    return [...found].toSorted();
  }

  #cycleThrough(id: IssueId, kind: string, within: ReadonlySet<IssueId>): readonly IssueId[] {
    const next = (from: IssueId): readonly IssueId[] =>
      this.#neighbours(this.#adjacency.outgoing, from, kind).filter((to) => within.has(to));
    const path = shortestPath({ starts: next(id), goal: id, next });
    return path === null ? [id] : lastToFront(path);
  }
}

/** A path that ends at `x` is, as a cycle, one that begins there. */
function lastToFront(path: readonly IssueId[]): readonly IssueId[] {
  return [...path.slice(-1), ...path.slice(0, -1)];
}
