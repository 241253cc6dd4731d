/** One condition → a test of rows, with what it costs. Everything that does not depend on the row is done here, once. */
import type { QueryContext } from '../query-context.js';
import type { IssueRow } from '../row.js';
import type { QueryTerm } from './ast.js';
import { compileLinks, type BlockerLookup } from './compile-links.js';
import { compileName, compilePerson } from './compile-names.js';
import { numberTest, priorityTest, timeTest } from './compile-ordered.js';
import { compileTextTerm } from './compile-text.js';
import type { PresenceWord, StateWord } from './fields.js';
import {
  CLAIM_COST,
  GRAPH_COST,
  HEAD_COST,
  LIST_COST,
  STRING_COST,
  TEXT_COST,
  type Matches,
  type RowTest,
} from './row-test.js';

export interface TermContext {
  readonly ctx: QueryContext & BlockerLookup;
  /** Search text of a row. */
  readonly textOf: (row: IssueRow) => string;
}

const ALWAYS: Matches = () => true;

/** The test of a term; several values mean any of them. */
export function compileTerm(term: QueryTerm, context: TermContext): RowTest {
  const { ctx } = context;
  switch (term.kind) {
    case 'state':
      return anyOf(term.values.map((word) => stateTest(word, ctx)));
    case 'presence': {
      const isWanted = term.field === 'has';
      return anyOf(term.values.map((word) => presenceTest(word, isWanted, ctx)));
    }
    case 'person':
      return anyOf(term.values.map((value) => compilePerson(term.field, value, ctx)));
    case 'name':
      return anyOf(term.values.map((value) => compileName(term.field, value)));
    case 'priority':
      return anyOf(term.values.map(priorityTest));
    case 'number':
      return anyOf(term.values.map((test) => numberTest(term.field, test)));
    case 'time':
      return anyOf(term.values.map((test) => timeTest(term.field, test, ctx)));
    case 'issue':
      return compileLinks(term, ctx);
    case 'text': {
      const test = compileTextTerm(term, context);
      return test.isEmpty
        ? { cost: 0, matches: ALWAYS }
        : { cost: TEXT_COST, matches: (row) => test.matches(row) };
    }
  }
}

function anyOf(tests: readonly RowTest[]): RowTest {
  const [first] = tests;
  if (first !== undefined && tests.length === 1) return first;
  const cost = Math.max(...tests.map((test) => test.cost));
  const all = tests.map((test) => test.matches);
  return {
    cost,
    matches: (row) => {
      for (const matches of all) if (matches(row)) return true;
      return false;
    },
  };
}

function stateTest(word: StateWord, ctx: QueryContext): RowTest {
  const test = (cost: number, matches: Matches): RowTest => ({ cost, matches });
  switch (word) {
    case 'open':
      return test(HEAD_COST, (row) => row.state !== 'closed');
    case 'closed':
    case 'in-progress':
      return test(HEAD_COST, (row) => row.state === word);
    case 'claimed':
      return test(CLAIM_COST, (row) => ctx.isClaimLive(row));
    case 'ready':
      return test(GRAPH_COST, (row) => ctx.isReady(row));
    case 'blocked':
      return test(GRAPH_COST, (row) => ctx.isBlocked(row));
    case 'blocking':
      return test(GRAPH_COST, (row) => ctx.isBlocking(row));
    case 'assigned':
      return test(LIST_COST, (row) => row.assignees.length > 0);
    case 'unassigned':
      return test(LIST_COST, (row) => row.assignees.length === 0);
    case 'unsynced':
      return test(GRAPH_COST, (row) => ctx.isUnsynced(row));
    case 'conflicted':
      return test(HEAD_COST, (row) => row.conflicted);
    case 'issue':
      return test(0, ALWAYS);
  }
}

function presenceTest(word: PresenceWord, isWanted: boolean, ctx: QueryContext): RowTest {
  const test = (cost: number, has: Matches): RowTest => ({
    cost,
    matches: isWanted ? has : (row) => !has(row),
  });
  switch (word) {
    case 'assignee':
      return test(LIST_COST, (row) => row.assignees.length > 0);
    case 'label':
      return test(LIST_COST, (row) => row.labels.length > 0);
    case 'milestone':
      return test(STRING_COST, (row) => row.milestone !== null);
    case 'priority':
      return test(HEAD_COST, (row) => row.priority !== null);
    case 'body':
      return test(HEAD_COST, (row) => row.hasBody);
    case 'comment':
      return test(HEAD_COST, (row) => row.commentCount > 0);
    case 'claim':
      return test(CLAIM_COST, (row) => ctx.isClaimLive(row));
    case 'due':
      return test(HEAD_COST, (row) => row.dueMs !== null);
    case 'parent':
      return test(LIST_COST, (row) => row.dependencies.some(({ kind }) => kind === 'parent'));
    case 'blocker':
      return test(LIST_COST, (row) => row.dependencies.some(({ kind }) => kind === 'blocked-by'));
    case 'child':
      return test(GRAPH_COST, (row) => ctx.hasChildren(row));
    case 'remote':
      return test(STRING_COST, (row) => row.remotes.length > 0);
  }
}
