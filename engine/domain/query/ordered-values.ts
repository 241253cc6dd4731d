/** Values with an order: `>5`, `2..5`, `>=high`, and every time test. */
import type { Priority } from '../issue.js';
import type { Comparison, OrderedTest } from './ast.js';
import { readPriority } from './closed-values.js';
import { fault } from './fault.js';
import { ambiguousTime, backwards, pointless } from './ordered-faults.js';
import { orderOf, readTimePoint, type TimePoint } from './time-syntax.js';
import type { PairToken, RawValue } from './token.js';

type ReadPoint<Point> = (text: string, at: number) => Point;

/** A number test; one that could mean two things does not exist. */
export function readNumberTest(value: RawValue, pair: PairToken): OrderedTest<number> {
  const name = pair.field.name;
  const test = readOrdered(value, (text, at) => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw fault({
      message: `"${text}" is not a number`,
      start: at,
      end: at + text.length,
      hint: `use ${name}:5, ${name}:>5 or ${name}:2..5`,
      expected: ['NUMBER', '>NUMBER', 'NUMBER..NUMBER'],
    });
  });
  if (test.kind === 'any') throw pointless(value, '>0');
  if (test.kind === 'range' && test.from !== null && test.to !== null && test.from > test.to) {
    throw backwards(value);
  }
  return test;
}

/** A priority test; more urgent is greater, and a range may be written from either end. [QRY9] */
export function readPriorityTest(value: RawValue): OrderedTest<Priority> {
  const folded = value.text.toLowerCase();
  if (folded === 'none' && !value.isQuoted) {
    throw fault({
      code: 'unknown_value',
      message: 'unknown priority "none"',
      start: value.start,
      end: value.end,
      hint: 'write no:priority',
      expected: ['no:priority'],
    });
  }
  return readOrdered(value, readPriority);
}

/** A time test. A bare age is refused: it could mean newer or older. [QRY10] */
export function readTimeTest(value: RawValue, pair: PairToken): OrderedTest<TimePoint> {
  const test = readOrdered(value, readPoint);
  if (test.kind === 'is' && (test.point.kind === 'age' || test.point.kind === 'offset')) {
    throw ambiguousTime(value, test.point, pair);
  }
  if (test.kind === 'range' && test.from !== null && test.to !== null) {
    if ((test.from.kind === 'age') !== (test.to.kind === 'age')) {
      throw fault({
        message: 'an age and a date cannot share a range',
        start: value.start,
        end: value.end,
        hint: 'use two ages (7d..30d) or two dates (-30d..@today)',
      });
    }
    const [from, to] = [orderOf(test.from), orderOf(test.to)];
    if (from !== null && from.scale === to?.scale && from.at > to.at) throw backwards(value);
  }
  return test;
}

function readPoint(text: string, at: number): TimePoint {
  const reading = readTimePoint(text);
  if (reading.ok) return reading.point;
  const place = { start: at, end: at + text.length };
  throw fault({
    message: `cannot read the time "${text}"`,
    ...place,
    hint:
      reading.instead === null
        ? reading.reason
        : `${reading.reason}: did you mean "${reading.instead}"?`,
    expected: ['AGE (7d)', 'DATE (2025-01-15)', '@today-7d', 'INSTANT (2025-01-15T10:00Z)'],
    fix: reading.instead === null ? null : { ...place, text: reading.instead },
  });
}

function readOrdered<Point>(value: RawValue, read: ReadPoint<Point>): OrderedTest<Point> {
  const { text, start } = value;
  if (text === '*' && !value.isQuoted) return { kind: 'any' };
  const op = /^(?:>=|<=|>|<)/.exec(text)?.[0];
  // Offsets inside a value with quotes would be off by the quotes: the whole value is pointed at instead.
  const at = (offset: number): number => (value.isQuoted || value.isMixed ? start : start + offset);
  if (isComparisonSign(op)) {
    const rest = text.slice(op.length);
    if (rest === '' || rest.includes('..')) {
      throw fault({
        message: rest === '' ? `nothing after "${op}"` : `"${op}" and ".." cannot go together`,
        start: value.start,
        end: value.end,
        hint: rest === '' ? 'write the value behind it, without a blank' : 'use one of them',
        fix: rest === '' ? null : { start: value.start, end: value.end, text: rest },
      });
    }
    return { kind: 'compare', op, point: read(rest, at(op.length)) };
  }
  const dots = text.indexOf('..');
  if (dots === -1) return { kind: 'is', point: read(text, at(0)) };
  const [left, right] = [text.slice(0, dots), text.slice(dots + 2)];
  const from = left === '' || left === '*' ? null : read(left, at(0));
  const to = right === '' || right === '*' ? null : read(right, at(dots + 2));
  return from === null && to === null ? { kind: 'any' } : { kind: 'range', from, to };
}

function isComparisonSign(text: string | undefined): text is Comparison {
  return text === '>' || text === '>=' || text === '<' || text === '<=';
}
