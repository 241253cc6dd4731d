import type { FieldValues } from '../change.js';
import { checkField, META_PREFIX } from '../fields.js';
import type { IssueView } from '../issue-view.js';
import type { Mutation } from '../mutation.js';

/** Register values as the reader sees them now; the base against which an unchanged field is dropped. */
export function currentField(view: IssueView, field: string): unknown {
  if (field.startsWith(META_PREFIX))
    return view.work.metadata.get(field.slice(META_PREFIX.length)) ?? null;
  switch (field) {
    case 'agent':
    case 'progress':
    case 'status':
    case 'stage':
    case 'next':
      return view.work[field];
    default:
      return (view as unknown as Record<string, unknown>)[field] ?? null;
  }
}

/**
 * Sets for the fields that differ. Leaving `closed` clears reason and closing time, entering it sets the time; a field
 * in conflict is written even when its shown value stays, because that settles it. [EDT1]
 * @throws invalid_input
 */
export function planFields(
  view: IssueView | null,
  values: FieldValues,
  nowMs: number,
): Extract<Mutation, { op: 'set' }>[] {
  const wanted = new Map<string, unknown>();
  for (const [field, value] of Object.entries(values)) {
    if (value !== undefined) wanted.set(field, checkField(field, value));
  }
  const before = view?.state ?? 'open';
  const after = wanted.get('state') ?? before;
  if (after === 'closed' && before !== 'closed') wanted.set('closedMs', Math.floor(nowMs));
  if (after !== 'closed' && before === 'closed') {
    wanted.set('closedMs', null);
    if (!wanted.has('reason')) wanted.set('reason', null);
  }
  return [...wanted].flatMap(([field, value]) => setUnlessSame(view, field, value) ?? []);
}

/** Free metadata as registers `meta.<key>`. @throws invalid_input */
export function planMetadata(
  view: IssueView | null,
  metadata: Readonly<Record<string, unknown>>,
): Extract<Mutation, { op: 'set' }>[] {
  return Object.entries(metadata).flatMap(([key, value]) => {
    const field = `${META_PREFIX}${key}`;
    return setUnlessSame(view, field, checkField(field, value ?? null)) ?? [];
  });
}

/** The set that makes the field read `value`, or null when it does already and is not in conflict. */
export function setUnlessSame(
  view: IssueView | null,
  field: string,
  value: unknown,
): Extract<Mutation, { op: 'set' }> | null {
  if (view === null) return value === null ? null : { op: 'set', field, value };
  const conflicted = view.conflicts.some((conflict) => conflict.field === field);
  const same = JSON.stringify(currentField(view, field)) === JSON.stringify(value);
  return same && !conflicted ? null : { op: 'set', field, value };
}
