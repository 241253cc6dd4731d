/** The issue as a reader sees it: a projection of its document, plain data without CRDT or storage. */
import type { Activity } from './activity.js';
import type { ClaimView } from './claim.js';
import type { CommentId, IssueId } from './ids.js';

export const STATES = ['open', 'in-progress', 'closed'] as const;
export type State = (typeof STATES)[number];

/** 0 is the most urgent (P0), 4 the least. */
export type Priority = 0 | 1 | 2 | 3 | 4;
export const PRIORITY_NAMES = ['critical', 'high', 'medium', 'low', 'backlog'] as const;

/** What an issue may say about another one. Stored on the issue that says it; the reverse is derived. [DEP1] */
export const DEPENDENCY_KINDS = [
  'blocked-by',
  'parent',
  'related',
  'duplicate-of',
  'discovered-from',
] as const;
/** One of `DEPENDENCY_KINDS`, or another word (`[a-z][a-z-]{0,31}`) that some tracker uses. */
export type DependencyKind = (typeof DEPENDENCY_KINDS)[number] | (string & {});

export interface Dependency {
  readonly kind: DependencyKind;
  readonly target: IssueId;
}

export interface Comment {
  readonly id: CommentId;
  readonly author: string;
  readonly createdMs: number;
  readonly editedMs: number | null;
  readonly body: string;
}

export interface Checkpoint {
  readonly name: string;
  readonly note: string | null;
  readonly agent: string;
  readonly atMs: number;
}

/** Identity of this issue in some other system, e.g. `{source: 'beads', ref: 'bd-a3f8'}`. */
export interface Link {
  readonly source: string;
  readonly ref: string;
  readonly url: string | null;
}

/** A register that two replicas wrote without seeing each other: `winner` is shown, the rest stays readable. [DOC4] */
export interface Conflict {
  readonly field: string;
  readonly winner: unknown;
  readonly losers: readonly {
    readonly value: unknown;
    readonly atMs: number;
    readonly incarnation: string;
  }[];
}

/** Work state kept by agents. */
export interface Work {
  /** Agent that says it works on this, apart from people assigned. */
  readonly agent: string | null;
  /** 0 … 1. */
  readonly progress: number | null;
  readonly status: string | null;
  readonly stage: string | null;
  readonly next: string | null;
  readonly checkpoints: readonly Checkpoint[];
  readonly metadata: ReadonlyMap<string, unknown>;
}

export interface Issue {
  readonly id: IssueId;
  readonly title: string;
  readonly body: string;
  readonly state: State;
  /** Why it was closed: `completed`, `not-planned`, `duplicate`, or free text. */
  readonly reason: string | null;
  readonly priority: Priority | null;
  readonly type: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly milestone: string | null;
  /** `YYYY-MM-DD` or an RFC 3339 instant. */
  readonly due: string | null;
  /** Not ready before this day or instant; same forms as `due`. */
  readonly defer: string | null;
  readonly estimateMinutes: number | null;
  readonly dependencies: readonly Dependency[];
  readonly comments: readonly Comment[];
  readonly author: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly closedMs: number | null;
  readonly deleted: boolean;
  readonly work: Work;
  readonly links: readonly Link[];
  readonly claim: ClaimView | null;
  readonly conflicts: readonly Conflict[];
  /** Oldest first. */
  readonly activity: readonly Activity[];
  /** Grows with every change of the issue on any replica; for `--if-rev`. Opaque. */
  readonly revision: string;
}
