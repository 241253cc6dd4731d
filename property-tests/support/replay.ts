/** Replays an issue's activity: what its registers and sets must be, told by nothing but the entries. [ACT3] */
import type { Activity, SetName } from './world-rooms.js';

export interface Replayed {
  /** Latest value of each field that was ever set. */
  readonly fields: ReadonlyMap<string, unknown>;
  /** Elements whose latest entry is an add. */
  readonly sets: Readonly<Record<SetName, ReadonlySet<string>>>;
}

/** @param entries oldest first, as an issue holds them */
export function replay(entries: readonly Activity[]): Replayed {
  const fields = new Map<string, unknown>();
  const sets = {
    labels: new Set<string>(),
    assignees: new Set<string>(),
    dependencies: new Set<string>(),
  };
  for (const change of entries.flatMap((entry) => entry.changes)) {
    if (change.kind === 'set') fields.set(change.field, change.to);
    else if (change.kind === 'add') sets[change.set].add(change.element);
    else if (change.kind === 'remove') sets[change.set].delete(change.element);
  }
  return { fields, sets };
}
