import type { Projected } from '../doc/project.js';
import type { Now, Observation } from '../domain/claim.js';
import type { Issue } from '../domain/issue.js';
import { viewClaim } from '../domain/plan/plan-claim.js';

/** A projection as readers get it: with the claim on the observer's clock and `from` filled into the activity. */
export function toIssue(view: Projected, seen: Observation | null, now: Now): Issue {
  const { claims, activity, schema: _schema, ...plain } = view;
  let entries: Issue['activity'] | null = null;
  return {
    ...plain,
    claim: viewClaim({ claims, seen, now }),
    // Unfolded when asked for: an issue edited ten thousand times answers its next edit as fast as its first.
    get activity() {
      entries ??= withPrevious(activity());
      return entries;
    },
  };
}

/** Fills in what each field was before, in the one order of entries that every replica agrees on. [ACT3] */
export function withPrevious(entries: readonly Issue['activity'][number][]): Issue['activity'] {
  const values = new Map<string, unknown>();
  return entries.map((entry) => ({
    ...entry,
    changes: entry.changes.map((change) => {
      if (change.kind !== 'set') return change;
      const from = values.get(change.field) ?? null;
      values.set(change.field, change.to);
      return { ...change, from };
    }),
  }));
}
