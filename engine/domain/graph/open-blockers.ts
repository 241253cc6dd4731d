/** Who waits for whom right now: the one question that ready-work asks of every row. [DEP4, DEP5] */
import type { IssueId } from '../ids.js';
import { type Adjacency, at, buildAdjacency, type EdgeLists, type EdgeRow } from './adjacency.js';

/** Answers about waiting. Ids that are not here, deleted or closed wait for nothing and nothing waits for them. */
export interface OpenBlockers {
  /** The open issues this open issue waits for, each once, in id order. [DEP4] */
  openBlockers(id: IssueId): readonly IssueId[];
  /** True while an open issue waits for at least one other open issue. [DEP4] */
  isBlocked(id: IssueId): boolean;
  /** True for an open issue that some open issue waits for. [DEP5] */
  isBlocking(id: IssueId): boolean;
  /** How many open issues wait for this open one. [DEP5] */
  openDependents(id: IssueId): number;
}

/**
 * The answers of the whole graph, but from open issues and their `blocked-by` edges alone: reads a row's
 * dependencies only when the row is open, so it is the cheap way to list ready work. [DEP13]
 */
export function readyOnly(rows: Iterable<EdgeRow>): OpenBlockers {
  return openBlockersOf(buildAdjacency(rows, 'waiting'));
}

/** The answers over edges already built; no copy is made. */
export function openBlockersOf(adjacency: Adjacency): OpenBlockers {
  const ends = (id: IssueId, lists: EdgeLists, most: number): readonly number[] =>
    openEnds(adjacency, lists, id, most);
  return {
    openBlockers: (id) => {
      const found = ends(id, adjacency.outgoing, Infinity);
      return found.map((ordinal) => at(adjacency.ids, ordinal)).toSorted();
    },
    isBlocked: (id) => ends(id, adjacency.outgoing, 1).length > 0,
    isBlocking: (id) => ends(id, adjacency.incoming, 1).length > 0,
    openDependents: (id) => ends(id, adjacency.incoming, Infinity).length,
  };
}

/** Up to `most` distinct open issues at the other end of the `blocked-by` edges of an open issue. */
function openEnds(
  adjacency: Adjacency,
  lists: EdgeLists,
  id: IssueId,
  most: number,
): readonly number[] {
  const ordinal = adjacency.ordinals.get(id);
  const kind = adjacency.kinds.get('blocked-by');
  if (ordinal === undefined || kind === undefined || !at(adjacency.open, ordinal)) return [];
  const found = new Set<number>();
  const end = at(lists.start, ordinal + 1);
  for (let edge = at(lists.start, ordinal); edge < end && found.size < most; edge += 1) {
    const node = at(lists.node, edge);
    if (at(lists.kind, edge) === kind && at(adjacency.open, node)) found.add(node);
  }
  return [...found];
}
