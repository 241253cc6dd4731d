/** Rows for tests: only what a test says differs from a plain open issue. */
import type { IssueId } from '../ids.js';
import type { Dependency } from '../issue.js';
import type { IssueRow } from '../row.js';

/** The `n`th id; ids sort as their numbers do. */
export function idOf(n: number): IssueId {
  return `a${String(n).padStart(9, '0')}` as IssueId;
}

/** `kind` about the `n`th issue. */
export function on(n: number, kind = 'blocked-by'): Dependency {
  return { kind, target: idOf(n) };
}

/** A plain open issue, changed as asked. */
export function rowOf(n: number, change: Partial<IssueRow> = {}): IssueRow {
  return {
    id: idOf(n),
    title: `issue ${n}`,
    state: 'open',
    reason: null,
    priority: null,
    type: null,
    milestone: null,
    labels: [],
    assignees: [],
    author: 'ada',
    commenters: [],
    mentions: [],
    createdMs: 0,
    updatedMs: 0,
    closedMs: null,
    dueMs: null,
    deferMs: null,
    estimateMinutes: null,
    commentCount: 0,
    reactionCount: 0,
    hasBody: false,
    dependencies: [],
    claim: null,
    remotes: [],
    workAgent: null,
    progress: null,
    conflicted: false,
    deleted: false,
    ...change,
  };
}
