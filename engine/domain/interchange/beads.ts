/** Issues as beads writes them into its JSONL, one object each. [IMP9, IMP10] */
import { LIMITS } from '../../kernel/limits.js';
import type { ImportRecord } from '../change.js';
import { parseDayOrInstant } from '../due-date.js';
import { depthOf } from '../fields.js';
import type { Priority, State } from '../issue.js';
import { singleLine } from '../text.js';
import { beadsComments, beadsDependencies, beadsLink } from './beads-edges.js';
import { beadsMetadata } from './beads-metadata.js';
import { cleanBody, cutLine, titleAndBody } from './foreign-text.js';
import { asLine, asName, ObjectReader, shown } from './object-reader.js';
import { type Accepted, isJsonObject, present, type Rejected, type Skipped } from './parsed.js';
import { withinLimits } from './record-limits.js';

/** Words of beads for which we have one that means the same. Others become `open` and stay in the metadata. */
const STATES: ReadonlyMap<string, State> = new Map([
  ['open', 'open'],
  ['in_progress', 'in-progress'],
  ['closed', 'closed'],
]);
/** Sections that beads keeps apart and we hold as parts of the body. */
const SECTIONS = [
  ['design', 'Design'],
  ['acceptance_criteria', 'Acceptance criteria'],
  ['notes', 'Notes'],
] as const;

/**
 * The issue, or why it cannot be read; never throws, whatever it is given. Everything beads says has its place:
 * a field of ours, the body, or `beads.<key>` in the metadata. [IMP3, IMP9]
 */
export function parseBeads(object: unknown): Accepted<ImportRecord> | Rejected | Skipped {
  if (!isJsonObject(object)) return { rejected: 'not an object' };
  if (depthOf(object) > LIMITS.jsonDepthMax) return { rejected: 'nested too deep' };
  const reader = new ObjectReader(object);
  const sort = reader.text('_type') ?? 'issue';
  if (sort !== 'issue') return { skipped: `a beads ${shown(sort)}, not an issue` };
  const ref = reader.name('id');
  const title = reader.text('title');
  if (ref === undefined || singleLine(ref) !== ref) return { rejected: 'id is not a text' };
  if (title === undefined) return { rejected: `${ref}: title is not a text` };

  const state = readState(reader);
  const times = readTimes(reader, state.state);
  const edges = beadsDependencies(reader.list('dependencies'), ref);
  if (!edges.isWhole) reader.keep('dependencies');
  const talk = beadsComments(reader.list('comments'), times.createdMs ?? times.updatedMs ?? 0);
  if (!talk.isWhole) reader.keep('comments');
  const fields = readFields(reader, state.state);
  const paragraphs = readParagraphs(reader);
  const [problem] = [...reader.problems, ...talk.problems];
  if (problem !== undefined) return { rejected: `${ref}: ${problem}` };

  // Last, because it gathers what nobody above has taken.
  const kept = beadsMetadata(reader.rest());
  const record: ImportRecord = {
    source: 'beads',
    ref,
    ...titleAndBody(title, [...paragraphs, ...kept.paragraphs]),
    ...state,
    ...present(times),
    ...fields,
    refDependencies: edges.dependencies,
    comments: talk.comments,
    metadata: kept.metadata,
  };
  return withinLimits(record);
}

function readState(reader: ObjectReader): { readonly state: State; readonly deleted: boolean } {
  const word = reader.take('status', (value) => asName(value)?.toLowerCase()) ?? 'open';
  // A tombstone does not tell its last state; the time it was closed does.
  if (word === 'tombstone') {
    return { state: reader.has('closed_at') ? 'closed' : 'open', deleted: true };
  }
  const state = STATES.get(word);
  if (state === undefined) reader.keep('status');
  return { state: state ?? (word === 'hooked' ? 'in-progress' : 'open'), deleted: false };
}

function readTimes(
  reader: ObjectReader,
  state: State,
): {
  readonly createdMs: number | undefined;
  readonly updatedMs: number | undefined;
  readonly closedMs: number | null;
} {
  const createdMs = reader.timeMs('created_at');
  const updatedMs = reader.timeMs('updated_at');
  const closedMs = reader.timeMs('closed_at') ?? null;
  if (state === 'closed') return { createdMs, updatedMs, closedMs };
  // A reopened issue may still tell when it was closed: a fact, but not about its state.
  reader.keep('closed_at');
  return { createdMs, updatedMs, closedMs: null };
}

function readFields(reader: ObjectReader, state: State): Partial<ImportRecord> {
  const assignee = reader.take('assignee', asLine);
  const external = reader.take('external_ref', asLine);
  const author = reader.take('created_by', asLine);
  return {
    ...present({ author }),
    priority: reader.take('priority', asPriority) ?? null,
    type: reader.take('issue_type', asLine) ?? null,
    reason: readReason(reader, state),
    due: readDay(reader, 'due_at'),
    defer: readDay(reader, 'defer_until'),
    estimateMinutes: reader.take('estimated_minutes', asMinutes) ?? null,
    assignees: assignee === undefined ? [] : [assignee],
    labels: readLabels(reader),
    links: external === undefined ? [] : [beadsLink(external)],
  };
}

function readReason(reader: ObjectReader, state: State): string | null {
  if (state !== 'closed') return null;
  const reason = cutLine(reader.text('close_reason') ?? '', LIMITS.titleCharsMax);
  // Ours is one bounded line; the whole of a longer one stays in the metadata.
  if (reason.rest !== '') reader.keep('close_reason');
  return reason.line === '' ? null : reason.line;
}

function readDay(reader: ObjectReader, key: string): string | null {
  const text = reader.name(key);
  if (text === undefined) return null;
  const day = parseDayOrInstant(text);
  if (day === null) reader.problems.push(`${key} is neither a day nor an instant: ${shown(text)}`);
  return day;
}

function readLabels(reader: ObjectReader): readonly string[] {
  const elements = reader.list('labels');
  const labels = elements.flatMap((element) => asLine(element) ?? []);
  if (labels.length < elements.length) reader.keep('labels');
  return [...new Set(labels)];
}

function readParagraphs(reader: ObjectReader): readonly string[] {
  const sections = SECTIONS.flatMap(([key, heading]) => {
    const text = reader.name(key);
    return text === undefined ? [] : [`## ${heading}\n\n${cleanBody(text)}`];
  });
  return [cleanBody(reader.text('description') ?? ''), ...sections];
}

function asPriority(value: unknown): Priority | undefined {
  return ([0, 1, 2, 3, 4] as const).find((priority) => priority === value);
}

function asMinutes(value: unknown): number | undefined {
  const isMinutes = typeof value === 'number' && Number.isInteger(value) && value >= 0;
  return isMinutes && value <= 10_000_000 ? value : undefined;
}
