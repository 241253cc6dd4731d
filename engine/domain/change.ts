/** What a caller asks for, in the words of the domain. */
import type { Link, Priority, State } from './issue.js';

/** Fields held as registers; `null` clears. Values are validated by `domain/fields.ts`. */
export interface FieldValues {
  readonly title?: string;
  readonly state?: State;
  readonly reason?: string | null;
  readonly priority?: Priority | null;
  readonly type?: string | null;
  readonly milestone?: string | null;
  readonly due?: string | null;
  readonly defer?: string | null;
  readonly estimateMinutes?: number | null;
  /** Agent metadata registers. */
  readonly agent?: string | null;
  readonly progress?: number | null;
  readonly status?: string | null;
  readonly stage?: string | null;
  readonly next?: string | null;
}

export interface NewIssue extends FieldValues {
  readonly title: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  /** What this issue says about others; targets as ids, prefixes or remote refs. */
  readonly dependencies?: readonly { readonly kind: string; readonly target: string }[];
  /** Issues that become blocked by this one. */
  readonly blocks?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Same key + same author = same issue: a second create answers with the first. */
  readonly key?: string;
}

export interface IssueChange extends FieldValues {
  readonly body?: string;
  /** Appended to the body after a blank line. */
  readonly appendBody?: string;
  readonly addLabels?: readonly string[];
  readonly removeLabels?: readonly string[];
  /** Replaces the whole set: translated into adds and removes. */
  readonly setLabels?: readonly string[];
  readonly addAssignees?: readonly string[];
  readonly removeAssignees?: readonly string[];
  readonly setAssignees?: readonly string[];
  /** What this issue says about others; targets as ids, prefixes or remote refs. */
  readonly addDependencies?: readonly { readonly kind: string; readonly target: string }[];
  readonly removeDependencies?: readonly { readonly kind: string; readonly target: string }[];
  /** Takes the place of every parent; `null` only removes them. */
  readonly parent?: string | null;
  /** Issues that become blocked by this one. */
  readonly blocks?: readonly string[];
  /** Free metadata; `null` removes a key. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly links?: readonly Link[];
}

/** One issue as another system or an export tells it; the neutral form of every import. */
export interface ImportRecord extends NewIssue {
  /** Where it comes from and its identity there: the key of idempotence. [IMP1] */
  readonly source: string;
  readonly ref: string;
  readonly url?: string | null;
  readonly author?: string;
  readonly createdMs?: number;
  readonly updatedMs?: number;
  readonly closedMs?: number | null;
  readonly deleted?: boolean;
  readonly comments?: readonly ImportComment[];
  /** Dependencies by the target's `ref` in the same source. */
  readonly refDependencies?: readonly { readonly kind: string; readonly ref: string }[];
  /** Further identities, e.g. the tracker an exported issue was linked to. */
  readonly links?: readonly Link[];
}

export interface ImportComment {
  /** Identity of the comment in the source. */
  readonly ref: string;
  readonly author: string;
  readonly createdMs: number;
  readonly body: string;
}
