import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEPENDENCY_KINDS } from '../domain/issue.js';
import type { IssueRow, RowClaim } from '../domain/row.js';
import { issueIdFrom } from '../testing/issue-id-from.js';
import { encodeBucket, decodeBucket } from './buckets.js';
import { anchorOf, encodeRow, type RowAnchor } from './row-codec.js';
import { StoredRow } from './stored-row.js';

const issueId = fc.array(fc.nat(31), { minLength: 10, maxLength: 10 }).map(issueIdFrom);

const text = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', maxLength });
const texts = fc.array(text(20), { maxLength: 6 });
const timeMs = fc.integer({ min: 0, max: 2 ** 48 - 2 });
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary);
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const kind = fc.oneof(
  fc.constantFrom(...DEPENDENCY_KINDS),
  fc.stringMatching(/^[a-z][a-z-]{0,31}$/),
);

const claim: fc.Arbitrary<RowClaim> = fc.record({
  claimId: text(26),
  agent: text(20),
  session: text(20),
  ttlMs: uint32,
  renewals: fc.nat(),
  sinceMs: timeMs,
  c: fc.nat(),
  t: fc.nat(),
  by: optional(text(8)),
});

const issueRow: fc.Arbitrary<IssueRow> = fc.record({
  id: issueId,
  title: text(512),
  state: fc.constantFrom('open', 'in-progress', 'closed'),
  reason: optional(text(30)),
  priority: optional(fc.constantFrom(0, 1, 2, 3, 4)),
  type: optional(text(10)),
  milestone: optional(text(10)),
  labels: texts,
  assignees: texts,
  author: text(20),
  commenters: texts,
  mentions: texts,
  createdMs: timeMs,
  updatedMs: timeMs,
  closedMs: optional(timeMs),
  dueMs: optional(timeMs),
  deferMs: optional(timeMs),
  estimateMinutes: optional(fc.nat()),
  commentCount: fc.integer({ min: 1, max: 10_000 }),
  reactionCount: fc.nat(),
  hasBody: fc.boolean(),
  dependencies: fc.array(fc.record({ kind, target: issueId }), { maxLength: 8 }),
  claim: optional(claim),
  remotes: texts,
  workAgent: optional(text(20)),
  progress: optional(fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100)),
  conflicted: fc.boolean(),
  deleted: fc.boolean(),
});

const anchor: fc.Arbitrary<RowAnchor> = fc.record({
  firstUpdate: uint32,
  lastUpdate: uint32,
  updatesCrc: uint32,
  textCrc: uint32,
  observationCrc: uint32,
  seq: timeMs,
});

/** Every getter of the stored row. */
function read(stored: StoredRow, like: IssueRow): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(like).map((name) => [name, stored[name as keyof IssueRow]]),
  );
}

describe('rows', () => {
  test('[STO4] whatever a row holds, every getter reads it back from the bytes', () => {
    fc.assert(
      fc.property(issueRow, anchor, (row, stands) => {
        const stored = new StoredRow(encodeRow(row, stands));
        expect(read(stored, row)).toEqual(row);
        expect(anchorOf(stored)).toEqual(stands);
      }),
      { numRuns: 500 },
    );
  });

  test('[STO4] a row without comments shows no commenters, whatever was there', () => {
    fc.assert(
      fc.property(issueRow, anchor, (row, stands) => {
        const stored = new StoredRow(
          encodeRow({ ...row, commentCount: 0, commenters: [] }, stands),
        );
        expect([stored.commentCount, stored.commenters]).toEqual([0, []]);
      }),
    );
  });

  test('[STO4] a stored row written anew is the same bytes', () => {
    fc.assert(
      fc.property(issueRow, anchor, (row, stands) => {
        const stored = new StoredRow(encodeRow(row, stands));
        expect(encodeRow(stored, anchorOf(stored))).toEqual(stored.bytes);
      }),
    );
  });

  test('[STO4] rows of a bucket come back one by one; a bucket cut anywhere is no bucket, or one of fewer rows', () => {
    const some = fc.array(fc.tuple(issueRow, anchor), { maxLength: 5 });
    fc.assert(
      fc.property(some, fc.nat(), (pairs, cut) => {
        const rows = pairs.map(([row, stands]) => new StoredRow(encodeRow(row, stands)));
        const bytes = encodeBucket(rows);
        expect(decodeBucket(bytes)?.map((row) => row.bytes)).toEqual(rows.map((row) => row.bytes));
        const short = decodeBucket(bytes.subarray(0, cut % bytes.length));
        expect(short === null || short.length < rows.length || rows.length === 0).toBe(true);
      }),
    );
  });
});
