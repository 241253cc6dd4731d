/**
 * The one way into the database: everything a command changes goes into one synced batch, then the head record
 * outside is moved. Only then the command is acknowledged. [L1, L3]
 */
import type { Observation } from '../domain/claim.js';
import type { Incarnation, IssueId, ReplicaId } from '../domain/ids.js';
import type { IssueRow } from '../domain/row.js';
import type { Hlc } from '../kernel/hlc.js';
import { bucketCountFor, bucketOf, encodeBucket, mergeRows } from './buckets.js';
import { sealJson } from './checked-value.js';
import { encodeAnchor } from './document-anchor.js';
import {
  bucketKey,
  DIRECTORY_KEY,
  logKey,
  META_KEY,
  observationKey,
  SAVED_QUERIES_KEY,
  stateVectorKey,
  textKey,
  updateKey,
} from './keys.js';
import { encodeMeta, headOf, type Counts, type Meta } from './meta.js';
import { encodeLogEntry, type LoggedDocument } from './operation-log.js';
import type { WriteOp } from './ports.js';
import { anchorOf, encodeRow } from './row-codec.js';
import type { Store } from './store.js';
import { StoredRow } from './stored-row.js';
import { encodeDirectory } from './verify.js';

/** One document's part of a batch. */
export interface DocumentChange {
  readonly id: IssueId;
  readonly update: Uint8Array;
  readonly entry: string | null;
  readonly row: IssueRow;
  /** Encoded search text. */
  readonly text: string;
  readonly stateVector: Uint8Array;
  /** The whole document after this change, when its updates are to be folded into one. */
  readonly merged: Uint8Array | null;
}

export interface Batch {
  readonly hlc: Hlc;
  readonly verb: string;
  readonly agent: string;
  readonly documents: readonly DocumentChange[];
  readonly observations?: ReadonlyMap<IssueId, Observation | null>;
  /** Identity from now on, when the replica was found to be a copy. */
  readonly identity?: { readonly replica: ReplicaId; readonly incarnation: Incarnation };
  /** Oldest log entry to keep from now on; older ones are dropped. */
  readonly logFirst?: number;
  readonly extra?: readonly WriteOp[];
}

/** Writes a prepared batch; durable when it resolves. On failure the handle must be closed. [L2] */
export async function commit(store: Store, prepared: PreparedBatch): Promise<void> {
  await store.db.write(prepared.ops);
  store.adopt(prepared.meta, prepared.directory, prepared.buckets);
  store.head.write(headOf(prepared.meta, Math.min(store.openedSeq, prepared.meta.seq)));
}

export interface PreparedBatch {
  readonly ops: readonly WriteOp[];
  readonly meta: Meta;
  readonly directory: Uint32Array;
  readonly buckets: ReadonlyMap<number, readonly StoredRow[]>;
}

/** The batch as write operations and the state after it; nothing is written. */
export function prepareBatch(store: Store, batch: Batch): PreparedBatch {
  const ops: WriteOp[] = [...(batch.extra ?? [])];
  const seq = store.meta.seq + 1;
  const changed = new Map<IssueId, StoredRow>();
  const logged: LoggedDocument[] = [];
  let counts = store.meta.counts;
  for (const change of batch.documents) {
    const old = store.row(change.id);
    const { row, crc, base } = putDocument(store, change, old, seq, ops);
    changed.set(change.id, row);
    logged.push({ id: change.id, update: row.lastUpdate, crc, base, entry: change.entry });
    counts = recount(counts, old, row);
  }
  for (const [id, seen] of batch.observations ?? []) {
    const row = changed.get(id) ?? store.row(id);
    if (row !== null) changed.set(id, putObservation(store, row, seen, ops));
  }
  const { buckets, directory } = putBuckets(store, changed, counts.rows, ops);
  const identity = batch.identity ?? store.meta;
  const log = encodeLogEntry(
    {
      seq,
      previous: store.meta.chain,
      hlc: batch.hlc,
      incarnation: identity.incarnation.toString(36),
      verb: batch.verb,
      agent: batch.agent,
      documents: logged,
    },
    store.checksums,
  );
  ops.push({ type: 'put', key: logKey(seq), value: log.value });
  const meta: Meta = {
    ...store.meta,
    ...dropLog(store, batch.logFirst, ops),
    replica: identity.replica,
    incarnation: identity.incarnation,
    seq,
    chain: log.hash,
    hlc: batch.hlc,
    bucketCount: directory.length,
    directoryCrc: store.checksums.crc32(encodeDirectory(directory)),
    queriesCrc: queriesCrc(store, batch.extra ?? []),
    counts,
  };
  ops.push({ type: 'put', key: META_KEY, value: encodeMeta(meta, store.checksums) });
  return { ops, meta, directory, buckets };
}

