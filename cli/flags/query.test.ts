import { describe, expect, test } from 'vitest';
import { bufferIo } from '../buffer-io.js';
import { fakeDoor } from '../fake-engine.js';
import { run } from '../run.js';
import { joinTexts, quote } from './query.js';

const EMPTY = { issues: [], total: 0, limit: 30, notes: [] };

async function queryOf(argv: readonly string[]): Promise<unknown> {
  const { door, calls } = fakeDoor({ list: EMPTY });
  const io = bufferIo();
  expect(await run(argv, io, door), io.err).toBe(0);
  return calls.find(({ verb }) => verb === 'list')?.args[0];
}

describe('flags of lists', () => {
  test.each([
    [['list'], { openByDefault: true }],
    [['ls', 'crash', 'label:bug'], { query: 'crash label:bug', openByDefault: true }],
    [
      ['list', '-label:bug', '-(a', 'OR', 'b)'],
      { query: '-label:bug -(a OR b)', openByDefault: true },
    ],
    [['list', '--state', 'all', '--limit', '5'], { openByDefault: false, limit: 5 }],
    [
      ['list', '-s', 'closed', '-l', 'a,b', '-l', 'c d'],
      { query: 'is:closed label:a,b label:"c d"', openByDefault: true },
    ],
    [
      ['list', '--tag', 'bug', '--status', 'open'],
      { query: 'is:open label:bug', openByDefault: true },
    ],
    [
      ['list', '--assignee', 'none', '--milestone', '1.0'],
      { query: 'no:assignee milestone:1.0', openByDefault: true },
    ],
    [
      [
        'list',
        '--older-than',
        '7d',
        '--newer-than',
        '30d',
        '--updated-within',
        '24h',
        '--stale',
        '1h',
      ],
      { query: 'created:>7d created:<30d updated:<24h updated:>1h', openByDefault: true },
    ],
    [
      ['list', '--query', '-label:bug', '--sort', 'priority'],
      { query: '-label:bug sort:priority', openByDefault: true },
    ],
  ])('[CLI9] %j', async (argv, request) => {
    expect(await queryOf(argv)).toEqual(request);
  });

  test('[CLI9] search looks into every state and ranks unless told otherwise', async () => {
    expect(await queryOf(['search', 'crash'])).toEqual({
      query: 'crash sort:relevance',
      openByDefault: false,
    });
    expect(await queryOf(['find', 'crash', 'sort:created'])).toEqual({
      query: 'crash sort:created',
      openByDefault: false,
    });
  });
});

describe('joinTexts', () => {
  test('[CLI9] an OR is bracketed, and directives stay outside', () => {
    expect(joinTexts(['a OR b'], [])).toBe('a OR b');
    expect(joinTexts(['a OR b sort:created limit:5'], ['label:x'])).toBe(
      '(a OR b) label:x sort:created limit:5',
    );
    expect(joinTexts(['"x OR y"', 'FOR'], ['label:x'])).toContain('FOR');
  });
});

test('[CLI9] values are quoted only when they need it', () => {
  expect(quote('bug')).toBe('bug');
  expect(quote('priority:high')).toBe('priority:high');
  expect(quote('needs review')).toBe('"needs review"');
  expect(quote('a"b\\c')).toBe('"a\\"b\\\\c"');
  expect(quote('')).toBe('""');
  expect(quote('*')).toBe('"*"');
});
