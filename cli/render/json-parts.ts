/** Comments, claims and activity as the JSON that `--json` prints. [CLI10] */
import type { Activity, ClaimResult, Comment, ListedIssue } from '#engine';
import { jsonTime, jsonTimeOrNull } from './time.js';

/** An object with its keys in the order printed. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One comment. */
export function commentJson(comment: Comment): JsonObject {
  return {
    id: comment.id,
    author: comment.author,
    created_at: jsonTime(comment.createdMs),
    edited_at: jsonTimeOrNull(comment.editedMs),
    body: comment.body,
  };
}

/** One entry of the activity. */
export function activityJson(entry: Activity): JsonObject {
  return {
    id: entry.id,
    issue: entry.issue,
    at: jsonTime(entry.atMs),
    agent: entry.agent,
    agent_type: entry.agentType,
    via: entry.via,
    verb: entry.verb,
    changes: entry.changes,
  };
}

/** The claim on an issue, or null. */
export function claimJson(claim: ListedIssue['claim']): JsonObject | null {
  if (claim === null) return null;
  return {
    id: claim.claimId,
    agent: claim.agent,
    session: claim.session,
    state: claim.state,
    since: jsonTime(claim.sinceMs),
    expires_at: jsonTime(claim.expiresAtMs),
    expires_in_ms: claim.expiresInMs,
    ttl_ms: claim.ttlMs,
    arbiter: claim.arbiter,
    token: [claim.token.c, claim.token.t],
  };
}

/** Answer of a claim verb. */
export function claimResultJson(result: ClaimResult): JsonObject {
  return {
    id: result.issue,
    short_id: result.shortId,
    title: result.title,
    outcome: result.outcome,
    changed: result.changed,
    confirmed: result.confirmed,
    mode: result.mode,
    claim: claimJson(result.claim),
  };
}
