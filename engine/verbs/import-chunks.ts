/** Long writes in pieces: each chunk is one batch, and other processes get their turn between two. */
import type { ImportRecord } from '../domain/change.js';
import { LIMITS } from '../kernel/limits.js';

/** How every import goes about it. */
export interface ImportSettings {
  readonly dryRun: boolean;
  readonly progress: (done: number, total: number | null, what: string) => void;
  /** Another name for the source of foreign records. */
  readonly source: string | null;
}

/** A chunk rewrites every row bucket, so chunks grow with the replica and the whole stays linear. */
export function chunkSize(rows: number): number {
  const wanted = Math.floor(rows / 8);
  return Math.min(Math.max(LIMITS.importChunkIssues, wanted), LIMITS.importChunkIssuesMax);
}

/** Rough size of a record in memory, characters. */
export function weightOf(record: ImportRecord): number {
  let weight = 1_000 + (record.body?.length ?? 0);
  for (const comment of record.comments ?? []) weight += comment.body.length + 200;
  return weight;
}

/** Number of records from `start` that make one chunk. */
export function chunkLength(
  records: readonly { readonly record: ImportRecord }[],
  start: number,
  rows: number,
): number {
  const max = Math.min(chunkSize(rows), records.length - start);
  let weight = 0;
  for (let length = 1; length <= max; length += 1) {
    const one = records[start + length - 1];
    weight += one === undefined ? 0 : weightOf(one.record);
    if (weight > LIMITS.importChunkCharsMax) return length;
  }
  return max;
}
