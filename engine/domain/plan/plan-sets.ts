import { EngineError } from '../../errors.js';
import { LIMITS } from '../../kernel/limits.js';
import type { SetName } from '../activity.js';
import { checkName } from '../fields.js';
import type { Mutation } from '../mutation.js';

export interface SetChange {
  readonly set?: readonly string[] | undefined;
  readonly add?: readonly string[] | undefined;
  readonly remove?: readonly string[] | undefined;
}

const LIMIT: Readonly<Record<SetName, number>> = {
  labels: LIMITS.labelsMax,
  assignees: LIMITS.assigneesMax,
  dependencies: LIMITS.dependenciesMax,
};

/** Adds and removes that are not already so; a replaced set becomes adds and removes too, so concurrent ones merge. [EDT2] */
export function planSet(
  name: SetName,
  current: readonly string[],
  change: SetChange,
): Extract<Mutation, { op: 'add' | 'remove' }>[] {
  const what = name === 'labels' ? 'label' : name === 'assignees' ? 'assignee' : 'dependency';
  const clean = (values: readonly string[] | undefined): string[] =>
    (values ?? []).map((value) => (name === 'dependencies' ? value : checkName(what, value)));
  const next = new Set(change.set === undefined ? current : clean(change.set));
  for (const element of clean(change.add)) next.add(element);
  for (const element of clean(change.remove)) next.delete(element);
  if (next.size > LIMIT[name])
    throw new EngineError('invalid_input', `an issue holds at most ${LIMIT[name]} ${name}`);
  const before = new Set(current);
  return [
    ...[...next].filter((element) => !before.has(element)).map(mutation('add', name)),
    ...current.filter((element) => !next.has(element)).map(mutation('remove', name)),
  ];
}

function mutation<Op extends 'add' | 'remove'>(
  op: Op,
  set: SetName,
): (element: string) => { op: Op; set: SetName; element: string } {
  return (element) => ({ op, set, element });
}
