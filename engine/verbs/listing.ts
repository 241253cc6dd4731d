/** Lists: query → rows. Reads rows and texts, never a document. */
import type { IssueList, ListOptions, ListedIssue } from '../api.js';
import { compareReady } from '../domain/graph/ready.js';
import type { Query } from '../domain/query/ast.js';
import { compileQuery, type CompiledQuery, type KnownValues } from '../domain/query/compile.js';
import { namesState, requireState } from '../domain/query/default-state.js';
import { explainQuery } from '../domain/query/explain.js';
import { parseQuery } from '../domain/query/parse.js';
import { printQuery } from '../domain/query/print.js';
import { EngineError } from '../errors.js';
import { LIMITS } from '../kernel/limits.js';
import type { Store } from '../store/store.js';
import type { StoredRow } from '../store/stored-row.js';
import { identify } from './identify.js';
import { Outlook } from './outlook.js';
import { Top } from './top.js';
import type { Work } from './work.js';

const LIMIT_DEFAULT = 30;

export type Vocabulary = Readonly<
  Record<'labels' | 'assignees' | 'milestones' | 'types', ReadonlyMap<string, number>>
>;

/** The query with the parts that options add, as it will run; saved queries are looked up in `store`. */
export function composeQuery(store: Store, options: ListOptions): Query {
  const savedQuery = (name: string): string | null => store.savedQueries().get(name) ?? null;
  const query = parseQuery((options.query ?? '').trim(), { savedQuery });
  if (options.ready === true) return requireState(query, 'ready');
  const named = options.openByDefault === false || namesState(query);
  return named ? query : requireState(query, 'open');
}

export async function list(work: Work, options: ListOptions): Promise<IssueList> {
  return work.read((store) => listRows(work, store, options));
}

/** The list of one moment on an opened store; also the first half of `claim --next`. */
export function listRows(work: Work, store: Store, options: ListOptions): IssueList {
  const { outlook, compiled, limit, compare } = prepare(work, store, options);
  const top = new Top<StoredRow>(limit, compare);
  store.scan((row) => {
    if (!row.deleted && compiled.matches(row)) top.add(row);
  });
  const notes = top.total > 0 ? [] : compiled.unknownValues(knownValues(store));
  const issues = top.best().map((row) => outlook.listed(row));
  return { issues, total: top.total, limit, notes };
}

interface PreparedList {
  readonly outlook: Outlook;
  readonly compiled: CompiledQuery;
  readonly limit: number;
  readonly compare: (a: StoredRow, b: StoredRow) => number;
}

/** @throws query_syntax …, usage for a limit out of bounds */
function prepare(work: Work, store: Store, options: ListOptions): PreparedList {
  const outlook = new Outlook(store, work.now());
  const context = outlook.context({ timeZone: work.options.timeZone, me: namesOf(work) });
  const query = composeQuery(store, options);
  const compiled = compileQuery(query, context);
  const limit = options.limit ?? compiled.limit ?? LIMIT_DEFAULT;
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMITS.listLimitMax)
    throw new EngineError('usage', `a limit is a whole number from 1 to ${LIMITS.listLimitMax}`);
  const byReadiness = options.ready === true && query.sort.length === 0;
  const compare = byReadiness ? compareReady : compiled.compare.bind(compiled);
  return { outlook, compiled, limit, compare };
}

/** Rows of these ids as a list shows them. @throws not_found, ambiguous_id */
export async function rows(work: Work, ids: readonly string[]): Promise<readonly ListedIssue[]> {
  return work.read((store) => {
    const outlook = new Outlook(store, work.now());
    return ids.flatMap((id) => {
      const row = store.row(identify(store, id));
      return row === null ? [] : outlook.listed(row);
    });
  });
}

/** Names that `me` stands for. */
export function namesOf(work: Work): string[] {
  return [work.agent.id.toLowerCase()];
}

export async function explain(
  work: Work,
  query: string,
  options: { readonly openByDefault?: boolean } = {},
): Promise<{ readonly query: string; readonly lines: readonly string[] }> {
  return work.read((store) => {
    const composed = composeQuery(store, { query, openByDefault: options.openByDefault ?? false });
    const { timeZone, clock } = work.options;
    const lines = explainQuery(composed, { nowMs: clock.nowMs(), timeZone: timeZone() });
    return { query: printQuery(composed), lines };
  });
}

export async function vocabulary(work: Work): Promise<Vocabulary> {
  return work.read((store) => countVocabulary(store));
}

function countVocabulary(store: Store): Vocabulary {
  const labels = new Map<string, number>();
  const assignees = new Map<string, number>();
  const milestones = new Map<string, number>();
  const types = new Map<string, number>();
  const count = (counts: Map<string, number>, name: string | null): void => {
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  for (const row of store.rows()) {
    if (row.deleted) continue;
    for (const label of row.labels) count(labels, label);
    for (const assignee of row.assignees) count(assignees, assignee);
    count(milestones, row.milestone);
    count(types, row.type);
  }
  return { labels, assignees, milestones, types };
}

/** Names in use, counted when the first is asked for: most queries that find nothing name none. */
function knownValues(store: Store): KnownValues {
  let counted: KnownValues | null = null;
  const known = (): KnownValues => (counted ??= namesInUse(store));
  return {
    get labels() {
      return known().labels;
    },
    get assignees() {
      return known().assignees;
    },
    get milestones() {
      return known().milestones;
    },
    get types() {
      return known().types;
    },
  };
}

function namesInUse(store: Store): KnownValues {
  const { labels, assignees, milestones, types } = countVocabulary(store);
  return {
    labels: new Set(labels.keys()),
    assignees: new Set(assignees.keys()),
    milestones: new Set(milestones.keys()),
    types: new Set(types.keys()),
  };
}
