/** Cycles: the one a new edge would close, and those that merging replicas has made already. [DEP6, DEP7] */
import { must } from '../../kernel/assert.js';
import type { IssueId } from '../ids.js';
import { type Adjacency, at } from './adjacency.js';
import { cyclicComponents } from './components.js';
import { type GraphEdge, neighbours } from './neighbours.js';
import { shortestPath } from './shortest-path.js';

/** Issues each of which says `kind` about the next, and the last about the first; none is named twice. */
export interface Cycle {
  readonly kind: string;
  readonly ids: readonly IssueId[];
}

/** The shortest cycle that `edge` closes with the edges here and those planned, beginning with `from`, or null. [DEP6] */
export function wouldClose(
  adjacency: Adjacency,
  edge: GraphEdge,
  planned: readonly GraphEdge[],
): readonly IssueId[] | null {
  const added = new Map<IssueId, IssueId[]>();
  for (const { from, kind, to } of planned) {
    if (kind !== edge.kind) continue;
    const targets = added.get(from);
    if (targets === undefined) added.set(from, [to]);
    else targets.push(to);
  }
  const next = (id: IssueId): readonly IssueId[] => {
    const said = neighbours(adjacency, 'outgoing', id, edge.kind);
    const more = added.get(id);
    return more === undefined ? said : [...said, ...more];
  };
  const path = shortestPath({ starts: [edge.to], goal: edge.from, next });
  return path === null ? null : lastToFront(path);
}

/** One cycle for each group of issues that reach one another: from its smallest id, sorted by that id. [DEP7] */
export function cyclesOf(adjacency: Adjacency, kind: string): readonly Cycle[] {
  const cycles = cyclicComponents(adjacency, kind, () => true).map((group) => {
    const within = new Set(group.map((ordinal) => at(adjacency.ids, ordinal)));
    const smallest = [...within].reduce((a, b) => (b < a ? b : a));
    return { kind, ids: cycleThrough(adjacency, kind, { id: smallest, within }) };
  });
  return cycles.toSorted((a, b) => (at(a.ids, 0) < at(b.ids, 0) ? -1 : 1));
}

/** All issues that lie in a group that reaches itself, among those `include` admits. */
export function cyclicIds(
  adjacency: Adjacency,
  kind: string,
  include: (ordinal: number) => boolean,
): ReadonlySet<IssueId> {
  const groups = cyclicComponents(adjacency, kind, include);
  return new Set(groups.flat().map((ordinal) => at(adjacency.ids, ordinal)));
}

/** The shortest cycle that begins with `id` and stays `within`; `id` must lie on one. */
export function cycleThrough(
  adjacency: Adjacency,
  kind: string,
  place: { readonly id: IssueId; readonly within: ReadonlySet<IssueId> },
): readonly IssueId[] {
  const next = (from: IssueId): readonly IssueId[] =>
    neighbours(adjacency, 'outgoing', from, kind).filter((to) => place.within.has(to));
  const path = shortestPath({ starts: next(place.id), goal: place.id, next });
  return lastToFront(must(path, 'a member of a cyclic group reaches itself'));
}

/** A path that ends at an issue is, as a cycle, one that begins there. */
function lastToFront(path: readonly IssueId[]): readonly IssueId[] {
  return [...path.slice(-1), ...path.slice(0, -1)];
}
