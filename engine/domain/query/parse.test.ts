import { expect, test } from 'vitest';
import { EngineError } from '../../errors.js';
import { LIMITS } from '../../kernel/limits.js';
import { explainQuery } from './explain.js';
import { parseQuery } from './parse.js';
import { printQuery } from './print.js';
import { NOW_MS } from './query-fixture.js';

const NOW = { nowMs: NOW_MS, timeZone: 'UTC' };

function printed(text: string): string {
  return printQuery(parseQuery(text));
}

function problem(text: string, saved: Readonly<Record<string, string>> = {}): EngineError {
  try {
    parseQuery(text, { savedQuery: (name) => saved[name] ?? null });
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error(`no error in ${text}`);
}

function suggestion(text: string): unknown {
  return problem(text).details['suggestion'];
}

test('[QRY1] NOT binds tighter than AND, AND tighter than OR', () => {
  const query = parseQuery('NOT a b OR c AND d');
  expect(query.where).toMatchObject({
    kind: 'or',
    items: [
      { kind: 'and', items: [{ kind: 'not' }, { kind: 'text' }] },
      { kind: 'and', items: [{ kind: 'text' }, { kind: 'text' }] },
    ],
  });
  expect(printQuery(query)).toBe('-a b OR c d');
});

test('[QRY1] parentheses group, and needless ones are not printed', () => {
  expect(printed('(a OR b) c')).toBe('(a OR b) c');
  expect(printed('((a b)) c')).toBe('a b c');
  expect(printed('-(a OR b)')).toBe('-(a OR b)');
  expect(printed('NOT (label:bug is:open)')).toBe('-(label:bug is:open)');
});

test('[QRY1] a negation of a negation is the query itself', () => {
  expect(printed('NOT NOT a')).toBe('a');
  expect(printed('NOT (NOT a)')).toBe('a');
  expect(printed('--a')).toBe('a');
});

test('[QRY1] operators are upper-case only', () => {
  expect(printed('cats or dogs')).toBe('cats or dogs');
  expect(parseQuery('cats or dogs').where).toMatchObject({ kind: 'and', items: [{}, {}, {}] });
});

test('[QRY1] a hyphen binds to the next condition, also to a group and a phrase', () => {
  expect(printed('-label:bug x')).toBe('-label:bug x');
  expect(printed('-"a b"')).toBe('-"a b"');
  expect(printed('-(a b)')).toBe('-(a b)');
});

test('[QRY1] directives split a query into conditions that must all hold', () => {
  expect(printed('a OR b sort:created c OR d limit:5')).toBe(
    '(a OR b) (c OR d) sort:created limit:5',
  );
});

test('[QRY1] an empty query is every issue', () => {
  expect(parseQuery('  ')).toEqual({ where: null, sort: [], limit: null });
  expect(explainQuery(parseQuery(''), NOW)).toEqual(['every issue']);
});

test('[QRY2] quotes hold blanks and signs; only quote and backslash are escaped', () => {
  const query = parseQuery(String.raw`label:"help \"wanted\" \\ \n" milestone:C:\x`);
  expect(query.where).toMatchObject({
    items: [
      { values: [{ kind: 'name', name: String.raw`help "wanted" \ \n` }] },
      { values: [{ kind: 'name', name: String.raw`C:\x` }] },
    ],
  });
  expect(printed(printQuery(query))).toBe(printQuery(query));
});

test('[QRY3] the first colon divides: label:priority:high is one label', () => {
  expect(parseQuery('label:priority:high').where).toEqual({
    kind: 'name',
    field: 'label',
    values: [{ kind: 'name', name: 'priority:high' }],
  });
});

test.each([
  'http://x',
  String.raw`C:\x`,
  'std::map',
  '12:30',
  'https://example.org/a?b=c',
  'Error:',
  'a.b:c',
])('[QRY3] %s is a word', (word) => {
  expect(parseQuery(word).where).toEqual({
    kind: 'text',
    field: null,
    values: [{ text: word, isPhrase: false }],
  });
});

test.each([
  ['assginee:me', 'assignee:me'],
  ['Lable:bug', 'label:bug'],
  ['reporter:ada', 'author:ada'],
  ['-tag:bug', '-label:bug'],
  ['node:fs', '"node:fs"'],
])('[QRY3] %s is an unknown field, corrected to %s', (text, corrected) => {
  expect(problem(text)).toMatchObject({
    code: 'unknown_field',
    details: { suggestion: corrected },
  });
});

test('[QRY4] a hyphen before no letter or digit is part of a word', () => {
  expect(printed('a -> b - c')).toBe('a -> b - c');
  expect(printed('NOT ->')).toBe('NOT ->');
});

test('[QRY5] fields and values of closed sets match without case, aliases print as the field', () => {
  expect(printed('STATE:Open status:closed Is:IN-PROGRESS')).toBe(
    'is:open is:closed is:in-progress',
  );
  expect(printed('child-of:abc priority:P1 No:Label')).toBe('parent:abc priority:high no:label');
});

test.each([
  'assignee:ada,me,none,*',
  'author:@me',
  'commenter:ada mentions:bob involves:me claimed-by:none',
  'label:bug,"help wanted" milestone:* type:task reason:duplicate remote:github#42',
  'priority:>=high priority:p0..p2 priority:*',
  'created:>7d updated:<24h closed:2025-01 due:<=@today claim-expires:<+10m',
  'comments:>5 reactions:2..5 comments:3 comments:..5 reactions:5..*',
  'no:assignee,label,milestone,priority,body,comment,claim,due,parent,child,blocker,remote',
  'blocks:abc blocked-by:abc parent:abc child-of:abc id:abc',
  'title:crash body:"a b" comment:x,"y z"',
  'sort:created,updated-asc sort:priority limit:1000',
  'is:open,closed,in-progress,claimed,ready,blocked,blocking,assigned,unassigned,unsynced,conflicted,issue',
])('[QRY5] the vocabulary reads: %s', (text) => {
  expect(printed(printed(text))).toBe(printed(text));
});

test('[QRY5] a quoted name is only a name, a bare me, none or * is not', () => {
  expect(printed('assignee:"me","*",@bob,"@bob",@ME')).toBe('assignee:"me","*",bob,"@bob",me');
  expect(printed('label:"*"')).toBe('label:"*"');
});

test('[QRY6] unknown values of closed sets are errors with the nearest one', () => {
  expect(problem('is:opne label:bug')).toMatchObject({
    code: 'unknown_value',
    message: 'unknown state "opne"',
    hint: 'did you mean "open"?',
    details: { position: 3, length: 4, column: 4, suggestion: 'is:open label:bug' },
  });
  expect(suggestion('has:coment')).toBe('has:comment');
  expect(suggestion('sort:upadted-asc')).toBe('sort:updated');
  expect(suggestion('priority:hihg')).toBe('priority:high');
  expect(problem('is:pr').message).toBe('no pull requests here');
});

test('[QRY7] longer, deeper and larger queries are refused at once', () => {
  const long = 'x '.repeat(5_000);
  const startMs = performance.now();
  expect(problem(long).code).toBe('query_syntax');
  expect(performance.now() - startMs).toBeLessThan(50);
  const depth = LIMITS.queryDepthMax;
  expect(printed(`${'('.repeat(depth)}x${')'.repeat(depth)}`)).toBe('x');
  expect(problem(`${'('.repeat(depth + 1)}x${')'.repeat(depth + 1)}`).message).toContain('deeper');
  expect(() => parseQuery('x '.repeat(LIMITS.queryTermsMax))).not.toThrow();
  expect(problem('x '.repeat(LIMITS.queryTermsMax + 1)).message).toContain('200 conditions');
  expect(problem(`label:${'x,'.repeat(LIMITS.queryTermsMax)}x`).message).toContain(
    '200 conditions',
  );
});

test('[QRY7] the worst texts of the allowed length are answered within 50 ms', () => {
  const worst = [
    '-',
    '(',
    '"',
    ',',
    'a',
    '-a ',
    'a:',
    'label:',
    '!',
    '\\',
    '"\\',
    '@a ',
    'x OR ',
    'is:opne ',
    '>',
    '..',
  ];
  for (const piece of worst) {
    const text = piece.repeat(Math.floor(LIMITS.queryCharsMax / piece.length));
    let bestMs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 3; round += 1) {
      const startMs = performance.now();
      try {
        parseQuery(text);
      } catch (error) {
        expect(error).toBeInstanceOf(EngineError);
      }
      bestMs = Math.min(bestMs, performance.now() - startMs);
    }
    expect([piece, bestMs < 50]).toEqual([piece, true]);
  }
});

