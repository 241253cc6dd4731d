import { must } from '../../kernel/assert.js';
import type { IssueId } from '../ids.js';

/**
 * A shortest path from one of `starts` to `goal`, both ends included, or null. Breadth first with its own queue,
 * so length is bounded by memory and not by the stack; with `next` in a fixed order the answer is fixed too. [DEP12]
 */
export function shortestPath(search: {
  readonly starts: readonly IssueId[];
  readonly goal: IssueId;
  readonly next: (id: IssueId) => Iterable<IssueId>;
}): readonly IssueId[] | null {
  const cameFrom = new Map<IssueId, IssueId | null>();
  for (const start of search.starts) cameFrom.set(start, null);
  // A Map hands out entries in the order they were added, also those added while it is walked: it is the queue.
  for (const id of cameFrom.keys()) {
    if (id === search.goal) return walkBack(cameFrom, id);
    for (const next of search.next(id)) if (!cameFrom.has(next)) cameFrom.set(next, id);
  }
  return null;
}

function walkBack(
  cameFrom: ReadonlyMap<IssueId, IssueId | null>,
  goal: IssueId,
): readonly IssueId[] {
  const path: IssueId[] = [];
  for (let id: IssueId | null = goal; id !== null;) {
    path.push(id);
    const previous: IssueId | null | undefined = cameFrom.get(id);
    id =
      previous === null ? null : must(previous, 'every visited issue was reached from somewhere');
  }
  return path.reverse();
}
