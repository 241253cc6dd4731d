/** Query → closures over rows, built once and run over every row. */
import type { QueryContext } from '../query-context.js';
import type { IssueRow } from '../row.js';
import { visitTerms, type Query, type QueryNode, type SortKey } from './ast.js';
import type { BlockerLookup } from './compile-links.js';
import { compileTerm, type TermContext } from './compile-term.js';
import { compileTextTerm, rememberLast, rowScore, type TextTest } from './compile-text.js';
import { notesOf, type KnownValues } from './notes.js';
import { TEXT_COST, type RowTest } from './row-test.js';
import { compileSort } from './sort.js';

export type { KnownValues } from './notes.js';
export type { BlockerLookup } from './compile-links.js';

export interface CompiledQuery {
  /** True when texts are read; without it `textOf` is never called. */
  readonly needsText: boolean;
  /** Order that `compare` follows: the query's own, else relevance when it searches text, else newest first. */
  readonly sort: readonly SortKey[];
  readonly limit: number | null;
  /** Whether the row passes. Deleted rows are the caller's business. */
  matches(row: IssueRow): boolean;
  /** Relevance: the sum over searched words of where they stand; 0 without text. [QRY22] */
  score(row: IssueRow): number;
  /** A total order. */
  compare(a: IssueRow, b: IssueRow): number;
  /** Remarks on names that no issue has, e.g. `no label "bgu"; close: "bug"`. Empty when all are known. */
  unknownValues(known: KnownValues): string[];
}

/**
 * The query made ready for one moment and one store.
 * @throws {EngineError} ambiguous_id when an id prefix fits several issues · invalid_input for an unknown time zone
 */
export function compileQuery(query: Query, ctx: QueryContext & BlockerLookup): CompiledQuery {
  const context = { ctx, textOf: rememberLast(ctx) };
  const searched = searchedTexts(query, context);
  const sort = sortOf(query, searched.length > 0);
  const score = memoised((row) => rowScore(searched, row));
  const test = query.where === null ? null : compileNode(query.where, context);
  return {
    needsText: test?.cost === TEXT_COST,
    sort,
    limit: query.limit,
    matches: test?.matches ?? (() => true),
    score,
    compare: compileSort(sort, score),
    unknownValues: (known) => notesOf(query, known, ctx),
  };
}

function compileNode(node: QueryNode, context: TermContext): RowTest {
  if (node.kind === 'and') return compileAnd(sortedTests(node.items, context));
  if (node.kind === 'or') return compileOr(sortedTests(node.items, context));
  if (node.kind !== 'not') return compileTerm(node, context);
  const { cost, matches } = compileNode(node.item, context);
  return { cost, matches: (row) => !matches(row) };
}

/** Cheap tests first: on most rows one number decides, and text is read for the few that are left. */
function sortedTests(items: readonly QueryNode[], context: TermContext): RowTest[] {
  return items.map((item) => compileNode(item, context)).sort((a, b) => a.cost - b.cost);
}

function compileAnd(tests: readonly RowTest[]): RowTest {
  const cost = Math.max(...tests.map((test) => test.cost));
  const all = tests.map((test) => test.matches);
  return {
    cost,
    matches: (row) => {
      for (const matches of all) if (!matches(row)) return false;
      return true;
    },
  };
}

function compileOr(tests: readonly RowTest[]): RowTest {
  const cost = Math.max(...tests.map((test) => test.cost));
  const any = tests.map((test) => test.matches);
  return {
    cost,
    matches: (row) => {
      for (const matches of any) if (matches(row)) return true;
      return false;
    },
  };
}

function sortOf(query: Query, isSearch: boolean): readonly SortKey[] {
  if (query.sort.length > 0) return query.sort;
  return [{ word: isSearch ? 'relevance' : 'created', direction: 'desc' }];
}

/** Texts that a matching row should have: those under NOT say nothing about relevance. */
function searchedTexts(query: Query, context: TermContext): readonly TextTest[] {
  const found: TextTest[] = [];
  visitTerms(query.where, (term, isNegated) => {
    if (term.kind !== 'text' || isNegated) return;
    const text = compileTextTerm(term, context);
    if (!text.isEmpty) found.push(text);
  });
  return found;
}

/** Sorting compares a row many times; its score is worked out once. */
function memoised(score: (row: IssueRow) => number): (row: IssueRow) => number {
  const scores = new WeakMap<IssueRow, number>();
  return (row) => {
    let known = scores.get(row);
    if (known === undefined) {
      known = score(row);
      scores.set(row, known);
    }
    return known;
  };
}