test('[QRY8] sort keys add up, have a direction of their own, and stand at the top level only', () => {
  expect(parseQuery('sort:created sort:priority-asc,id sort:created-asc').sort).toEqual([
    { word: 'created', direction: 'desc' },
    { word: 'priority', direction: 'asc' },
    { word: 'id', direction: 'asc' },
  ]);
  for (const text of ['(a sort:created)', 'a OR sort:created', '-sort:created', '(limit:5)']) {
    expect(problem(text).message).toContain('stands outside');
  }
});

test('[QRY8] a limit is a number from 1 to 1000, once', () => {
  expect(parseQuery('limit:1000').limit).toBe(1000);
  expect(suggestion('limit:5000')).toBe('limit:1000');
  for (const text of ['limit:0', 'limit:x', 'limit:1,2', 'limit:1 limit:2', 'limit:1.5'])
    problem(text);
});

test('[QRY8] in: applies to every free word and prints as the native fields', () => {
  expect(printed('in:title crash "out of" label:bug')).toBe('title:crash title:"out of" label:bug');
  expect(printed('crash in:title,body,comments')).toBe(
    'title:crash OR body:crash OR comment:crash',
  );
  expect(printed('-crash in:title in:body x')).toBe(
    '-(title:crash OR body:crash) (title:x OR body:x)',
  );
  expect(suggestion('in:titel x')).toBe('in:title x');
});

