/** Tests of rows and their relative prices: what of a row is read, and how much decoding that takes. */
import type { IssueRow } from '../row.js';

export type Matches = (row: IssueRow) => boolean;

export interface RowTest {
  readonly cost: number;
  readonly matches: Matches;
}

/** Numbers and flags at the head of a row. */
export const HEAD_COST = 1;
export const CLAIM_COST = 5;
/** Lists that are empty on most rows. */
export const LIST_COST = 10;
/** Facts derived from other rows. */
export const GRAPH_COST = 20;
/** Strings behind the head. */
export const STRING_COST = 30;
/** The search text; no other test costs as much. */
export const TEXT_COST = 100;
