import type * as Y from 'yjs';
import { ISSUE_FIELDS, WORK_FIELDS } from '../domain/field-names.js';
import { META_PREFIX } from '../domain/fields.js';
import { formatIncarnation, type Incarnation } from '../domain/ids.js';
import { canonical } from '../domain/interchange/canonical-json.js';
import type { OwnRecord } from '../domain/interchange/own-record.js';
import type { Conflict } from '../domain/issue.js';
import { hlcMs, type Hlc } from '../kernel/hlc.js';
import { ROOT } from './layout.js';
import { changesOf, readingAfter, type Moment, type Recalled } from './recall.js';
import { packRegister } from './registers.js';

interface Setting extends Moment {
  readonly value: string;
}

const PLAIN_FIELDS = [...ISSUE_FIELDS, 'closedMs', 'deleted'] as const;

/** What a field without a register reads; such a value needs none. */
const UNSET: ReadonlySet<unknown> = new Set([null, false, 'open']);

/** Every register with the reading and writer that the activity tells; where it tells none, with the earliest fit one. */
export function restoreRegisters(doc: Y.Doc, { record, entries }: Recalled): void {
  const settings = new Map<string, Setting[]>();
  for (const [{ hlc, incarnation }, { field, to }] of changesOf(entries, 'set')) {
    const list = settings.get(field) ?? [];
    list.push({ hlc, incarnation, value: textOf(to) });
    settings.set(field, list);
  }
  const conflicts = new Map(record.conflicts.map((conflict) => [conflict.field, conflict]));
  const values = readValues(record);
  const map = doc.getMap(ROOT.fields);
  const fallback = formatIncarnation(doc.clientID as Incarnation);
  for (const field of new Set([...values.keys(), ...settings.keys(), ...conflicts.keys()])) {
    if (field.includes('/')) continue;
    const conflict = conflicts.get(field);
    const value = conflict === undefined ? (values.get(field) ?? null) : conflict.winner;
    const known = settings.get(field) ?? [];
    const floor = conflict === undefined ? null : restoreLosers(map, conflict, known);
    const writers = new Set(conflict?.losers.map(({ incarnation }) => incarnation));
    const told = known.findLast(
      (one) => one.value === textOf(value) && !writers.has(one.incarnation),
    );
    const isTold = told !== undefined && (floor === null || told.hlc > floor);
    if (!isTold && conflict === undefined && UNSET.has(value)) continue;
    const hlc = isTold ? told.hlc : readingAfter(floor, record.createdMs);
    const incarnation = isTold ? told.incarnation : freeWriter(fallback, writers);
    map.set(`${field}/${incarnation}`, packRegister(value, hlc));
  }
}

function readValues(record: OwnRecord): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const field of PLAIN_FIELDS) values.set(field, record[field] ?? null);
  for (const field of WORK_FIELDS) values.set(field, record.work[field]);
  for (const [key, value] of record.work.metadata) values.set(META_PREFIX + key, value);
  return values;
}

/** Losers in the order of their clock, earliest first; answers with the latest of their readings. */
function restoreLosers(
  map: Y.Map<unknown>,
  { field, losers }: Conflict,
  known: readonly Setting[],
): Hlc | null {
  let floor: Hlc | null = null;
  for (const { value, atMs, incarnation } of losers.toReversed()) {
    const text = textOf(value);
    const told = known.findLast(
      (one) => one.incarnation === incarnation && hlcMs(one.hlc) === atMs && one.value === text,
    );
    // Equal readings are told apart by their writers, so an equal one keeps its place too.
    const hlc: Hlc =
      told !== undefined && (floor === null || told.hlc >= floor)
        ? told.hlc
        : readingAfter(floor, atMs);
    map.set(`${field}/${incarnation}`, packRegister(value, hlc));
    floor = hlc;
  }
  return floor;
}

/** A writer that none of the losers has: two registers of one writer would be one. */
function freeWriter(fallback: string, taken: ReadonlySet<string>): string {
  if (!taken.has(fallback)) return fallback;
  for (let writer = 1; ; writer += 1)
    if (!taken.has(writer.toString(36))) return writer.toString(36);
}

function textOf(value: unknown): string {
  return JSON.stringify(canonical(value));
}