function putDocument(
  store: Store,
  change: DocumentChange,
  old: StoredRow | null,
  seq: number,
  ops: WriteOp[],
): { readonly row: StoredRow; readonly crc: number; readonly base: number } {
  const { id } = change;
  const { checksums } = store;
  const last = old === null ? 0 : old.lastUpdate + 1;
  const bytes = change.merged ?? change.update;
  const fold = change.merged !== null && old !== null;
  if (fold)
    for (let n = old.firstUpdate; n <= old.lastUpdate; n += 1)
      ops.push({ type: 'del', key: updateKey(id, n) });
  ops.push({ type: 'put', key: updateKey(id, last), value: bytes });
  const text = new TextEncoder().encode(change.text);
  const textCrc = checksums.crc32(text);
  if (old === null || old.textCrc !== textCrc)
    ops.push({ type: 'put', key: textKey(id), value: text });
  const starts = old === null || fold;
  const first = starts ? last : old.firstUpdate;
  const base = starts ? 0 : old.updatesCrc;
  const updatesCrc = checksums.crc32(bytes, base);
  const { stateVector } = change;
  const value = encodeAnchor({ first, last, updatesCrc, stateVector }, checksums);
  ops.push({ type: 'put', key: stateVectorKey(id), value });
  const observationCrc = old?.observationCrc ?? 0;
  const anchor = { firstUpdate: first, lastUpdate: last, updatesCrc, textCrc, observationCrc, seq };
  return { row: new StoredRow(encodeRow(change.row, anchor)), crc: checksums.crc32(bytes), base };
}

/** Stores (or drops) what was seen of the claim on an issue, and the row that vouches for it. */
function putObservation(
  store: Store,
  row: StoredRow,
  seen: Observation | null,
  ops: WriteOp[],
): StoredRow {
  const key = observationKey(row.id);
  const value = seen === null ? null : sealJson(seen, store.checksums);
  ops.push(value === null ? { type: 'del', key } : { type: 'put', key, value });
  const observationCrc = value === null ? 0 : store.checksums.crc32(value);
  return new StoredRow(encodeRow(row, { ...anchorOf(row), observationCrc }));
}

/** Saved queries come as a record of the batch's own; the meta record vouches for them. */
function queriesCrc(store: Store, extra: readonly WriteOp[]): number {
  const key = String(SAVED_QUERIES_KEY);
  const saved = extra.findLast((op) => String(op.key) === key);
  if (saved === undefined) return store.meta.queriesCrc;
  return saved.type === 'put' ? store.checksums.crc32(saved.value) : 0;
}

/** Rewrites the buckets of the changed rows, or all of them when their number grows. */
function putBuckets(
  store: Store,
  changed: ReadonlyMap<IssueId, StoredRow>,
  rowCount: number,
  ops: WriteOp[],
): { buckets: Map<number, readonly StoredRow[]>; directory: Uint32Array } {
  const count = bucketCountFor(rowCount, store.meta.bucketCount);
  const buckets = new Map<number, readonly StoredRow[]>();
  if (count === store.meta.bucketCount) {
    const byBucket = new Map<number, Map<IssueId, StoredRow>>();
    for (const [id, row] of changed) {
      const index = bucketOf(id, count);
      const group = byBucket.get(index) ?? new Map<IssueId, StoredRow>();
      byBucket.set(index, group.set(id, row));
    }
    for (const [index, rows] of byBucket) buckets.set(index, mergeRows(store.bucket(index), rows));
  } else {
    const groups: StoredRow[][] = Array.from({ length: count }, () => []);
    for (const row of mergeRows([...store.rows()], changed))
      groups[bucketOf(row.id, count)]?.push(row);
    groups.forEach((rows, index) => buckets.set(index, rows));
  }
  const directory =
    count === store.meta.bucketCount ? store.directory.slice() : new Uint32Array(count);
  if (buckets.size === 0) return { buckets, directory };
  for (const [index, rows] of buckets) {
    const value = encodeBucket(rows);
    directory[index] = store.checksums.crc32(value);
    ops.push({ type: 'put', key: bucketKey(index), value });
  }
  ops.push({ type: 'put', key: DIRECTORY_KEY, value: encodeDirectory(directory) });
  return { buckets, directory };
}

function recount(counts: Counts, old: StoredRow | null, row: StoredRow): Counts {
  const next = { ...counts };
  if (old === null) next.rows += 1;
  else next[countName(old)] -= 1;
  next[countName(row)] += 1;
  return next;
}

export function countName(row: StoredRow): 'open' | 'inProgress' | 'closed' | 'deleted' {
  if (row.deleted) return 'deleted';
  return row.state === 'in-progress' ? 'inProgress' : row.state;
}

/** Drops log entries before `first`; their documents hold everything they said. */
function dropLog(
  store: Store,
  first: number | undefined,
  ops: WriteOp[],
): { logFirst: number; logBase: string } {
  const { logFirst, logBase, seq } = store.meta;
  const next = Math.min(first ?? logFirst, seq);
  if (next <= logFirst) return { logFirst, logBase };
  for (let old = logFirst; old < next; old += 1) ops.push({ type: 'del', key: logKey(old) });
  return { logFirst: next, logBase: store.logEntry(next - 1).hash };
}
