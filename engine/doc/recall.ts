/** An exported record with its activity read back into clock readings: what restoring works from. */
import type { Activity, Change } from '../domain/activity.js';
import { formatIncarnation, parseIncarnation, type Incarnation } from '../domain/ids.js';
import type { OwnRecord } from '../domain/interchange/own-record.js';
import { makeHlc, hlcCounter, hlcMs, parseHlc, type Hlc } from '../kernel/hlc.js';

/** When and under which writer something was written. */
export interface Moment {
  readonly hlc: Hlc;
  /** As in keys: base 36. */
  readonly incarnation: string;
}

export interface RecalledEntry extends Moment {
  readonly activity: Activity;
  readonly writer: Incarnation;
}

export interface Recalled {
  readonly record: OwnRecord;
  /** Oldest first. */
  readonly entries: readonly RecalledEntry[];
}

/** The record ready to be restored, or why no document can say what it says. [RST2] */
export function recall(record: OwnRecord): Recalled | { readonly rejected: string } {
  const entries: RecalledEntry[] = [];
  for (const activity of record.activity) {
    const moment = parseEntryId(activity.id);
    if (moment === null) return { rejected: `activity id ${JSON.stringify(activity.id)} is none` };
    entries.push({ ...moment, activity });
  }
  entries.sort((a, b) => (a.activity.id < b.activity.id ? -1 : 1));
  const twice = entries.find(
    (entry, index) => entries[index + 1]?.activity.id === entry.activity.id,
  );
  if (twice !== undefined) return { rejected: `activity ${twice.activity.id} comes twice` };
  for (const { field, losers } of record.conflicts) {
    const writers = losers.map(({ incarnation }) => incarnation);
    if (
      field.includes('/') ||
      new Set(writers).size < writers.length ||
      !writers.every(isIncarnation)
    )
      return { rejected: `the conflict of ${JSON.stringify(field)} names no writers` };
  }
  return { record, entries };
}

/** `<hlc>-<incarnation>`, as every entry is named. */
function parseEntryId(id: string): (Moment & { readonly writer: Incarnation }) | null {
  const dash = id.indexOf('-');
  const hlc = parseHlc(id.slice(0, Math.max(0, dash)));
  const incarnation = id.slice(dash + 1);
  const writer = isIncarnation(incarnation) ? parseIncarnation(incarnation) : null;
  return hlc === null || writer === null ? null : { hlc, incarnation, writer };
}

function isIncarnation(text: string): boolean {
  const writer = parseIncarnation(text);
  return writer !== null && formatIncarnation(writer) === text;
}

/** Changes of one kind with the entry that made them, oldest first. */
export function* changesOf<Kind extends Change['kind']>(
  entries: readonly RecalledEntry[],
  kind: Kind,
): IterableIterator<readonly [entry: RecalledEntry, change: Extract<Change, { kind: Kind }>]> {
  for (const entry of entries)
    for (const change of entry.activity.changes)
      if (change.kind === kind) yield [entry, change as Extract<Change, { kind: Kind }>];
}

/** The first reading within that millisecond that is greater than `floor`; a later one when none is. */
export function readingAfter(floor: Hlc | null, ms: number): Hlc {
  const first = makeHlc(ms, 0);
  if (floor === null || first > floor) return first;
  return makeHlc(hlcMs(floor), hlcCounter(floor) + 1);
}
