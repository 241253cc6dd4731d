/**
 * Edges between issues in packed arrays. Ids are looked up once, when the rows are read; everything after that
 * walks whole numbers ("ordinals"), which is what keeps 100,000 rows cheap. [DEP3, DEP12]
 */
import { assert, must } from '../../kernel/assert.js';
import type { IssueId } from '../ids.js';
import type { Dependency } from '../issue.js';
import type { IssueRow } from '../row.js';

/** The part of a row that the graph reads, each field once: rows may decode lazily. */
export type EdgeRow = Pick<IssueRow, 'id' | 'state' | 'deleted' | 'dependencies'>;

/** Edges grouped by the issue at one end: those of ordinal `n` lie from `start[n]` up to `start[n + 1]`. */
export interface EdgeLists {
  readonly start: Int32Array;
  /** Ordinal at the other end; ascending by the row order of the end that says the edge. */
  readonly node: Int32Array;
  /** Index into `kinds`. */
  readonly kind: Int32Array;
}

/** The edges that count, and the issues they join. */
export interface Adjacency {
  readonly ids: readonly IssueId[];
  readonly ordinals: ReadonlyMap<IssueId, number>;
  /** By ordinal: true unless the issue is closed. */
  readonly open: readonly boolean[];
  readonly kinds: ReadonlyMap<string, number>;
  readonly kindNames: readonly string[];
  readonly outgoing: EdgeLists;
  readonly incoming: EdgeLists;
}

/**
 * Reads rows (ids unique) in one pass. Deleted issues and edges to issues that are not here are left out. [DEP3]
 * `waiting` keeps only what decides about being blocked: `blocked-by` edges between issues that are not closed.
 */
export function buildAdjacency(rows: Iterable<EdgeRow>, scope: 'all' | 'waiting'): Adjacency {
  const ids: IssueId[] = [];
  const ordinals = new Map<IssueId, number>();
  const open: boolean[] = [];
  const said: (readonly Dependency[])[] = [];
  for (const row of rows) {
    if (row.deleted) continue;
    const isOpen = row.state !== 'closed';
    if (scope === 'waiting' && !isOpen) continue;
    const id = row.id;
    ordinals.set(id, ids.length);
    ids.push(id);
    open.push(isOpen);
    said.push(row.dependencies);
  }
  assert(ordinals.size === ids.length, 'each issue has one row');

  const kinds = new Map<string, number>();
  const edges: Edges = { from: [], to: [], kind: [] };
  for (let from = 0; from < said.length; from += 1) {
    for (const dependency of at(said, from)) {
      if (scope === 'waiting' && dependency.kind !== 'blocked-by') continue;
      const to = ordinals.get(dependency.target);
      if (to === undefined) continue;
      edges.from.push(from);
      edges.to.push(to);
      edges.kind.push(numberOf(kinds, dependency.kind));
    }
  }
  const outgoing = group(ids.length, edges.from, edges.to, edges.kind);
  const incoming = group(ids.length, edges.to, edges.from, edges.kind);
  return { ids, ordinals, open, kinds, kindNames: [...kinds.keys()], outgoing, incoming };
}

/** The element, which must be there: ordinals are ours, so a miss is a bug. */
export function at<T>(list: { readonly [index: number]: T }, index: number): T {
  return must(list[index], 'an ordinal names an issue');
}

interface Edges {
  readonly from: number[];
  readonly to: number[];
  readonly kind: number[];
}

function numberOf(kinds: Map<string, number>, kind: string): number {
  const known = kinds.get(kind);
  if (known !== undefined) return known;
  kinds.set(kind, kinds.size);
  return kinds.size - 1;
}

/** Counting sort by `key`: linear, and it keeps the order of edges with the same key. */
function group(
  count: number,
  key: readonly number[],
  other: readonly number[],
  kinds: readonly number[],
): EdgeLists {
  // Ordinals are in range by construction; `?? 0` only tells the compiler, at no cost in this hot loop.
  const start = new Int32Array(count + 1);
  for (let edge = 0; edge < key.length; edge += 1) {
    const after = (key[edge] ?? 0) + 1;
    start[after] = (start[after] ?? 0) + 1;
  }
  for (let n = 1; n <= count; n += 1) start[n] = (start[n] ?? 0) + (start[n - 1] ?? 0);
  const next = start.slice(0, count);
  const node = new Int32Array(key.length);
  const kind = new Int32Array(key.length);
  for (let edge = 0; edge < key.length; edge += 1) {
    const ordinal = key[edge] ?? 0;
    const place = next[ordinal] ?? 0;
    next[ordinal] = place + 1;
    node[place] = other[edge] ?? 0;
    kind[place] = kinds[edge] ?? 0;
  }
  return { start, node, kind };
}
