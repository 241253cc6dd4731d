import type { ClaimEntry } from './claim.js';
import type { Issue } from './issue.js';

/** The issue as planning sees it: without what depends on an observer's clock, with every claim entry. */
export interface IssueView extends Omit<Issue, 'claim' | 'activity' | 'revision'> {
  readonly claims: ReadonlyMap<string, ClaimEntry>;
}
