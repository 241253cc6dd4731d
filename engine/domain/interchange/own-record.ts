/** What our own interchange form says, as types: everything another replica needs to recreate an issue. [IMP12] */
import type { Activity } from '../activity.js';
import type { ImportComment, ImportRecord } from '../change.js';
import type { ClaimView } from '../claim.js';
import type { CommentId, IssueId } from '../ids.js';
import type { Conflict, Dependency, Link, State, Work } from '../issue.js';

/** Grows when a reader of an older program could no longer read a line in full. */
export const OWN_SCHEMA = 1;

/** A comment that keeps its identity inside the issue; `ref` is that id too. */
export interface OwnComment extends ImportComment {
  readonly id: CommentId;
  readonly editedMs: number | null;
}

/** The leading claim without what only an observer's clock can tell (its state and remaining time). */
export type OwnClaim = Pick<
  ClaimView,
  'claimId' | 'agent' | 'session' | 'token' | 'arbiter' | 'ttlMs' | 'sinceMs'
>;

/** All an issue is, as data. The fields of `ImportRecord` are filled as well, `work` in its parts too. */
export interface OwnRecord extends ImportRecord {
  readonly source: 'own';
  /** Same as `ref`. */
  readonly id: IssueId;
  readonly state: State;
  readonly body: string;
  readonly author: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly deleted: boolean;
  /** By id, not by `ref`: ids are the same everywhere. */
  readonly dependencies: readonly Dependency[];
  readonly comments: readonly OwnComment[];
  readonly links: readonly Link[];
  readonly work: Work;
  readonly claim: OwnClaim | null;
  readonly conflicts: readonly Conflict[];
  /** In the one order every replica agrees on: by id. */
  readonly activity: readonly Activity[];
}
