/** Issues in and out: import of other systems' files and of our own, export as loss-free lines. */
import type { Engine, ImportReport } from '../api.js';
import type { IssueId } from '../domain/ids.js';
import { encodeOwn } from '../domain/interchange/own.js';
import { compileQuery } from '../domain/query/compile.js';
import { EngineError } from '../errors.js';
import { LIMITS } from '../kernel/limits.js';
import { readIssue } from '../session/documents.js';
import type { Store } from '../store/store.js';
import { importForeign } from './import-foreign.js';
import { importOwn } from './import-own.js';
import { ImportTally } from './import-tally.js';
import { composeQuery, namesOf } from './listing.js';
import { Outlook } from './outlook.js';
import { readRecords } from './read-records.js';
import { toIssue } from './to-issue.js';
import type { Work } from './work.js';

type ImportArguments = Parameters<Engine['import']>;
type ExportOptions = NonNullable<Parameters<Engine['export']>[0]>;

const SOURCE = /^[a-z][a-z0-9._:-]{0,63}$/i;

/**
 * Reads everything it can, tells what it cannot, and writes in chunks of which each is whole. A second import of the
 * same file changes nothing. [IMP1, TRF1–TRF5] @throws invalid_input when the format cannot be told
 */
export async function importIssues(
  work: Work,
  input: ImportArguments[0],
  options: ImportArguments[1],
): Promise<ImportReport> {
  checkSource(options.source);
  const tally = new ImportTally(options.dryRun === true);
  const records = readRecords(input, options.format, tally);
  const first = await records.next();
  const format = first.done === true ? null : first.value.format;
  const all = first.done === true ? none() : withFirst(first.value, records);
  const settings = {
    dryRun: options.dryRun === true,
    progress: options.progress ?? (() => undefined),
    source: options.source ?? null,
  };
  if (format === 'own') await importOwn(work, all, tally, settings);
  else await importForeign(work, all, tally, settings);
  return tally.report(options.source ?? format ?? 'none');
}

async function* withFirst<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

async function* none(): AsyncGenerator<never> {
  // nothing was read
}

/** Identities are kept as `source#ref`, and `key` is what create's own keys are kept under. */
function checkSource(source: string | undefined): void {
  if (source === undefined || (SOURCE.test(source) && source !== 'key')) return;
  throw new EngineError('invalid_input', `"${source}" cannot name a source`, {
    hint: 'a word such as beads or github:api; key is taken',
  });
}

const EXPORT_CHUNK = LIMITS.importChunkIssues;

/**
 * Canonical lines without their line ends, in id order. Which issues is decided at the start; each line is its issue
 * at the moment it is read. The replica is given back between chunks. [L7, IMP13]
 */
export async function* exportIssues(
  work: Work,
  options: ExportOptions = {},
): AsyncIterable<string> {
  const ids = await work.read((store) => selectIds(work, store, options));
  for (let at = 0; at < ids.length; at += EXPORT_CHUNK) {
    const chunk = ids.slice(at, at + EXPORT_CHUNK);
    yield* await work.read((store) => chunk.flatMap((id) => exportLine(work, store, id) ?? []));
  }
}

function selectIds(work: Work, store: Store, options: ExportOptions): IssueId[] {
  const { query, deleted = false } = options;
  const context = { timeZone: work.options.timeZone, me: namesOf(work) };
  const compiled =
    query === undefined || query.trim() === ''
      ? null
      : compileQuery(
          composeQuery(store, { query, openByDefault: false }),
          new Outlook(store, work.now()).context(context),
        );
  const ids: IssueId[] = [];
  for (const row of store.rows())
    if ((deleted || !row.deleted) && (compiled === null || compiled.matches(row))) ids.push(row.id);
  return ids;
}

/** The issue as one canonical line, or null when there is none. */
export function exportLine(work: Work, store: Store, id: IssueId): string | null {
  const view = readIssue(store, id);
  return view === null ? null : encodeOwn(toIssue(view, store.observation(id), work.now()));
}