test('[QRY17] a saved query stands in as one condition and brings its order unless there is one', () => {
  const saved = {
    triage: 'no:label OR no:assignee sort:priority limit:20',
    open: 'is:open',
    me: '@triage x',
  };
  const options = { savedQuery: (name: string) => saved[name as keyof typeof saved] ?? null };
  expect(printQuery(parseQuery('@triage is:open', options))).toBe(
    '(no:label OR no:assignee) is:open sort:priority limit:20',
  );
  expect(printQuery(parseQuery('-@triage', options))).toBe('-(no:label OR no:assignee)');
  expect(printQuery(parseQuery('@me sort:id limit:3', options))).toBe(
    '(no:label OR no:assignee) x sort:id limit:3',
  );
});

test('[QRY17] cycles, unknown names and mistakes inside are errors at the call', () => {
  const saved = { a: 'x @b', b: '@a', bad: 'is:opne' };
  expect(problem('y @a', saved)).toMatchObject({
    code: 'query_syntax',
    message: 'the saved query "a" uses itself: @a → @b → @a',
    details: { position: 2, length: 2 },
  });
  expect(problem('@nope', saved)).toMatchObject({
    code: 'unknown_value',
    details: { suggestion: '"@nope"' },
  });
  expect(problem('@bad', saved).message).toBe('in the saved query "bad": unknown state "opne"');
  expect(printed('@types/node')).toBe('@types/node');
});

test('[QRY17] saved queries cannot grow without bound', () => {
  const saved: Record<string, string> = { z: '' };
  for (let i = 0; i < 15; i += 1) saved[`q${i}`] = i === 0 ? '@z @z' : `@q${i - 1} @q${i - 1}`;
  expect(problem('@q14', saved).message).toContain('200 conditions');
});

test('[QRY18] an empty value asks whether the shell took the sign', () => {
  expect(problem('created:')).toMatchObject({
    code: 'query_syntax',
    message: `nothing after "created:" — did the shell take ">"? quote it: 'created:>7d'`,
  });
  expect(suggestion('created: >7d')).toBe('created:>7d');
  expect(suggestion('label: bug')).toBe('label:bug');
  expect(suggestion('label:a, b')).toBe('label:a,b');
  expect(problem('label:').message).toBe('nothing after "label:"');
});

test('[QRY19] details hold the place in UTF-16 units and the column in characters', () => {
  const { details } = problem('"😀" is:opne');
  expect(details).toMatchObject({ query: '"😀" is:opne', position: 8, column: 8, length: 4 });
  expect(details['expected']).toContain('open');
  expect(Object.keys(details).sort()).toEqual(
    ['query', 'position', 'length', 'column', 'expected', 'suggestion'].sort(),
  );
});

test('[QRY19] the suggestion corrects every mistake it can, and is null when it cannot run', () => {
  expect(suggestion('is:opne assginee:me sort:edit')).toBe('is:open assignee:me sort:updated');
  expect(suggestion('is:opne created:7d')).toBe(null);
});

test.each([
  ['(a', '(a)'],
  ['"a b', '"a b"'],
  ['a)', 'a'],
  ['a OR', 'a'],
  ['AND a', 'a'],
  ['a, b', 'a b'],
  ['label:a,,b', 'label:a,b'],
  ['!label:bug', '-label:bug'],
  ['a || b', 'a OR b'],
  ['a && ! b', 'a AND NOT b'],
  ['label:"a"b', 'label:"ab"'],
  ['label:>bug', 'label:bug'],
  ['parent:none', 'no:parent'],
  ['body:*', 'has:body'],
  ['comments:*', 'comments:>0'],
  ['comments:9..3', 'comments:3..9'],
  ['/cra.*sh/', '"/cra.*sh/"'],
])('[QRY19] %s is corrected to %s', (text, corrected) => {
  expect(suggestion(text)).toBe(corrected);
});

test.each([
  ['status:"In Progress"', 'is:in-progress'],
  ['state:all', 'is:open,closed'],
  ['sort:edit', 'sort:updated'],
  ['reporter:ada', 'author:ada'],
  ['assignee = me', 'assignee:me'],
  ['assignee=me', 'assignee:me'],
  ['assignee != "a b"', '-assignee:"a b"'],
  ['priority >= high', 'priority:>=high'],
  ['created > 7d', 'created:>7d'],
  ['priority:1', 'priority:p1'],
  ['priority:urgent', 'priority:critical'],
])('[QRY21] %s is answered with %s', (text, corrected) => {
  expect(suggestion(text)).toBe(corrected);
});

test('[QRY21] assignee = me is told to write assignee:me', () => {
  expect(problem('assignee = me').hint).toBe('use assignee:me');
});
