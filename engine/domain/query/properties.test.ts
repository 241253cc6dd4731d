/** Laws of the language, on generated queries, rows and raw text. A failure prints its seed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineError } from '../../errors.js';
import { idOf, rowOf } from '../graph/row-fixture.js';
import type { Priority, State } from '../issue.js';
import { compileQuery } from './compile.js';
import { explainQuery } from './explain.js';
import { FIELD_NAMES, PRESENCE_WORDS, SORT_WORDS, STATE_WORDS } from './fields.js';
import { formatQueryError } from './format-error.js';
import { parseQuery } from './parse.js';
import { printQuery } from './print.js';
import { contextOf, NOW_MS } from './query-fixture.js';

const NOW = { nowMs: NOW_MS, timeZone: 'Europe/Berlin' };

const quoted = fc
  .string({ unit: fc.constantFrom(...Array.from('ab:"\\ ,()*>é')), minLength: 1, maxLength: 6 })
  .filter((text) => text.trim() !== '')
  .map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`);
const name = fc.oneof(fc.constantFrom('bug', 'ui', 'ada', 'bob', 'a:b', 'x*'), quoted);
const time = fc.constantFrom(
  '>7d',
  '<=24h',
  '1d..2w',
  '2025-01-15',
  '>2025',
  '..2025-02',
  '>=-7d',
  '<@today',
  '@today-7d..*',
  '2025-01-01T10:00Z',
  '*',
);
const pairs: readonly fc.Arbitrary<string>[] = [
  fc.constantFrom(...STATE_WORDS).map((word) => `is:${word}`),
  fc.constantFrom(...PRESENCE_WORDS).chain((word) => fc.constantFrom(`has:${word}`, `no:${word}`)),
  fc
    .tuple(
      fc.constantFrom('assignee', 'author', 'involves', 'claimed-by'),
      fc.oneof(name, fc.constantFrom('me', 'none', '*')),
    )
    .map((pair) => pair.join(':')),
  fc
    .tuple(
      fc.constantFrom('label', 'milestone', 'type', 'reason', 'remote'),
      fc.array(name, { minLength: 1, maxLength: 3 }).map(String),
    )
    .map((pair) => pair.join(':')),
  fc.constantFrom(
    'priority:>=high',
    'priority:p1..p3',
    'priority:low',
    'comments:>0',
    'comments:1..2',
    'reactions:0',
  ),
  fc
    .tuple(fc.constantFrom('created', 'updated', 'closed', 'due', 'claim-expires'), time)
    .map((pair) => pair.join(':')),
  fc
    .tuple(
      fc.constantFrom('title', 'body', 'comment'),
      fc.constantFrom('crash', '"slow list"', 'getUrl'),
    )
    .map((pair) => pair.join(':')),
  fc.constantFrom(`id:${idOf(1)}`, `blocked-by:${idOf(2)}`, `blocks:${idOf(3)}`),
];
const condition = fc.oneof(
  ...pairs,
  fc.constantFrom('crash', 'slow', '"slow list"', 'src/a.ts', '->', 'std::map', 'x', 'é'),
);

/** A condition or group whose text needs no parentheses around it. */
const { group } = fc.letrec<{ group: string; node: string }>((tie) => ({
  group: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    condition,
    fc.tuple(tie('group'), tie('group')).map(([a, b]) => `(${a} ${b})`),
    fc.tuple(tie('group'), tie('group')).map(([a, b]) => `(${a} OR ${b})`),
    tie('group').map((a) => `-${a}`),
    tie('group').map((a) => `(NOT ${a})`),
  ),
  node: tie('group'),
}));

const query = fc
  .tuple(
    fc.array(group, { maxLength: 3 }),
    fc.constantFrom(' ', ' OR ', ' AND '),
    fc.subarray([...SORT_WORDS], { maxLength: 2 }),
    fc.constantFrom('', ' limit:5', ' in:title', ' in:body,title'),
  )
  .map(
    ([parts, join, sorts, tail]) =>
      `${parts.join(join)}${tail}${sorts.map((word) => ` sort:${word}-asc`).join('')}`,
  );

const row = fc
  .record({
    state: fc.constantFrom<State>('open', 'in-progress', 'closed'),
    priority: fc.constantFrom<Priority | null>(0, 1, 2, 3, 4, null),
    labels: fc.subarray(['Bug', 'ui', 'a:b']),
    assignees: fc.subarray(['ada', 'bob']),
    milestone: fc.constantFrom('bug', null),
    title: fc.constantFrom('Crash in src/a.ts', 'slow list', 'x', ''),
    createdMs: fc.constantFrom(NOW_MS, NOW_MS - 8 * 86_400_000, Date.parse('2025-01-15T12:00Z')),
    dueMs: fc.constantFrom(null, Date.parse('2025-01-15T23:59:59.999Z')),
    commentCount: fc.nat({ max: 3 }),
  })
  .chain((change) => fc.nat({ max: 5 }).map((n) => rowOf(n, change)));

