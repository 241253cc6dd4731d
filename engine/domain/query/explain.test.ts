import { expect, test } from 'vitest';
import { EngineError } from '../../errors.js';
import { namesState, requireState } from './default-state.js';
import { explainQuery } from './explain.js';
import { formatQueryError } from './format-error.js';
import { parseQuery } from './parse.js';
import { printQuery } from './print.js';
import { NOW_MS } from './query-fixture.js';

const NOW = { nowMs: NOW_MS, timeZone: 'UTC' };

function picture(text: string): string[] {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof EngineError) return formatQueryError(error).split('\n');
  }
  throw new Error('no error');
}

test('[QRY23] explain says each condition on a line of its own', () => {
  expect(
    explainQuery(
      parseQuery('is:open (label:bug OR -assignee:me) crash in:title sort:priority limit:5'),
      NOW,
    ),
  ).toEqual([
    'is open (not closed)',
    'any of',
    '  label is "bug"',
    '  not: assignee is you',
    'title has a word that begins with "crash"',
    'sorted: most urgent first',
    'at most 5',
  ]);
});

test('[QRY19] the picture has a caret under the mistake and the correction behind it', () => {
  expect(picture('is:opne label:bug')).toEqual([
    'error[unknown_value]: unknown state "opne"',
    '  is:opne label:bug',
    '     ^^^^ did you mean "open"?',
  ]);
  expect(picture('assginee:me')).toEqual([
    'error[unknown_field]: no field "assginee"',
    '  assginee:me',
    '  ^^^^^^^^ did you mean "assignee"?',
  ]);
});

test('[QRY19] carets stand under wide characters, long queries are cut, controls are shown', () => {
  expect(picture('日本 is:opne')[2]).toBe('          ^^^^ did you mean "open"?');
  const [, shown = '', carets = ''] = picture(
    `${'word '.repeat(100)}is:opne ${'word '.repeat(100)}`,
  );
  expect(shown.length).toBeLessThan(80);
  expect(shown.slice(carets.indexOf('^'), carets.indexOf('^') + 4)).toBe('opne');
  expect(picture('"\u001b[31m\u202e" is:opne').join('')).not.toMatch(/[\u001b\u202e]/);
  expect(formatQueryError(new EngineError('internal', 'x', { hint: 'y' }))).toBe(
    'error[internal]: x\n  y',
  );
});

test('[QRY24] a query names a state by is: or by what only closed issues have', () => {
  for (const text of [
    'is:open',
    '-is:closed',
    'x OR is:in-progress',
    'closed:>7d',
    'reason:duplicate',
    'is:ready',
    'sort:closed',
  ]) {
    expect([text, namesState(parseQuery(text))]).toEqual([text, true]);
  }
  for (const text of [
    '',
    'open',
    'label:open',
    'is:blocked',
    'is:issue',
    'is:assigned',
    'created:>7d',
  ]) {
    expect([text, namesState(parseQuery(text))]).toEqual([text, false]);
  }
});

test('[QRY24] a state is added around the whole condition', () => {
  const query = requireState(parseQuery('a OR b sort:id limit:3'), 'open');
  expect(printQuery(query)).toBe('is:open (a OR b) sort:id limit:3');
  expect(printQuery(requireState(parseQuery(''), 'ready'))).toBe('is:ready');
});
