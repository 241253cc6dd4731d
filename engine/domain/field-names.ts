/** Names of the register fields, once for everything that walks over them. */

/** What a person sets on an issue. */
export const ISSUE_FIELDS = [
  'title',
  'state',
  'reason',
  'priority',
  'type',
  'milestone',
  'due',
  'defer',
  'estimateMinutes',
] as const;

/** What agents keep about their work on it. */
export const WORK_FIELDS = ['agent', 'progress', 'status', 'stage', 'next'] as const;
