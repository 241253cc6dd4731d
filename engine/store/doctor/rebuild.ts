/** Writes a replica anew from verified documents into an empty database: rows, buckets, directory, log, meta. [DIA12] */
import type { Observation } from '../../domain/claim.js';
import type { Incarnation, IssueId, ReplicaId } from '../../domain/ids.js';
import type { IssueRow } from '../../domain/row.js';
import type { Hlc } from '../../kernel/hlc.js';
import { bucketCountFor, bucketOf, encodeBucket } from '../buckets.js';
import { sealJson } from '../checked-value.js';
import { encodeAnchor } from '../document-anchor.js';
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
} from '../keys.js';
import { encodeMeta, STORE_VERSION, type Meta } from '../meta.js';
import { encodeLogEntry, NO_HASH, type LoggedDocument } from '../operation-log.js';
import type { Checksums, KeyValue, WriteOp } from '../ports.js';
import { encodeRow } from '../row-codec.js';
import { StoredRow } from '../stored-row.js';
import { encodeDirectory } from '../verify.js';
import type { HeldEntry } from './evidence.js';
import { countRows } from './examine-buckets.js';

export interface RebuiltDocument {
  readonly id: IssueId;
  /** Consecutive updates from number `first`. */
  readonly first: number;
  readonly updates: readonly Uint8Array[];
  readonly stateVector: Uint8Array;
  readonly row: IssueRow;
  readonly text: string;
  readonly observation: Observation | null;
  readonly seq: number;
  /** Not the updates that were there, but what could be kept of them: the log tells. */
  readonly salvaged: boolean;
}

export interface RebuiltReplica {
  readonly workspace: string;
  readonly replica: ReplicaId;
  readonly incarnation: Incarnation;
  readonly agent: string;
  readonly hlc: Hlc;
  /** Number of the operation that tells of the repair. */
  readonly seq: number;
  /** Entries kept, consecutive and ending at `seq` − 1; may be none. */
  readonly log: readonly HeldEntry[];
  /** Hash of entry `seq` − 1 as far as known. */
  readonly previous: string | null;
  readonly queries: Uint8Array | null;
  readonly bucketCount: number;
  readonly extra: readonly (readonly [key: Uint8Array, value: Uint8Array])[];
}

const CHUNK_OPS = 2_000;
const CHUNK_BYTES = 8 * 1024 * 1024;
const encoder = new TextEncoder();

export class Rebuild {
  readonly #db: KeyValue;
  readonly #checksums: Checksums;
  readonly #rows: StoredRow[] = [];
  readonly #salvaged: LoggedDocument[] = [];
  #ops: WriteOp[] = [];
  #bytes = 0;

  constructor(db: KeyValue, checksums: Checksums) {
    this.#db = db;
    this.#checksums = checksums;
  }

  get rows(): readonly StoredRow[] {
    return this.#rows;
  }

  /** Documents come in id order. */
  async add(document: RebuiltDocument): Promise<void> {
    const { id, first, updates, stateVector, observation } = document;
    const last = first + updates.length - 1;
    let updatesCrc = 0;
    for (const [at, update] of updates.entries()) {
      updatesCrc = this.#checksums.crc32(update, updatesCrc);
      this.#put(updateKey(id, first + at), update);
    }
    this.#put(
      stateVectorKey(id),
      encodeAnchor({ first, last, updatesCrc, stateVector }, this.#checksums),
    );
    const text = encoder.encode(document.text);
    this.#put(textKey(id), text);
    const seen = observation === null ? null : sealJson(observation, this.#checksums);
    if (seen !== null) this.#put(observationKey(id), seen);
    const anchor = {
      firstUpdate: first,
      lastUpdate: last,
      updatesCrc,
      textCrc: this.#checksums.crc32(text),
      observationCrc: seen === null ? 0 : this.#checksums.crc32(seen),
      seq: document.seq,
    };
    this.#rows.push(new StoredRow(encodeRow(document.row, anchor)));
    if (document.salvaged)
      this.#salvaged.push({ id, update: last, crc: updatesCrc, base: 0, entry: null });
    if (this.#ops.length >= CHUNK_OPS || this.#bytes >= CHUNK_BYTES) await this.#flush();
  }

  /** Everything else in the last batches, the meta record at the very end. */
  async finish(
    replica: RebuiltReplica,
  ): Promise<{ readonly meta: Meta; readonly directory: Uint32Array }> {
    for (const [key, value] of replica.extra) this.#put(key, value);
    for (const { seq, value } of replica.log) this.#put(logKey(seq), value);
    const directory = this.#putBuckets(replica.bucketCount);
    const [oldest] = replica.log;
    const previous = replica.log.at(-1)?.hash ?? replica.previous ?? NO_HASH;
    const entry = {
      seq: replica.seq,
      previous,
      hlc: replica.hlc,
      incarnation: replica.incarnation.toString(36),
      verb: 'repaired',
      agent: replica.agent,
      documents: this.#salvaged,
    };
    const log = encodeLogEntry(entry, this.#checksums);
    this.#put(logKey(replica.seq), log.value);
    if (replica.queries !== null) this.#put(SAVED_QUERIES_KEY, replica.queries);
    const { workspace, incarnation, seq, hlc } = replica;
    const meta: Meta = {
      version: STORE_VERSION,
      workspace,
      replica: replica.replica,
      incarnation,
      seq,
      chain: log.hash,
      logFirst: oldest?.seq ?? seq,
      logBase: oldest?.previous ?? previous,
      hlc,
      bucketCount: directory.length,
      directoryCrc: this.#checksums.crc32(encodeDirectory(directory)),
      queriesCrc: replica.queries === null ? 0 : this.#checksums.crc32(replica.queries),
      counts: countRows(this.#rows),
    };
    await this.#flush();
    await this.#db.write([
      { type: 'put', key: META_KEY, value: encodeMeta(meta, this.#checksums) },
    ]);
    return { meta, directory };
  }

  #putBuckets(current: number): Uint32Array {
    const count = bucketCountFor(this.#rows.length, current);
    const groups: StoredRow[][] = Array.from({ length: count }, () => []);
    for (const row of this.#rows) groups[bucketOf(row.id, count)]?.push(row);
    const directory = new Uint32Array(count);
    groups.forEach((rows, index) => {
      const value = encodeBucket(rows);
      directory[index] = this.#checksums.crc32(value);
      this.#put(bucketKey(index), value);
    });
    this.#put(DIRECTORY_KEY, encodeDirectory(directory));
    return directory;
  }

  #put(key: Uint8Array, value: Uint8Array): void {
    this.#ops.push({ type: 'put', key, value });
    this.#bytes += value.length;
  }

  async #flush(): Promise<void> {
    const ops = this.#ops;
    this.#ops = [];
    this.#bytes = 0;
    if (ops.length > 0) await this.#db.write(ops);
  }
}
