/** One condition → a test of rows, with what it costs. Everything that does not depend on the row is done here, once. */
import type { Priority } from '../issue.js';
import type { QueryContext } from '../query-context.js';
import type { IssueRow } from '../row.js';
import type { OrderedTest, QueryTerm } from './ast.js';
import { compileLinks, type BlockerLookup } from './compile-links.js';
import { compileName, compilePerson } from './compile-names.js';
import { compileTextTerm } from './compile-text.js';
import type { NumberField, PresenceWord, StateWord, TimeField } from './fields.js';
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
import { intervalOf, wholeDayInterval } from './time-range.js';
import type { TimePoint } from './time-syntax.js';
import { DAY_MS } from './time-value.js';

export interface TermContext {
  readonly ctx: QueryContext & BlockerLookup;
  /** Search text of a row. */
  readonly textOf: (row: IssueRow) => string;
}

const NEVER: Matches = () => false;
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

/** More urgent is greater, while its number is smaller. [QRY9] */
function priorityTest(test: OrderedTest<Priority>): RowTest {
  if (test.kind === 'any') return { cost: HEAD_COST, matches: (row) => row.priority !== null };
  const matches = [0, 1, 2, 3, 4].map((priority) => passes(test, -priority, (point) => -point));
  return {
    cost: HEAD_COST,
    matches: (row) => row.priority !== null && matches[row.priority] === true,
  };
}

function numberTest(field: NumberField, test: OrderedTest<number>): RowTest {
  const same = (point: number): number => point;
  return field === 'comments'
    ? { cost: HEAD_COST, matches: (row) => passes(test, row.commentCount, same) }
    : { cost: STRING_COST, matches: (row) => passes(test, row.reactionCount, same) };
}

function passes<Point>(
  test: OrderedTest<Point>,
  value: number,
  at: (point: Point) => number,
): boolean {
  switch (test.kind) {
    case 'any':
      return true;
    case 'is':
      return value === at(test.point);
    case 'compare': {
      const point = at(test.point);
      if (test.op === '>') return value > point;
      if (test.op === '>=') return value >= point;
      return test.op === '<' ? value < point : value <= point;
    }
    case 'range': {
      const from = test.from === null ? Number.NEGATIVE_INFINITY : at(test.from);
      const to = test.to === null ? Number.POSITIVE_INFINITY : at(test.to);
      // A range of priorities may be written from either end; one of numbers never runs backwards.
      return (value >= from && value <= to) || (value >= to && value <= from);
    }
  }
}

function timeTest(field: TimeField, test: OrderedTest<TimePoint>, ctx: QueryContext): RowTest {
  const interval = intervalOf(test, ctx);
  const { fromMs, toMs } = interval;
  const isWithin = (ms: number | null): boolean => ms !== null && ms >= fromMs && ms < toMs;
  const head = (matches: Matches): RowTest => ({ cost: HEAD_COST, matches });
  if (fromMs >= toMs) return { cost: 0, matches: NEVER };
  switch (field) {
    case 'created':
      return head((row) => isWithin(row.createdMs));
    case 'updated':
      return head((row) => isWithin(row.updatedMs));
    case 'closed':
      return head((row) => isWithin(row.closedMs));
    case 'claim-expires':
      return { cost: CLAIM_COST, matches: (row) => isWithin(ctx.claimExpiresMs(row)) };
    case 'due': {
      const whole = wholeDayInterval(interval, ctx.timeZone);
      return head(({ dueMs }) => {
        if (dueMs === null || dueMs % DAY_MS !== DAY_MS - 1) return isWithin(dueMs);
        return dueMs >= whole.fromMs && dueMs < whole.toMs;
      });
    }
  }
}
