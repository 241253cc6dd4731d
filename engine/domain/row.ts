import type { IssueId } from './ids.js';
/** The list row: everything that listing, filtering and ready-work need, so that no document is opened for them. [L5] */
import type { Dependency, Priority, State } from './issue.js';

/** The claim that currently leads, reduced to what a list shows. */
export interface RowClaim {
  readonly claimId: string;
  readonly agent: string;
  readonly session: string;
  readonly ttlMs: number;
  readonly renewals: number;
  /** Wall time of the grant or the latest renewal, epoch ms. */
  readonly sinceMs: number;
  readonly c: number;
  readonly t: number;
  /** Arbiter that confirmed it, or null when tentative. */
  readonly by: string | null;
}

export interface IssueRow {
  readonly id: IssueId;
  readonly title: string;
  readonly state: State;
  readonly reason: string | null;
  readonly priority: Priority | null;
  readonly type: string | null;
  readonly milestone: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly author: string;
  readonly commenters: readonly string[];
  /** Logins named with `@` in body or comments, lower case. */
  readonly mentions: readonly string[];
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly closedMs: number | null;
  /** End of the due day, or the due instant. */
  readonly dueMs: number | null;
  readonly deferMs: number | null;
  readonly estimateMinutes: number | null;
  readonly commentCount: number;
  readonly reactionCount: number;
  readonly hasBody: boolean;
  readonly dependencies: readonly Dependency[];
  readonly claim: RowClaim | null;
  /** `source#ref`, e.g. `github#42`, `beads#bd-a3f8`. */
  readonly remotes: readonly string[];
  readonly workAgent: string | null;
  readonly progress: number | null;
  readonly conflicted: boolean;
  readonly deleted: boolean;
}

/** Free text of one issue for search; kept apart from the row because only text search reads it. */
export interface IssueText {
  readonly title: string;
  readonly labels: readonly string[];
  readonly body: string;
  readonly comments: readonly string[];
}
