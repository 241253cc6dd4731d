import { expect, test } from 'vitest';
import { EngineError } from '../../errors.js';
import { rowOf } from '../graph/row-fixture.js';
import { explainQuery } from './explain.js';
import { parseQuery } from './parse.js';
import { compiled, DAY_MS, HOUR_MS, NOW_MS } from './query-fixture.js';
import { dayStartMs } from './time-value.js';

const BERLIN = 'Europe/Berlin';

function createdAt(ms: number | string): Parameters<ReturnType<typeof compiled>['matches']>[0] {
  return rowOf(1, { createdMs: typeof ms === 'string' ? Date.parse(ms) : ms });
}

/** Whether an issue created at that time matches. */
function hits(query: string, ms: number | string, timeZone = 'UTC'): boolean {
  return compiled(query, { timeZone }).matches(createdAt(ms));
}

function messageOf(text: string): string {
  try {
    parseQuery(text);
  } catch (error) {
    if (error instanceof EngineError) return `${error.message} | ${error.hint ?? ''}`;
  }
  return 'no error';
}

test('[QRY10] a duration after a comparison is an age: > is older, < is newer', () => {
  expect(hits('created:>7d', NOW_MS - 8 * DAY_MS)).toBe(true);
  expect(hits('created:>7d', NOW_MS - 6 * DAY_MS)).toBe(false);
  expect(hits('created:<24h', NOW_MS - 23 * HOUR_MS)).toBe(true);
  expect(hits('created:<24h', NOW_MS - 25 * HOUR_MS)).toBe(false);
});

test('[QRY10] ages combine the units m h d w and compare to the millisecond', () => {
  const age = 7 * DAY_MS + DAY_MS + HOUR_MS + 60_000;
  for (const [query, before, at, after] of [
    ['created:>1w1d1h1m', true, false, false],
    ['created:>=1w1d1h1m', true, true, false],
    ['created:<1W1D1H1M', false, false, true],
    ['created:<=1w1d1h1m', false, true, true],
  ] as const) {
    const edge = NOW_MS - age;
    expect([hits(query, edge - 1), hits(query, edge), hits(query, edge + 1)]).toEqual([
      before,
      at,
      after,
    ]);
  }
});

test('[QRY10] a bare duration is refused: it could be newer or older', () => {
  expect(messageOf('created:7d')).toBe('newer (<7d) or older (>7d)? | created:<7d or created:>7d');
  expect(messageOf('created:-7d')).toContain('since (>=-7d) or before (<-7d)?');
});

test('[QRY10] a signed duration is an instant from now', () => {
  expect(hits('created:>=-7d', NOW_MS - 6 * DAY_MS)).toBe(true);
  expect(hits('created:>=-7d', NOW_MS - 8 * DAY_MS)).toBe(false);
  expect(hits('created:<@now-1h', NOW_MS - 2 * HOUR_MS)).toBe(true);
  expect(hits('created:<+10m', NOW_MS + 9 * 60_000)).toBe(true);
  expect(hits('created:<+10m', NOW_MS + 11 * 60_000)).toBe(false);
});

test('[QRY10] an age range lies between the two ages, both included', () => {
  expect(hits('created:7d..30d', NOW_MS - 8 * DAY_MS)).toBe(true);
  expect(hits('created:7d..30d', NOW_MS - 30 * DAY_MS)).toBe(true);
  expect(hits('created:7d..30d', NOW_MS - 7 * DAY_MS)).toBe(true);
  expect(hits('created:7d..30d', NOW_MS - 31 * DAY_MS)).toBe(false);
  expect(hits('created:7d..30d', NOW_MS - 6 * DAY_MS)).toBe(false);
  expect(hits('created:7d..*', NOW_MS - 400 * DAY_MS)).toBe(true);
  expect(hits('created:..7d', NOW_MS - 8 * DAY_MS)).toBe(false);
  expect(messageOf('created:30d..7d')).toContain('did you mean "7d..30d"?');
  expect(messageOf('created:7d..2025-01-01')).toContain('cannot share');
});

