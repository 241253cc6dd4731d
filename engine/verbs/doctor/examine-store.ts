/** All checks of one opened database, from the first link of trust to the last document. */
import type { Progress } from '../../api.js';
import {
  examineDirectory,
  examineHead,
  examineMeta,
  type HeadState,
} from '../../store/doctor/examine-anchors.js';
import { examineBuckets } from '../../store/doctor/examine-buckets.js';
import { examineKeys } from '../../store/doctor/examine-keys.js';
import { examineLog } from '../../store/doctor/examine-log.js';
import { examineQueries, examineRecords } from '../../store/doctor/examine-records.js';
import type { Findings } from '../../store/doctor/finding.js';
import { Reader } from '../../store/doctor/reader.js';
import { STORE_VERSION, type Meta } from '../../store/meta.js';
import type { Checksums, KeyValue } from '../../store/ports.js';
import { checkDocument } from './check-document.js';

export interface Examined {
  /** The meta record, when it can be read. */
  readonly meta: Meta | null;
  readonly issues: number;
  readonly checked: Readonly<Record<string, number>>;
}

const NOTHING = { issues: 0, checked: {} } as const;

/** Adds to `findings` whatever is wrong; changes nothing. */
export async function examineStore(
  db: KeyValue,
  state: HeadState,
  options: {
    readonly checksums: Checksums;
    readonly findings: Findings;
    readonly progress?: Progress | undefined;
  },
): Promise<Examined> {
  const { checksums, findings, progress } = options;
  const reader = new Reader(db, checksums, findings);
  const meta = examineMeta(reader);
  examineHead(state, meta, findings);
  if (meta === null || meta.version > STORE_VERSION) return { meta, ...NOTHING };
  const operations = examineLog(reader, meta, state.head);
  const rows = examineBuckets(reader, meta, examineDirectory(reader, meta));
  examineQueries(reader, meta);
  let issues = 0;
  let updates = 0;
  for (const row of rows.values()) {
    const records = examineRecords(reader, row);
    checkDocument(row, records, findings);
    updates += records.updates?.length ?? 0;
    if (!row.deleted) issues += 1;
    progress?.(issues, rows.size, 'issues');
  }
  const complete = rows.size === meta.counts.rows;
  const keys = await examineKeys(reader, { meta, rows, complete });
  return {
    meta,
    issues,
    checked: { operations, buckets: meta.bucketCount, documents: rows.size, updates, keys },
  };
}
