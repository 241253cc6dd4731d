import type { IssueId } from '../ids.js';
import { type Adjacency, at } from './adjacency.js';

/** `from` says `kind` about `to`. */
export interface GraphEdge {
  readonly from: IssueId;
  readonly kind: string;
  readonly to: IssueId;
}

/** The other end of an edge, and what the edge says. */
export interface EdgeEnd {
  readonly kind: string;
  readonly id: IssueId;
}

/** Which end of the edges an issue stands at: it says the outgoing ones, others say the incoming ones. [DEP1] */
export type Side = 'outgoing' | 'incoming';

/** The issues at the other end of edges of one kind, each once, in id order. */
export function neighbours(
  adjacency: Adjacency,
  side: Side,
  id: IssueId,
  kind: string,
): readonly IssueId[] {
  const found = new Set<IssueId>();
  for (const end of ends(adjacency, side, id)) if (end.kind === kind) found.add(end.id);
  return [...found].toSorted();
}

/** All edges at one side of an issue, each once, by kind, then id. */
export function namedEdges(adjacency: Adjacency, side: Side, id: IssueId): readonly EdgeEnd[] {
  const sorted = [...ends(adjacency, side, id)].toSorted(compareEnds);
  return sorted.filter((end, index) => {
    const previous = sorted[index - 1];
    return previous === undefined || compareEnds(previous, end) !== 0;
  });
}

function* ends(adjacency: Adjacency, side: Side, id: IssueId): Generator<EdgeEnd> {
  const ordinal = adjacency.ordinals.get(id);
  if (ordinal === undefined) return;
  const lists = adjacency[side];
  const end = at(lists.start, ordinal + 1);
  for (let edge = at(lists.start, ordinal); edge < end; edge += 1) {
    yield {
      kind: at(adjacency.kindNames, at(lists.kind, edge)),
      id: at(adjacency.ids, at(lists.node, edge)),
    };
  }
}

function compareEnds(a: EdgeEnd, b: EdgeEnd): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}
