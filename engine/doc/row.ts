/** Projection → list row and search text: what listing needs, derived and nothing else. [L5] */
import { claimWinner } from '../domain/claim.js';
import { dayOrInstantMs } from '../domain/due-date.js';
import type { IssueRow, IssueText, RowClaim } from '../domain/row.js';
import type { Projected } from './project.js';

const MENTION = /(?:^|[^\w@/.])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)/g;

export function toRow(issue: Projected): IssueRow {
  return {
    id: issue.id,
    title: issue.title,
    state: issue.state,
    reason: issue.reason,
    priority: issue.priority,
    type: issue.type,
    milestone: issue.milestone,
    labels: issue.labels,
    assignees: issue.assignees,
    author: issue.author,
    commenters: unique(issue.comments.map((comment) => comment.author)),
    mentions: mentionsIn([issue.body, ...issue.comments.map((comment) => comment.body)]),
    createdMs: issue.createdMs,
    updatedMs: issue.updatedMs,
    closedMs: issue.closedMs,
    dueMs: dayOrInstantMs(issue.due, 'end'),
    deferMs: dayOrInstantMs(issue.defer, 'start'),
    estimateMinutes: issue.estimateMinutes,
    commentCount: issue.comments.length,
    reactionCount: 0,
    hasBody: issue.body !== '',
    dependencies: issue.dependencies,
    claim: rowClaim(issue),
    remotes: issue.links.map((link) => `${link.source}#${link.ref}`),
    workAgent: issue.work.agent,
    progress: issue.work.progress,
    conflicted: issue.conflicts.length > 0,
    deleted: issue.deleted,
  };
}

export function toText(issue: Projected): IssueText {
  return {
    title: issue.title,
    labels: issue.labels,
    body: issue.body,
    comments: issue.comments.map((comment) => comment.body),
  };
}

/** The winning entry while it is held; released and lost ones leave the row free. */
function rowClaim(issue: Projected): RowClaim | null {
  const winner = claimWinner(issue.claims);
  if (winner === null || winner[1].state !== 'held') return null;
  const [claimId, entry] = winner;
  return {
    claimId,
    agent: entry.agent,
    session: entry.session,
    ttlMs: entry.ttlMs,
    renewals: entry.renewals,
    sinceMs: entry.renewedMs,
    c: entry.c,
    t: entry.t,
    by: entry.by,
  };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function mentionsIn(texts: readonly string[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    if (!text.includes('@')) continue;
    for (const match of text.matchAll(MENTION)) found.add((match[1] ?? '').toLowerCase());
  }
  return [...found].sort();
}
