/** What a query may ask about a row beyond the row itself. Supplied by the engine. */
import type { IssueId } from './ids.js';
import type { IssueRow } from './row.js';

export interface QueryContext {
  readonly nowMs: number;
  /** IANA zone of day boundaries, e.g. `Europe/Berlin`. */
  readonly timeZone: string;
  /** Names that `me` stands for, lower case. */
  readonly me: readonly string[];
  /** Normalised text of a row, as built by `query/search-text.ts`. */
  textOf(row: IssueRow): string;
  /** True while the row's claim must be respected by others. */
  isClaimLive(row: IssueRow): boolean;
  /** Wall-clock estimate of the end of the claim, epoch ms, or null. */
  claimExpiresMs(row: IssueRow): number | null;
  isBlocked(row: IssueRow): boolean;
  isBlocking(row: IssueRow): boolean;
  isReady(row: IssueRow): boolean;
  hasChildren(row: IssueRow): boolean;
  isUnsynced(row: IssueRow): boolean;
  /** Issues that this one says it is blocked by, open or not. */
  blockersOf(id: IssueId): readonly IssueId[];
  /** Ids that this text names: a full id, a prefix, or a remote ref. */
  resolve(text: string): readonly IssueId[];
}
