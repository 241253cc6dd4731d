import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Top } from './top.js';

test('[QRY8] the best of many, in order, are those that sorting all of them gives', () => {
  const values = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 900, size: 'max' });
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 80 }), (all, limit) => {
      const top = new Top<number>(limit, (a, b) => a - b);
      for (const value of all) top.add(value);
      expect(top.best()).toEqual(all.toSorted((a, b) => a - b).slice(0, limit));
      expect(top.total).toBe(all.length);
    }),
    { numRuns: 300 },
  );
});
