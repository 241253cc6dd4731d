/**
 * What the source last said about an issue, read from the activity that earlier imports left: the base of a three-way
 * comparison. What the source has not changed since stays as it was edited here. [TRF2]
 */
import type { Activity, Change, SetName } from '../activity.js';
import { META_PREFIX } from '../fields.js';
import type { IssueView } from '../issue-view.js';
import { dependencyElement } from '../mutation.js';

/** A comment that the source told before. */
export interface ToldComment {
  readonly chars: number;
  /** True while nobody but the source has changed it. */
  readonly isUntouched: boolean;
}

export interface ImportBase {
  /** True when fields and body are to be compared with the issue itself, not with what was told. */
  readonly isTwoWay: boolean;
  readonly fields: ReadonlyMap<string, unknown>;
  readonly sets: Readonly<Record<SetName, ReadonlySet<string>>>;
  /** Size and checksum of the body, or null when the source told none. */
  readonly body: { readonly chars: number; readonly crc: number } | null;
  readonly comments: ReadonlyMap<string, ToldComment>;
}

/** @param activity all entries, oldest first @param via how imports of the source are named in them */
export function importBase(activity: readonly Activity[], via: string): ImportBase {
  const base = emptyBase();
  for (const entry of activity) {
    for (const change of entry.changes) {
      if (entry.via === via) tell(base, change);
      else if (change.kind === 'comment') touch(base, change.id);
    }
  }
  return base;
}

/** The base that makes a comparison two-way: everything as it is here counts as told, and fields are compared with it. */
export function baseOfView(view: IssueView): ImportBase {
  const base = emptyBase();
  for (const label of view.labels) base.sets.labels.add(label);
  for (const assignee of view.assignees) base.sets.assignees.add(assignee);
  for (const { kind, target } of view.dependencies)
    base.sets.dependencies.add(dependencyElement(kind, target));
  for (const { id, body } of view.comments)
    base.comments.set(id, { chars: body.length, isUntouched: true });
  for (const key of view.work.metadata.keys()) base.fields.set(`${META_PREFIX}${key}`, null);
  return { ...base, isTwoWay: true };
}

interface Growing {
  readonly isTwoWay: boolean;
  readonly fields: Map<string, unknown>;
  readonly sets: Record<SetName, Set<string>>;
  body: ImportBase['body'];
  readonly comments: Map<string, ToldComment>;
}

/** The base of an issue that is new here. */
export const NOTHING_TOLD: ImportBase = emptyBase();

function emptyBase(): Growing {
  return {
    isTwoWay: false,
    fields: new Map(),
    sets: { labels: new Set(), assignees: new Set(), dependencies: new Set() },
    body: null,
    comments: new Map(),
  };
}

function tell(base: Growing, change: Change): void {
  switch (change.kind) {
    case 'set':
      base.fields.set(change.field, change.to);
      return;
    case 'add':
      base.sets[change.set].add(change.element);
      return;
    case 'remove':
      base.sets[change.set].delete(change.element);
      return;
    case 'body':
      base.body = { chars: change.chars, crc: change.crc };
      return;
    case 'comment':
      base.comments.set(change.id, { chars: change.chars, isUntouched: change.op !== 'delete' });
      return;
    case 'checkpoint':
    case 'claim':
    case 'link':
      return;
  }
}

function touch(base: Growing, id: string): void {
  const told = base.comments.get(id);
  if (told !== undefined) base.comments.set(id, { ...told, isUntouched: false });
}
