/**
 * Domain objects as the JSON that `--json` prints: RFC 3339 UTC times, ids as strings, arrays never null, keys in a
 * fixed order. Adding a key is no new schema; changing one is. [CLI10]
 */
import type { Issue, ListedIssue, Written } from '#engine';
import { activityJson, claimJson, commentJson, type JsonObject } from './json-parts.js';
import { jsonTime, jsonTimeOrNull } from './time.js';

/** Version of the envelope and of everything inside. */
export const JSON_SCHEMA = 1;

/** A row of a list. */
export function listedJson(listed: ListedIssue): JsonObject {
  const { row } = listed;
  return {
    id: row.id,
    short_id: listed.shortId,
    title: row.title,
    state: row.state,
    reason: row.reason,
    priority: row.priority,
    type: row.type,
    labels: row.labels,
    assignees: row.assignees,
    milestone: row.milestone,
    author: row.author,
    created_at: jsonTime(row.createdMs),
    updated_at: jsonTime(row.updatedMs),
    closed_at: jsonTimeOrNull(row.closedMs),
    due_at: jsonTimeOrNull(row.dueMs),
    defer_at: jsonTimeOrNull(row.deferMs),
    estimate_minutes: row.estimateMinutes,
    comment_count: row.commentCount,
    ready: listed.ready,
    blocked: listed.blocked,
    blocked_by: listed.openBlockers,
    open_dependents: listed.openDependents,
    dependencies: row.dependencies.map(({ kind, target }) => ({ kind, target })),
    claim: claimJson(listed.claim),
    agent: row.workAgent,
    progress: row.progress,
    remotes: row.remotes,
    conflicted: row.conflicted,
  };
}

/** A whole issue. */
export function issueJson(issue: Issue): JsonObject {
  return {
    id: issue.id,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    reason: issue.reason,
    priority: issue.priority,
    type: issue.type,
    labels: issue.labels,
    assignees: issue.assignees,
    milestone: issue.milestone,
    due: issue.due,
    defer: issue.defer,
    estimate_minutes: issue.estimateMinutes,
    dependencies: issue.dependencies.map(({ kind, target }) => ({ kind, target })),
    author: issue.author,
    created_at: jsonTime(issue.createdMs),
    updated_at: jsonTime(issue.updatedMs),
    closed_at: jsonTimeOrNull(issue.closedMs),
    deleted: issue.deleted,
    claim: claimJson(issue.claim),
    work: workJson(issue),
    comments: issue.comments.map(commentJson),
    links: issue.links.map(({ source, ref, url }) => ({ source, ref, url })),
    conflicts: issue.conflicts.map(({ field, winner, losers }) => ({
      field,
      winner,
      losers: losers.map(({ value, atMs }) => ({ value, at: jsonTime(atMs) })),
    })),
    activity: issue.activity.map(activityJson),
    revision: issue.revision,
  };
}

/** What agents keep about their work. */
export function workJson({ work }: Issue): JsonObject {
  return {
    agent: work.agent,
    stage: work.stage,
    progress: work.progress,
    status: work.status,
    next: work.next,
    checkpoints: work.checkpoints.map(({ name, note, agent, atMs }) => ({
      name,
      note,
      agent,
      at: jsonTime(atMs),
    })),
    metadata: Object.fromEntries(work.metadata),
  };
}

/** An issue after a write: what was done, then the issue. */
export function writtenJson({ issue, changed, notes }: Written): JsonObject {
  return { changed, notes, ...issueJson(issue) };
}
