/** Time tests in words, with the instants they come to: ages are where `<` and `>` are easily misread. */
import type { Comparison, OrderedTest } from './ast.js';
import type { TimeField } from './fields.js';
import { printOrdered } from './print.js';
import { intervalOf, type Now } from './time-range.js';
import type { TimePoint } from './time-syntax.js';
import { formatInstant } from './time-value.js';

const VERBS: Readonly<Record<TimeField, string>> = {
  created: 'created',
  updated: 'updated',
  closed: 'closed',
  due: 'due',
  'claim-expires': 'claim expires',
};

/** E.g. `created before 2026-11-16T01:30Z (older than 7d)`. [QRY23] */
export function explainTime(field: TimeField, test: OrderedTest<TimePoint>, now: Now): string {
  const verb = VERBS[field];
  if (test.kind === 'any') return `${verb} at any time`;
  if (test.kind === 'compare' && test.point.kind === 'age') {
    const edge = formatInstant(now.nowMs - test.point.ms);
    return `${verb} ${AGE_WORDS[test.op](edge, test.point.text)}`;
  }
  const { fromMs, toMs } = intervalOf(test, now);
  const text = printOrdered(test, (point) => point.text);
  const from = Number.isFinite(fromMs) ? `at or after ${formatInstant(fromMs)}` : '';
  const to = Number.isFinite(toMs) ? `before ${formatInstant(toMs)}` : '';
  const both = [from, to].filter((part) => part !== '').join(' and ');
  return `${verb} ${both === '' ? 'at any time' : both} (${ageRange(test) ?? text})`;
}

const AGE_WORDS: Readonly<Record<Comparison, (edge: string, age: string) => string>> = {
  '>': (edge, age) => `before ${edge} (older than ${age})`,
  '>=': (edge, age) => `at or before ${edge} (${age} old or older)`,
  '<': (edge, age) => `after ${edge} (newer than ${age})`,
  '<=': (edge, age) => `at or after ${edge} (${age} old or newer)`,
};

function ageRange(test: OrderedTest<TimePoint>): string | null {
  if (test.kind !== 'range') return null;
  const { from, to } = test;
  if (from?.kind !== 'age' && to?.kind !== 'age') return null;
  if (to === null) return `${from?.text ?? ''} old or older`;
  if (from === null) return `${to.text} old or newer`;
  return `between ${from.text} and ${to.text} old`;
}
