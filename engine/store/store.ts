/**
 * One opened replica. Reads are answered from verified bytes or fail with `store_damaged`; writes go through
 * `commit.ts`. Knows keys and records, nothing of Yjs. [L5]
 */
import type { Observation } from '../domain/claim.js';
import type { IssueId } from '../domain/ids.js';
import { bucketOf, bucketRange, decodeBucket, findInBucket, findRow } from './buckets.js';
import { damaged, sealJson, unsealJson } from './checked-value.js';
import { bucketKey, observationKey, SAVED_QUERIES_KEY, textKey, updateKey } from './keys.js';
import type { Meta } from './meta.js';
import { readLogEntry, type LogEntry } from './operation-log.js';
import type { Checksums, HeadFile, KeyValue } from './ports.js';
import type { StoredRow } from './stored-row.js';
import type { Opened } from './verify.js';

export class Store {
  readonly db: KeyValue;
  readonly head: HeadFile;
  readonly checksums: Checksums;
  meta: Meta;
  directory: Uint32Array;
  readonly openedSeq: number;
  /** Buckets whose rows were asked for one by one, or just written. */
  readonly #buckets = new Map<number, readonly StoredRow[]>();
  /** Buckets as read. Scans make rows of them anew: rows that die young cost less than rows that are kept. */
  readonly #verified = new Map<number, Uint8Array>();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(db: KeyValue, head: HeadFile, checksums: Checksums, opened: Opened) {
    this.db = db;
    this.head = head;
    this.checksums = checksums;
    this.meta = opened.meta;
    this.directory = opened.directory;
    this.openedSeq = opened.verifiedSeq;
  }

  /** Rows of one bucket in id order. @throws store_damaged */
  bucket(index: number): readonly StoredRow[] {
    const rows = this.#rowsOf(index);
    this.#buckets.set(index, rows);
    return rows;
  }

  #rowsOf(index: number): readonly StoredRow[] {
    const known = this.#buckets.get(index);
    if (known !== undefined) return known;
    const rows = decodeBucket(this.#bytesOf(index));
    if (rows === null) throw damaged(`row bucket ${index} cannot be read`);
    return rows;
  }

  #bytesOf(index: number): Uint8Array {
    const known = this.#verified.get(index);
    if (known !== undefined) return known;
    const bytes = this.db.get(bucketKey(index));
    if (bytes === undefined) throw damaged(`row bucket ${index} is missing`);
    if (this.checksums.crc32(bytes) !== this.directory[index])
      throw damaged(`row bucket ${index} is not the one last written`);
    this.#verified.set(index, bytes);
    return bytes;
  }

  /** Takes over what a commit wrote, so that later reads of this handle see it. */
  adopt(
    meta: Meta,
    directory: Uint32Array,
    buckets: ReadonlyMap<number, readonly StoredRow[]>,
  ): void {
    if (meta.bucketCount !== this.meta.bucketCount) {
      this.#buckets.clear();
      this.#verified.clear();
    }
    this.meta = meta;
    this.directory = directory;
    for (const [index, rows] of buckets) {
      this.#buckets.set(index, rows);
      this.#verified.delete(index);
    }
  }

  row(id: IssueId): StoredRow | null {
    const index = bucketOf(id, this.meta.bucketCount);
    const rows = this.#buckets.get(index);
    if (rows !== undefined) return findRow(rows, id);
    return findInBucket(this.#bytesOf(index), id);
  }

  /** Rows whose id begins with `prefix`, in id order. */
  rowsWithPrefix(prefix: string): StoredRow[] {
    const [first, last] = bucketRange(prefix, this.meta.bucketCount);
    const found: StoredRow[] = [];
    for (let index = first; index <= last; index += 1) {
      for (const row of this.bucket(index)) if (row.id.startsWith(prefix)) found.push(row);
    }
    return found;
  }

  /** Shows `visit` every row, deleted ones included, in id order. A plain loop: a generator costs more than the row. */
  scan(visit: (row: StoredRow) => void): void {
    for (let index = 0; index < this.meta.bucketCount; index += 1)
      for (const row of this.#rowsOf(index)) visit(row);
  }

  /** Every row, deleted ones included, in id order. */
  *rows(): IterableIterator<StoredRow> {
    for (let index = 0; index < this.meta.bucketCount; index += 1) yield* this.#rowsOf(index);
  }

  /** Search text of a row. @throws store_damaged */
  text(row: StoredRow): string {
    const bytes = this.db.get(textKey(row.id));
    if (bytes === undefined || this.checksums.crc32(bytes) !== row.textCrc)
      throw damaged(`the search text of ${row.id} is not the one last written`);
    return this.#decoder.decode(bytes);
  }

  /** The document's updates in order, checked as a whole. @throws store_damaged */
  updates(row: StoredRow): Uint8Array[] {
    const updates: Uint8Array[] = [];
    let crc = 0;
    for (let n = row.firstUpdate; n <= row.lastUpdate; n += 1) {
      const update = this.db.get(updateKey(row.id, n));
      if (update === undefined) throw damaged(`update ${n} of issue ${row.id} is missing`);
      crc = this.checksums.crc32(update, crc);
      updates.push(update);
    }
    if (crc !== row.updatesCrc)
      throw damaged(`the updates of issue ${row.id} do not match their checksum`);
    return updates;
  }

  /** What this replica last saw of the claim on `id`. @throws store_damaged */
  observation(id: IssueId): Observation | null {
    const crc = this.row(id)?.observationCrc ?? 0;
    if (crc === 0) return null;
    const bytes = this.db.get(observationKey(id));
    if (bytes === undefined || this.checksums.crc32(bytes) !== crc)
      throw damaged(`the claim observation of ${id} is not the one last written`);
    return unsealJson(bytes, `claim observation of ${id}`, this.checksums) as Observation;
  }

  /** @throws store_damaged, also for numbers outside [logFirst, seq] */
  logEntry(seq: number): LogEntry & { readonly hash: string } {
    return readLogEntry(this.db, seq, this.checksums);
  }

  savedQueries(): ReadonlyMap<string, string> {
    if (this.meta.queriesCrc === 0) return new Map();
    const bytes = this.db.get(SAVED_QUERIES_KEY);
    if (bytes === undefined || this.checksums.crc32(bytes) !== this.meta.queriesCrc)
      throw damaged('the saved queries are not the ones last written');
    return new Map(unsealJson(bytes, 'saved queries', this.checksums) as [string, string][]);
  }

  encodeSavedQueries(queries: ReadonlyMap<string, string>): Uint8Array {
    return sealJson([...queries], this.checksums);
  }
}
