/** `--parent`, `--blocked-by` and `--blocks` on issues that exist. */
import type { IssueChange } from '#engine';
import type { IssueFlags } from './flags/issue-fields.js';
import { meansNone } from './flags/values.js';

type DependencyFlags = Pick<IssueFlags, 'parent' | 'blockedBy' | 'blocks'>;

/** The flags as part of a change. A parent replaces the one before; `none` only removes it. */
export function readDependencies({ parent, blockedBy, blocks }: DependencyFlags): IssueChange {
  return {
    ...(parent === undefined ? {} : { parent: meansNone(parent) ? null : parent }),
    ...(blockedBy === undefined
      ? {}
      : { addDependencies: blockedBy.map((target) => ({ kind: 'blocked-by', target })) }),
    ...(blocks === undefined ? {} : { blocks }),
  };
}