test('[QRY11] a day is that day, > starts at the next midnight, <= runs up to its end', () => {
  const cases: readonly (readonly [string, boolean, boolean, boolean])[] = [
    ['created:2025-01-15', false, true, false],
    ['created:>2025-01-15', false, false, true],
    ['created:>=2025-01-15', false, true, true],
    ['created:<2025-01-15', true, false, false],
    ['created:<=2025-01-15', true, true, false],
  ];
  for (const [query, before, during, after] of cases) {
    expect([query, hits(query, '2025-01-14T23:59:59.999Z')]).toEqual([query, before]);
    expect([query, hits(query, '2025-01-15T00:00:00.000Z')]).toEqual([query, during]);
    expect([query, hits(query, '2025-01-15T23:59:59.999Z')]).toEqual([query, during]);
    expect([query, hits(query, '2025-01-16T00:00:00.000Z')]).toEqual([query, after]);
  }
});

test('[QRY11] ranges of days, months and years include both ends, and may be open', () => {
  expect(hits('created:2025-01-01..2025-02-01', '2025-02-01T23:59:59Z')).toBe(true);
  expect(hits('created:2025-01-01..2025-02-01', '2025-02-02T00:00:00Z')).toBe(false);
  expect(hits('created:2025-01', '2025-01-31T23:00:00Z')).toBe(true);
  expect(hits('created:2025-01..2025-03', '2025-03-31T23:00:00Z')).toBe(true);
  expect(hits('created:2025', '2025-12-31T23:00:00Z')).toBe(true);
  expect(hits('created:>2025', '2025-12-31T23:00:00Z')).toBe(false);
  expect(hits('created:..2025', '1999-01-01T00:00:00Z')).toBe(true);
  expect(hits('created:2025-02..*', '2030-01-01T00:00:00Z')).toBe(true);
  expect(hits('created:*', 0)).toBe(true);
});

test('[QRY11] an instant compares as a moment; alone it is the minute or second it names', () => {
  expect(hits('created:>2025-01-15T10:00Z', '2025-01-15T10:00:00.001Z')).toBe(true);
  expect(hits('created:>2025-01-15T10:00Z', '2025-01-15T10:00:00.000Z')).toBe(false);
  expect(hits('created:<=2025-01-15T10:00+02:00', '2025-01-15T08:00:00Z')).toBe(true);
  expect(hits('created:2025-01-15T10:00Z', '2025-01-15T10:00:59Z')).toBe(true);
  expect(hits('created:"2025-01-15 10:00"', '2025-01-15T09:00:10Z', BERLIN)).toBe(true);
});

test('[QRY12] times to come have age 0: always newer, never older', () => {
  const ahead = NOW_MS + DAY_MS;
  expect(hits('created:<1m', ahead)).toBe(true);
  expect(hits('created:<=0m', ahead)).toBe(true);
  expect(hits('created:>=0m', ahead)).toBe(true);
  expect(hits('created:0d..1d', ahead)).toBe(true);
  expect(hits('created:>0m', ahead)).toBe(false);
  expect(hits('created:<0m', ahead)).toBe(false);
});

test('[QRY13] days are those of the time zone, through its clock changes', () => {
  expect(hits('created:2025-01-15', '2025-01-14T23:00:00Z', BERLIN)).toBe(true);
  expect(hits('created:2025-01-15', '2025-01-15T23:00:00Z', BERLIN)).toBe(false);
  const dayHours = (year: number, month: number, day: number, zone: string): number =>
    (dayStartMs({ year, month, day: day + 1 }, zone) - dayStartMs({ year, month, day }, zone)) /
    HOUR_MS;
  expect(dayHours(2025, 3, 30, BERLIN)).toBe(23);
  expect(dayHours(2025, 10, 26, BERLIN)).toBe(25);
  expect(dayHours(2025, 4, 6, 'Australia/Lord_Howe')).toBe(24.5);
  // Clocks went from 24:00 to 01:00: the day began at one.
  expect(dayHours(2018, 11, 4, 'America/Sao_Paulo')).toBe(23);
  // Samoa left out a whole day.
  expect(dayHours(2011, 12, 30, 'Pacific/Apia')).toBe(0);
});

