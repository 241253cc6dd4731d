import { describe, expect, test } from 'vitest';
import {
  collectList,
  collectMetadata,
  parsePriority,
  parseShare,
  parseWhole,
  readDuration,
} from './values.js';

describe('values of flags', () => {
  test.each([
    ['0', 0],
    ['p1', 1],
    ['P4', 4],
    ['High', 1],
    ['backlog', 4],
    ['none', null],
    ['', null],
  ])('priority %s', (text, level) => expect(parsePriority(text)).toBe(level));

  test.each(['5', 'p5', 'urgent', '-1', '1.5'])('[CLI5] priority %s is refused', (text) => {
    expect(() => parsePriority(text)).toThrow('--priority cannot be');
  });

  test.each([
    ['0.75', 0.75],
    ['75%', 0.75],
    ['1', 1],
    ['0', 0],
  ])('progress %s', (text, share) => expect(parseShare(text)).toBe(share));

  test.each(['75', '101%', '-0.1', 'half', ''])('progress %s is refused', (text) => {
    expect(() => parseShare(text)).toThrow('progress cannot be');
  });

  test('lists are comma-separated, repeated, or both', () => {
    expect(collectList('a, b', collectList('c'))).toEqual(['c', 'a', 'b']);
  });

  test('metadata is text, JSON after :=, or removed by nothing', () => {
    expect(collectMetadata('a=b=c')).toEqual({ a: 'b=c' });
    expect(collectMetadata('n:=[1]', { a: 'b' })).toEqual({ a: 'b', n: [1] });
    expect(collectMetadata('a=')).toEqual({ a: null });
    expect(() => collectMetadata('a')).toThrow('write key=value');
    expect(() => collectMetadata('a:={')).toThrow('wants JSON');
  });

  test('numbers and durations name their flag when refused', () => {
    expect(parseWhole('--limit', '30', 1, 1_000)).toBe(30);
    expect(() => parseWhole('--limit', '0', 1, 1_000)).toThrow('--limit cannot be "0"');
    expect(() => readDuration('--timeout', '7', () => null)).toThrow('--timeout cannot be "7"');
  });
});
