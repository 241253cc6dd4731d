/** What may be worked on now, why not, and what comes first. Pure: the caller brings clock and claims. [DEP10, DEP11] */
import type { IssueId } from '../ids.js';
import type { IssueRow } from '../row.js';
import type { OpenBlockers } from './open-blockers.js';

export interface ReadyContext {
  readonly nowMs: number;
  /** True while the row's claim must be respected by others. */
  readonly isClaimLive: (row: IssueRow) => boolean;
}

/** One thing that keeps an issue from being ready. Codes are stable; the text is for people. */
export interface NotReadyReason {
  readonly code:
    | 'deleted'
    | 'closed'
    | 'in-progress'
    | 'blocked'
    | 'cycle'
    | 'claimed'
    | 'deferred';
  readonly text: string;
  /** The issues it is about: the blockers, or the cycle in edge order; otherwise none. */
  readonly ids: readonly IssueId[];
}

/** What the explanation asks of the graph. */
export interface CycleAwareBlockers extends OpenBlockers {
  blockingCycle(id: IssueId): readonly IssueId[] | null;
}

/** True exactly when nothing is left to wait for: open, unblocked, unclaimed and not deferred. [DEP10] */
export function isReady(row: IssueRow, blockers: OpenBlockers, context: ReadyContext): boolean {
  return (
    row.state === 'open' &&
    !row.deleted &&
    (row.deferMs === null || row.deferMs <= context.nowMs) &&
    !blockers.isBlocked(row.id) &&
    !context.isClaimLive(row)
  );
}

/** Every reason at once, so that removing them all makes it ready; empty exactly when `isReady`. [DEP8, DEP10] */
export function whyNotReady(
  row: IssueRow,
  blockers: CycleAwareBlockers,
  context: ReadyContext,
): readonly NotReadyReason[] {
  const reasons: NotReadyReason[] = [];
  const add = (code: NotReadyReason['code'], text: string, ids: readonly IssueId[] = []): void => {
    reasons.push({ code, text, ids });
  };
  if (row.deleted) add('deleted', 'it was deleted');
  if (row.state === 'closed') add('closed', 'it is closed');
  if (row.state === 'in-progress') add('in-progress', 'somebody works on it: it is in progress');
  const waitsFor = blockers.openBlockers(row.id);
  if (waitsFor.length > 0) {
    const noun = waitsFor.length === 1 ? 'issue' : 'issues';
    add('blocked', `it waits for ${waitsFor.length} open ${noun}`, waitsFor);
    const cycle = blockers.blockingCycle(row.id);
    if (cycle !== null) {
      add('cycle', 'it waits for itself: remove one dependency of this cycle', cycle);
    }
  }
  if (context.isClaimLive(row)) {
    add('claimed', row.claim === null ? 'it is claimed' : `it is claimed by ${row.claim.agent}`);
  }
  if (row.deferMs !== null && !(row.deferMs <= context.nowMs)) {
    add('deferred', `it is deferred for another ${formatWait(row.deferMs - context.nowMs)}`);
  }
  return reasons;
}

/** Order of ready work: most urgent first (none last), then oldest, then id. Total. [DEP11] */
export function compareReady(
  a: Pick<IssueRow, 'priority' | 'createdMs' | 'id'>,
  b: Pick<IssueRow, 'priority' | 'createdMs' | 'id'>,
): number {
  const urgency = (a.priority ?? LAST_PRIORITY) - (b.priority ?? LAST_PRIORITY);
  if (urgency !== 0) return urgency;
  if (a.createdMs !== b.createdMs) return a.createdMs - b.createdMs;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}

const LAST_PRIORITY = 5;
const HOUR_MS = 3_600_000;

/** Whole units, rounded up: "another 0 days" would be a riddle. */
function formatWait(ms: number): string {
  const [count, unit] =
    ms > 48 * HOUR_MS
      ? [Math.ceil(ms / (24 * HOUR_MS)), 'day']
      : ms > HOUR_MS
        ? [Math.ceil(ms / HOUR_MS), 'hour']
        : [Math.ceil(ms / 60_000), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
