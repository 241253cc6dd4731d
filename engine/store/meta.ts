/** The meta record: who this replica is, where its log stands, and what vouches for everything else. */
import type { Incarnation, ReplicaId } from '../domain/ids.js';
import { parseHlc, type Hlc } from '../kernel/hlc.js';
import { damaged, sealJson, unsealJson } from './checked-value.js';
import type { Checksums, Head } from './ports.js';

/** Version of the store layout. A newer one is refused, never guessed at. */
export const STORE_VERSION = 1;

export interface Meta {
  readonly version: number;
  readonly workspace: string;
  readonly replica: ReplicaId;
  readonly incarnation: Incarnation;
  readonly seq: number;
  /** Hash of log entry `seq`. */
  readonly chain: string;
  /** First log entry kept, and the hash of the one before it. */
  readonly logFirst: number;
  readonly logBase: string;
  readonly hlc: Hlc;
  readonly bucketCount: number;
  readonly directoryCrc: number;
  /** CRC-32 of the stored saved queries, 0 without any. */
  readonly queriesCrc: number;
  /** Rows, and of them by state; deleted ones are counted apart. */
  readonly counts: Counts;
}

export interface Counts {
  readonly rows: number;
  readonly open: number;
  readonly inProgress: number;
  readonly closed: number;
  readonly deleted: number;
}

export const NO_ROWS: Counts = { rows: 0, open: 0, inProgress: 0, closed: 0, deleted: 0 };

export function encodeMeta(meta: Meta, checksums: Checksums): Uint8Array {
  return sealJson(meta, checksums);
}

/** @throws store_damaged, or `version` unequal to ours is left to the caller */
export function decodeMeta(bytes: Uint8Array, checksums: Checksums): Meta {
  const meta = unsealJson(bytes, 'meta record', checksums) as Meta;
  if (typeof meta.version !== 'number' || parseHlc(meta.hlc) === null)
    throw damaged('the meta record has another form');
  return meta;
}

/** The head record that goes with this state. */
export function headOf(meta: Meta, verifiedSeq: number): Head {
  const { seq, chain, workspace, replica } = meta;
  return { seq, chain, workspace, replica, verifiedSeq };
}
