import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IssueId } from '../domain/ids.js';
import { LIMITS } from '../kernel/limits.js';
import { issueIdFrom } from '../testing/issue-id-from.js';
import { bucketCountFor, bucketOf, bucketRange } from './buckets.js';

const issueId = fc.array(fc.nat(31), { minLength: 10, maxLength: 10 }).map(issueIdFrom);

const bucketCount = fc.integer({ min: 0, max: 9 }).map((power) => LIMITS.bucketsMin * 2 ** power);

test('[STO4] an id lies inside the range of each of its prefixes', () => {
  fc.assert(
    fc.property(issueId, fc.integer({ min: 0, max: 10 }), bucketCount, (id, length, count) => {
      const [first, last] = bucketRange(id.slice(0, length), count);
      const index = bucketOf(id, count);
      expect(index).toBeGreaterThanOrEqual(first);
      expect(index).toBeLessThanOrEqual(last);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(last).toBeLessThan(count);
    }),
    { numRuns: 5_000 },
  );
});

test('[STO4] a range holds no bucket that no id of the prefix can be in', () => {
  const lowest = (prefix: string): IssueId => prefix.padEnd(10, '0') as IssueId;
  const highest = (prefix: string): IssueId => prefix.padEnd(10, 'z') as IssueId;
  fc.assert(
    fc.property(issueId, fc.integer({ min: 1, max: 10 }), bucketCount, (id, length, count) => {
      const prefix = id.slice(0, length);
      expect(bucketRange(prefix, count)).toEqual([
        bucketOf(lowest(prefix), count),
        bucketOf(highest(prefix), count),
      ]);
    }),
    { numRuns: 5_000 },
  );
});

test('[STO4] buckets follow the order of ids, and doubling splits each in two', () => {
  fc.assert(
    fc.property(issueId, issueId, bucketCount, (a, b, count) => {
      if (a < b) expect(bucketOf(a, count)).toBeLessThanOrEqual(bucketOf(b, count));
      expect(Math.floor(bucketOf(a, count * 2) / 2)).toBe(bucketOf(a, count));
    }),
    { numRuns: 5_000 },
  );
});

test('[STO4] the number of buckets grows by doubling, never shrinks, and has a bound', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000 }), bucketCount, (rows, current) => {
      const count = bucketCountFor(rows, current);
      expect(count).toBeGreaterThanOrEqual(current);
      expect(count).toBeLessThanOrEqual(Math.max(current, LIMITS.bucketsMax));
      expect(Number.isInteger(Math.log2(count / current))).toBe(true);
      if (count > current) expect(rows).toBeGreaterThan(count * LIMITS.rowsPerBucketTarget);
    }),
  );
});
