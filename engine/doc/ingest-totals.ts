import { LIMITS } from '../kernel/limits.js';
import type { Projected } from './project.js';
import { refused } from './refusal.js';

/** Replicas that each stay within a limit may be past it together, so a merged issue may hold a few times as much. */
const TOGETHER = 4;

/** @throws invalid_input when the merged issue is larger than any honest merge makes it [ING2] */
export function checkTotals(view: Projected): void {
  const totals: readonly (readonly [what: string, count: number, max: number])[] = [
    ['characters in its body', view.body.length, LIMITS.bodyBytesMax],
    ['labels', view.labels.length, LIMITS.labelsMax],
    ['assignees', view.assignees.length, LIMITS.assigneesMax],
    ['dependencies', view.dependencies.length, LIMITS.dependenciesMax],
    ['comments', view.comments.length, LIMITS.commentsMax],
    ['metadata keys', view.work.metadata.size, LIMITS.metaKeysMax],
  ];
  for (const [what, count, max] of totals)
    if (count > max * TOGETHER) throw refused(`the issue would have ${count} ${what}`);
}
