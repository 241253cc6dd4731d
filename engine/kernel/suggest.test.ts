import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closest, editDistance } from './suggest.js';

/** The textbook table, without bound or band. */
function slowDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const cost = [rows[i - 1]![j - 1]! + same, rows[i - 1]![j]! + 1, row[j - 1]! + 1];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost.push(rows[i - 2]![j - 2]! + 1);
      }
      row.push(Math.min(...cost));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

test('[QRY26] the bounded distance is the textbook distance up to its bound', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, max) => {
      expect(editDistance(a, b, max)).toBe(Math.min(slowDistance(a, b), max + 1));
    }),
    { numRuns: 2_000 },
  );
});

test('[QRY26] the nearest word is found within one edit for short and two for longer words', () => {
  expect(closest('opne', ['closed', 'open'])).toBe('open');
  expect(closest('bgu', ['bug', 'big'])).toBe('bug');
  expect(closest('Asignee', ['author', 'assignee'])).toBe('assignee');
  expect(closest('x', ['y'])).toBe(null);
  expect(closest('zzz', ['bug'])).toBe(null);
});

test('[QRY26] the work grows with the length of the words, not with its square', () => {
  const startMs = performance.now();
  expect(editDistance('a'.repeat(50_000), 'a'.repeat(49_999), 1)).toBe(1);
  expect(performance.now() - startMs).toBeLessThan(1_000);
});
