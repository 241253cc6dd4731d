/**
 * Writing our own interchange form: one JSON line an issue, from which another replica recreates the same issue
 * under the same id. Equal issues give equal bytes. [IMP12, IMP13]
 */
import type { Activity } from '../activity.js';
import type { ClaimView } from '../claim.js';
import type { Comment, Conflict, Issue, Work } from '../issue.js';
import { byKey, canonical } from './canonical-json.js';
import { formatInstant } from './instant.js';
import { OWN_SCHEMA } from './own-record.js';
import { plainObject } from './parsed.js';

/**
 * One line of JSON without its line end: keys in a fixed order, sets sorted, times in RFC 3339 UTC with ms. Left
 * out is only what each reader derives for itself: the revision, and how much of the claim is left. [IMP12, IMP13]
 */
export function encodeOwn(issue: Issue): string {
  return JSON.stringify({
    schema: OWN_SCHEMA,
    issue: issue.id,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    reason: issue.reason,
    priority: issue.priority,
    type: issue.type,
    labels: issue.labels.toSorted(),
    assignees: issue.assignees.toSorted(),
    milestone: issue.milestone,
    due: issue.due,
    defer: issue.defer,
    estimateMinutes: issue.estimateMinutes,
    dependencies: issue.dependencies
      .map(({ kind, target }) => ({ kind, target }))
      .toSorted(by((dependency) => [dependency.kind, dependency.target])),
    comments: issue.comments
      .toSorted(by((comment) => [comment.createdMs, comment.id]))
      .map(encodeComment),
    author: issue.author,
    createdAt: formatInstant(issue.createdMs),
    updatedAt: formatInstant(issue.updatedMs),
    closedAt: instantOrNull(issue.closedMs),
    deleted: issue.deleted,
    work: encodeWork(issue.work),
    links: issue.links
      .map(({ source, ref, url }) => ({ source, ref, url }))
      .toSorted(by((link) => [link.source, link.ref])),
    claim: issue.claim === null ? null : encodeClaim(issue.claim),
    conflicts: issue.conflicts.map(encodeConflict).toSorted(by((conflict) => [conflict.field])),
    activity: issue.activity.toSorted(by((entry) => [entry.id])).map(encodeActivity),
  });
}

function encodeComment(comment: Comment): object {
  return {
    id: comment.id,
    author: comment.author,
    createdAt: formatInstant(comment.createdMs),
    editedAt: instantOrNull(comment.editedMs),
    body: comment.body,
  };
}

function encodeWork(work: Work): object {
  return {
    agent: work.agent,
    progress: work.progress,
    status: work.status,
    stage: work.stage,
    next: work.next,
    checkpoints: work.checkpoints.map(({ name, note, agent, atMs }) => ({
      name,
      note,
      agent,
      at: formatInstant(atMs),
    })),
    metadata: plainObject(
      [...work.metadata].toSorted(byKey).map(([key, value]) => [key, canonical(value)] as const),
    ),
  };
}

function encodeClaim(claim: ClaimView): object {
  return {
    id: claim.claimId,
    agent: claim.agent,
    session: claim.session,
    c: claim.token.c,
    t: claim.token.t,
    arbiter: claim.arbiter,
    ttlMs: claim.ttlMs,
    since: formatInstant(claim.sinceMs),
  };
}

function encodeConflict({ field, winner, losers }: Conflict) {
  return {
    field,
    winner: canonical(winner),
    losers: losers.map(({ value, atMs, incarnation }) => ({
      value: canonical(value),
      at: formatInstant(atMs),
      incarnation,
    })),
  };
}

function encodeActivity(entry: Activity): object {
  return {
    id: entry.id,
    at: formatInstant(entry.atMs),
    agent: entry.agent,
    agentType: entry.agentType,
    via: entry.via,
    verb: entry.verb,
    changes: canonical(entry.changes),
  };
}

function instantOrNull(ms: number | null): string | null {
  return ms === null ? null : formatInstant(ms);
}

/** Ascending by each part of the key in turn; texts in code units, the same in every locale. */
function by<Item>(keyOf: (item: Item) => readonly (string | number)[]) {
  return (a: Item, b: Item): number => {
    const [x, y] = [keyOf(a), keyOf(b)];
    for (const [index, part] of x.entries()) {
      const other = y[index];
      if (other !== undefined && part !== other) return part < other ? -1 : 1;
    }
    return 0;
  };
}
