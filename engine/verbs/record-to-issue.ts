import type { OwnRecord } from '../domain/interchange/own-record.js';
import type { Issue } from '../domain/issue.js';

/** The issue a line of our own format tells, as far as encoding it looks at it: equal lines, equal texts. */
export function recordToIssue(record: OwnRecord): Issue {
  const { claim, work, links, conflicts, activity, comments, dependencies } = record;
  return {
    id: record.id,
    title: record.title,
    body: record.body,
    state: record.state,
    reason: record.reason ?? null,
    priority: record.priority ?? null,
    type: record.type ?? null,
    labels: record.labels ?? [],
    assignees: record.assignees ?? [],
    milestone: record.milestone ?? null,
    due: record.due ?? null,
    defer: record.defer ?? null,
    estimateMinutes: record.estimateMinutes ?? null,
    dependencies,
    comments,
    author: record.author,
    createdMs: record.createdMs,
    updatedMs: record.updatedMs,
    closedMs: record.closedMs ?? null,
    deleted: record.deleted,
    work,
    links,
    claim: claim === null ? null : { ...claim, state: 'held', expiresInMs: 0, expiresAtMs: 0 },
    conflicts,
    activity,
    revision: '',
  };
}
