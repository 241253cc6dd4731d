/** Conditions on values with an order: priorities, counts and times, each reduced to a comparison of numbers. */
import type { Priority } from '../issue.js';
import type { QueryContext } from '../query-context.js';
import type { OrderedTest } from './ast.js';
import type { NumberField, TimeField } from './fields.js';
import { CLAIM_COST, HEAD_COST, STRING_COST, type Matches, type RowTest } from './row-test.js';
import { intervalOf, wholeDayInterval } from './time-range.js';
import type { TimePoint } from './time-syntax.js';
import { DAY_MS } from './time-value.js';

const NEVER: Matches = () => false;

/** More urgent is greater, while its number is smaller. [QRY9] */
export function priorityTest(test: OrderedTest<Priority>): RowTest {
  if (test.kind === 'any') return { cost: HEAD_COST, matches: (row) => row.priority !== null };
  const matches = [0, 1, 2, 3, 4].map((priority) => passes(test, -priority, (point) => -point));
  return {
    cost: HEAD_COST,
    matches: (row) => row.priority !== null && matches[row.priority] === true,
  };
}

/** A test of a count. */
export function numberTest(field: NumberField, test: OrderedTest<number>): RowTest {
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

/** A test of a time; rows without it never pass. [QRY14] */
export function timeTest(
  field: TimeField,
  test: OrderedTest<TimePoint>,
  ctx: QueryContext,
): RowTest {
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