test('[QRY13] @today is a day of the zone, and > reads as since then', () => {
  const midnight = Date.parse('2026-11-22T23:00:00Z');
  expect(hits('created:@today', midnight, BERLIN)).toBe(true);
  expect(hits('created:@today', midnight - 1, BERLIN)).toBe(false);
  expect(hits('created:>@today-7d', midnight - 7 * DAY_MS, BERLIN)).toBe(true);
  expect(hits('created:>@today-7d', midnight - 7 * DAY_MS - 1, BERLIN)).toBe(false);
  expect(hits('created:>=@today-7', midnight - 7 * DAY_MS, BERLIN)).toBe(true);
  expect(hits('created:<=@today', midnight + 24 * HOUR_MS - 1, BERLIN)).toBe(true);
  expect(hits('created:@today-1w..@today', midnight - 7 * DAY_MS, BERLIN)).toBe(true);
});

test('[QRY13] an unknown time zone is an error of its own', () => {
  expect(() => compiled('created:2025', { timeZone: 'Mars/Olympus' })).toThrow(
    expect.objectContaining({ code: 'invalid_input' }),
  );
});

test('[QRY14] what is due on a day is found by that day in every zone', () => {
  const due = rowOf(1, { dueMs: Date.parse('2025-01-15T23:59:59.999Z') });
  for (const timeZone of ['UTC', BERLIN, 'America/Los_Angeles', 'Pacific/Kiritimati']) {
    const matches = (query: string): boolean => compiled(query, { timeZone }).matches(due);
    expect([
      timeZone,
      matches('due:2025-01-15'),
      matches('due:2025-01-16'),
      matches('due:2025-01-14'),
    ]).toEqual([timeZone, true, false, false]);
    expect([matches('due:<=2025-01-15'), matches('due:<2025-01-15')]).toEqual([true, false]);
    expect([matches('due:>=2025-01-15'), matches('due:>2025-01-15')]).toEqual([true, false]);
  }
  const instant = rowOf(1, { dueMs: Date.parse('2025-01-15T23:30:00Z') });
  expect(compiled('due:2025-01-16', { timeZone: BERLIN }).matches(instant)).toBe(true);
});

test('[QRY10] times that cannot be read say what would', () => {
  expect(messageOf('created:>7')).toContain('did you mean "7d"?');
  expect(messageOf('created:>3months')).toContain('did you mean "90d"?');
  expect(messageOf('created:yesterday')).toContain('did you mean "@today-1d"?');
  expect(messageOf('created:2025-02-29')).toContain('no such day');
  expect(messageOf('created:2025-13')).toContain('no such day');
  expect(messageOf('created:>999999999w')).toContain('hundred years');
  expect(messageOf('created:soon')).toContain('use an age');
  expect(messageOf('created:2025-01-15T25:00Z')).toContain('time of day');
});

test('[QRY23] explain gives the instants that ages and days come to, in UTC', () => {
  const lines = (text: string, timeZone = 'UTC'): string[] =>
    explainQuery(parseQuery(text), { nowMs: NOW_MS, timeZone });
  expect(lines('created:>7d')).toEqual(['created before 2026-11-16T01:30Z (older than 7d)']);
  expect(lines('updated:<24h')).toEqual(['updated after 2026-11-22T01:30Z (newer than 24h)']);
  expect(lines('created:2025-01-15', BERLIN)).toEqual([
    'created at or after 2025-01-14T23:00Z and before 2025-01-15T23:00Z (2025-01-15)',
  ]);
  expect(lines('created:>2025-01-15')).toEqual([
    'created at or after 2025-01-16T00:00Z (>2025-01-15)',
  ]);
  expect(lines('created:7d..30d')[0]).toContain('(between 7d and 30d old)');
});
