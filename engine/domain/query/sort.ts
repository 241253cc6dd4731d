/** The order of results: a total one, so that pages are stable. [QRY8] */
import type { IssueRow } from '../row.js';
import type { SortKey } from './ast.js';

type Compare = (a: IssueRow, b: IssueRow) => number;

/** Compares by the keys in turn, then newest first, then by id. `score` is the relevance of a row. */
export function compileSort(keys: readonly SortKey[], score: (row: IssueRow) => number): Compare {
  const compares = keys.map((key) => compileKey(key, score));
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return b.createdMs - a.createdMs || compareText(a.id, b.id);
  };
}

function compileKey(key: SortKey, score: (row: IssueRow) => number): Compare {
  const sign = key.direction === 'asc' ? 1 : -1;
  switch (key.word) {
    case 'created':
      return (a, b) => sign * (a.createdMs - b.createdMs);
    case 'updated':
      return (a, b) => sign * (a.updatedMs - b.updatedMs);
    case 'comments':
      return (a, b) => sign * (a.commentCount - b.commentCount);
    case 'closed':
      return (a, b) => compareOptional(a.closedMs, b.closedMs, sign);
    // Priority 0 is the highest: descending starts with it.
    case 'priority':
      return (a, b) => compareOptional(a.priority, b.priority, -sign);
    case 'id':
      return (a, b) => sign * compareText(a.id, b.id);
    case 'relevance':
      return (a, b) => sign * (score(a) - score(b));
  }
}

/** Rows without the value stand last in both directions. */
function compareOptional(a: number | null, b: number | null, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return sign * (a - b);
}

/** By code units: the same order on every machine, whatever its locale. */
function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
