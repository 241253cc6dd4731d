import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineError } from '../errors.js';
import { seededRandom } from '../testing/seeded-random.js';
import { parseDayOrInstant, parseDuration } from './due-date.js';
import { checkField, depthOf } from './fields.js';
import { makeIncarnation, makeIssueId, makeReplicaId, parseIdPrefix, parseIssueId } from './ids.js';

test('[FLD1] any value for any field is either stored clean or refused with invalid_input', () => {
  const fields = [
    'title',
    'state',
    'priority',
    'due',
    'estimateMinutes',
    'progress',
    'meta.x',
    'nope',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.anything(), (field, value) => {
      try {
        const stored = checkField(field, value);
        if (field !== 'meta.x' && typeof stored === 'string')
          expect(stored).not.toMatch(/[\u0000\n\r]/);
      } catch (error) {
        expect(error).toBeInstanceOf(EngineError);
        expect((error as EngineError).code).toBe('invalid_input');
      }
    }),
    { numRuns: 3_000 },
  );
});

test('[FLD1] titles lose control characters, lone surrogates and outer blanks', () => {
  expect(checkField('title', '  a\u0000b\nc\u001b[31m \ud800 ')).toBe('ab c [31m \ufffd');
  expect(() => checkField('title', ' \n ')).toThrow('a title is wanted');
  expect(() => checkField('title', 'x'.repeat(513))).toThrow('at most 512');
});

test('[FLD1] __proto__ in metadata is data like any other', () => {
  const stored = checkField('meta.k', JSON.parse('{"__proto__": {"polluted": 1}}'));
  expect(Object.keys(stored as object)).toEqual(['__proto__']);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('[FLD1] nesting is counted without recursion', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i += 1) deep = [deep];
  expect(depthOf(deep)).toBeGreaterThan(64);
  expect(() => checkField('meta.k', deep)).toThrow('nested too deep');
});

test('[FLD1] days and instants must exist on the calendar', () => {
  expect(parseDayOrInstant('2026-02-28')).toBe('2026-02-28');
  expect(parseDayOrInstant('2026-02-30')).toBeNull();
  expect(parseDayOrInstant('2026-02-30T00:00:00Z')).toBeNull();
  expect(parseDayOrInstant('2026-11-30T12:00:00+02:00')).toBe('2026-11-30T10:00:00.000Z');
  expect(parseDayOrInstant('tomorrow')).toBeNull();
});

test('[FLD1] durations want units', () => {
  expect(parseDuration('1h30m')).toBe(5_400_000);
  expect(parseDuration('90s')).toBe(90_000);
  expect(parseDuration('30')).toBeNull();
  expect(parseDuration('m30')).toBeNull();
});

test('[ID1] ids begin with a letter, parse back, and incarnations fit a Yjs clientID', () => {
  const random = seededRandom(3);
  for (let i = 0; i < 500; i += 1) {
    const id = makeIssueId(random);
    expect(id).toMatch(/^[a-z][0-9a-z]{9}$/);
    expect(parseIssueId(id.toUpperCase())).toBe(id);
    expect(parseIdPrefix(id.slice(0, 3))).toBe(id.slice(0, 3));
    const incarnation = makeIncarnation(makeReplicaId(random), random);
    expect(Number.isSafeInteger(incarnation)).toBe(true);
  }
  expect(parseIdPrefix('42')).toBeNull();
  expect(parseIssueId('bd-a3f8xyz1')).toBeNull();
});
