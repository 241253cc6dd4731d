/** What one parse carries through saved queries: the limits are those of the whole, not of each text. */
import { LIMITS } from '../../kernel/limits.js';
import { fault } from './fault.js';

/** Counts down; shared by a query and the saved ones inside it. */
export interface Budget {
  termsLeft: number;
}

export interface ParseScope {
  readonly lookup: (name: string) => string | null;
  /** Names of the saved queries being expanded, outermost first. */
  readonly stack: readonly string[];
  readonly budget: Budget;
}

export function startBudget(): Budget {
  return { termsLeft: LIMITS.queryTermsMax };
}

/** Takes `count` terms from the budget; throws a fault at `place` when they are not there. [QRY7] */
export function spend(
  budget: Budget,
  count: number,
  place: { readonly start: number; readonly end: number },
): void {
  budget.termsLeft -= count;
  if (budget.termsLeft >= 0) return;
  throw fault({
    message: `more than ${LIMITS.queryTermsMax} conditions`,
    start: place.start,
    end: place.end,
    hint: 'split the query',
  });
}
