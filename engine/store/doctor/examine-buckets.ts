/** Buckets: each is the one last written, and holds rows of its range in id order. [DIA5] */
import { parseIssueId, type IssueId } from '../../domain/ids.js';
import { bucketOf, decodeBucket } from '../buckets.js';
import { countName } from '../commit.js';
import { bucketKey } from '../keys.js';
import { NO_ROWS, type Counts, type Meta } from '../meta.js';
import type { StoredRow } from '../stored-row.js';
import type { Reader } from './reader.js';

/** Rows that can be trusted, by id in id order. */
export function examineBuckets(
  reader: Reader,
  meta: Meta,
  directory: Uint32Array | null,
): Map<IssueId, StoredRow> {
  const { findings } = reader;
  const rows = new Map<IssueId, StoredRow>();
  let whole = true;
  for (let index = 0; index < meta.bucketCount; index += 1) {
    const bytes = reader.get(bucketKey(index));
    const found = bytes === null ? null : rowsOfBucket(bytes, index, meta.bucketCount);
    const trusted = bytes !== null && reader.checksums.crc32(bytes) === directory?.[index];
    if (bytes === null) findings.add('bucket_missing', `row bucket ${index} is missing`);
    else if (found === null) findings.add('bucket_damaged', `row bucket ${index} cannot be read`);
    else if (directory !== null && !trusted)
      findings.add(
        'bucket_stale',
        `row bucket ${index} is not the one last written: older, or altered`,
      );
    if (found === null || !trusted) whole = false;
    else for (const row of found) rows.set(row.id, row);
  }
  if (whole) examineCounts(reader, meta.counts, rows);
  return rows;
}

/** The rows, or null when these bytes are no bucket `index` of `count`. */
export function rowsOfBucket(bytes: Uint8Array, index: number, count: number): StoredRow[] | null {
  const rows = decodeBucket(bytes);
  let before = '';
  for (const row of rows ?? []) {
    const id = parseIssueId(row.id);
    if (id === null || id <= before || bucketOf(id, count) !== index) return null;
    before = id;
  }
  return rows;
}

export function countRows(rows: Iterable<StoredRow>): Counts {
  const counts = { ...NO_ROWS };
  for (const row of rows) {
    counts.rows += 1;
    counts[countName(row)] += 1;
  }
  return counts;
}

function examineCounts(reader: Reader, told: Counts, rows: ReadonlyMap<string, StoredRow>): void {
  const counted = countRows(rows.values());
  const names = ['rows', 'open', 'inProgress', 'closed', 'deleted'] as const;
  const wrong = names.filter((name) => told[name] !== counted[name]);
  if (wrong.length === 0) return;
  const parts = wrong.map((name) => `${name} ${told[name]} instead of ${counted[name]}`);
  reader.findings.add('counts_mismatch', `the meta record counts ${parts.join(', ')}`);
}