const context = contextOf({ rows: [rowOf(1), rowOf(2), rowOf(3)], timeZone: 'Europe/Berlin' });

function matcher(text: string): (row: ReturnType<typeof rowOf>) => boolean {
  const compiled = compileQuery(parseQuery(text), context);
  return (subject) => compiled.matches(subject);
}

test('[QRY20] the printed form parses to the same query and prints the same', () => {
  fc.assert(
    fc.property(query, (text) => {
      const parsed = parseQuery(text);
      const printed = printQuery(parsed);
      expect(parseQuery(printed)).toEqual(parsed);
      expect(printQuery(parseQuery(printed))).toBe(printed);
    }),
    { numRuns: 1_000 },
  );
});

/** Text made of what the language is made of: it gets past the lexer far more often than noise does. */
const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        '"',
        '\\',
        ',',
        ':',
        '-',
        '>',
        '<',
        '=',
        '..',
        '*',
        '@',
        ' ',
        '\n',
        'OR',
        'AND',
        'NOT',
        '@saved',
        '7d',
        '2025-01',
        '!',
        '||',
        '/',
        '.',
        'é',
        '日本',
        '\ud800',
        '=',
        'in:title',
        'sort:',
        'limit:',
      ),
      fc.constantFrom(...FIELD_NAMES).map((field) => `${field}:`),
      condition,
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

function neverFails(text: string): void {
  const saved = (name: string): string | null =>
    name === 'saved' ? '-(a OR @saved2) sort:id' : name === 'saved2' ? 'b in:body' : null;
  const startMs = performance.now();
  try {
    const parsed = parseQuery(text, { savedQuery: saved });
    const printed = printQuery(parsed);
    expect(parseQuery(printed)).toEqual(parsed);
    explainQuery(parsed, NOW);
    compileQuery(parsed, context).matches(rowOf(1));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.code === 'ambiguous_id') return;
    expect(['query_syntax', 'unknown_field', 'unknown_value']).toContain(error.code);
    expect(formatQueryError(error).split('\n')).toHaveLength(3);
    const { suggestion, position, length } = error.details;
    expect(Number(position) + Number(length)).toBeLessThanOrEqual(text.length);
    if (typeof suggestion === 'string') parseQuery(suggestion, { savedQuery: saved });
  }
  expect(performance.now() - startMs).toBeLessThan(500);
}

test('[QRY20] any text is a query or an error of the language, and suggestions run', () => {
  fc.assert(fc.property(soup, neverFails), { numRuns: 3_000 });
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), neverFails), {
    numRuns: 1_000,
  });
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 500, maxLength: 10_000, size: 'max' }),
      neverFails,
    ),
    { numRuns: 15 },
  );
});

test('[QRY25] NOT NOT q is q', () => {
  fc.assert(
    fc.property(group, (q) => {
      expect(parseQuery(`NOT NOT ${q}`)).toEqual(parseQuery(q));
      expect(parseQuery(`NOT (NOT ${q})`)).toEqual(parseQuery(q));
      expect(parseQuery(`-(-(${q}))`)).toEqual(parseQuery(q));
    }),
    { numRuns: 300 },
  );
});

test('[QRY25] De Morgan: neither is not either', () => {
  fc.assert(
    fc.property(group, group, row, (a, b, subject) => {
      expect(matcher(`NOT (${a} OR ${b})`)(subject)).toBe(
        matcher(`NOT ${a} AND NOT ${b}`)(subject),
      );
      expect(matcher(`NOT (${a} ${b})`)(subject)).toBe(matcher(`NOT ${a} OR NOT ${b}`)(subject));
    }),
    { numRuns: 500 },
  );
});

test('[QRY25] a query and its negation split every set of rows', () => {
  fc.assert(
    fc.property(group, fc.array(row, { maxLength: 8 }), (q, rows) => {
      const [yes, no] = [matcher(q), matcher(`NOT ${q}`)];
      for (const subject of rows) expect(yes(subject)).toBe(!no(subject));
      expect(rows.filter(matcher(`${q} AND NOT ${q}`))).toEqual([]);
      expect(rows.filter(matcher(`${q} OR NOT ${q}`))).toEqual(rows);
    }),
    { numRuns: 500 },
  );
});

test('[QRY8] the order is total and antisymmetric', () => {
  fc.assert(
    fc.property(query, row, row, (text, a, b) => {
      const { compare } = compileQuery(parseQuery(text), context);
      expect(Math.sign(compare(a, b)) + Math.sign(compare(b, a))).toBe(0);
    }),
    { numRuns: 300 },
  );
});
