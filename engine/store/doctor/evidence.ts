/**
 * What can be found out about a damaged replica from all its records together: the best meta record, the log entries
 * that hold, and for each document every witness of what it was made of. Nothing is believed without a checksum. [DIA10]
 */
import { parseIssueId, type IssueId } from '../../domain/ids.js';
import { LIMITS } from '../../kernel/limits.js';
import { decodeBucket } from '../buckets.js';
import { decodeAnchor } from '../document-anchor.js';
import { bucketKey, DIRECTORY_KEY, logKey, META_KEY, stateVectorKey } from '../keys.js';
import type { Meta } from '../meta.js';
import type { LogEntry } from '../operation-log.js';
import type { Checksums } from '../ports.js';
import type { StoredRow } from '../stored-row.js';
import { decodeDirectory } from '../verify.js';
import { readMeta } from './examine-anchors.js';
import { rowsOfBucket } from './examine-buckets.js';
import { readEntry } from './examine-log.js';
import type { Sources } from './sources.js';
import type { Witness } from './verify-updates.js';

export type HeldEntry = LogEntry & { readonly hash: string; readonly value: Uint8Array };

export interface DocumentEvidence {
  /** Numbers under which an update lies. */
  readonly stored: Set<number>;
  readonly witnesses: Witness[];
  readonly logged: Map<
    number,
    { readonly crc: number; readonly base: number; readonly seq: number }
  >;
  /** The row last written, if its bucket is vouched for. */
  row: StoredRow | null;
}

export interface Evidence {
  readonly meta: Meta | null;
  readonly directory: Uint32Array | null;
  readonly log: ReadonlyMap<number, HeldEntry>;
  readonly documents: ReadonlyMap<IssueId, DocumentEvidence>;
  /** Keys of nobody we know; carried over untouched. */
  readonly unknown: ReadonlyMap<string, Uint8Array>;
}

export async function gatherEvidence(sources: Sources, checksums: Checksums): Promise<Evidence> {
  const documents = new Map<IssueId, DocumentEvidence>();
  const of = (id: IssueId): DocumentEvidence => {
    const known = documents.get(id) ?? {
      stored: new Set(),
      witnesses: [],
      logged: new Map(),
      row: null,
    };
    documents.set(id, known);
    return known;
  };
  const buckets = new Set<number>();
  const entries = new Set<number>();
  const unknown = new Map<string, Uint8Array>();
  for await (const [kind, key] of sources.keys()) {
    if (kind.kind === 'update') of(kind.id).stored.add(kind.n);
    else if (kind.kind === 'anchor') of(kind.id);
    else if (kind.kind === 'bucket') buckets.add(kind.index);
    else if (kind.kind === 'log') entries.add(kind.index);
    else if (kind.kind === 'unknown') unknown.set(String(key), key);
  }
  const metas = sources.values(META_KEY).flatMap((bytes) => readMeta(bytes, checksums) ?? []);
  const meta = metas.sort((a, b) => b.seq - a.seq)[0] ?? null;
  const directory = readDirectory(sources, meta, checksums);
  if (meta !== null) {
    for (let index = 0; index < meta.bucketCount; index += 1) buckets.add(index);
    for (let seq = meta.logFirst; seq <= meta.seq; seq += 1) entries.add(seq);
  }
  const log = readLog(sources, entries, checksums);
  for (const { seq, documents: touched } of log.values())
    for (const { id, update, crc, base } of touched) of(id).logged.set(update, { crc, base, seq });
  for (const index of buckets) readBucket(sources, { index, directory, checksums }, of);
  for (const [id, { witnesses }] of documents) {
    for (const bytes of sources.values(stateVectorKey(id))) {
      const anchor = decodeAnchor(bytes, checksums);
      if (anchor !== null) witnesses.push({ ...anchor, certain: true });
    }
  }
  return { meta, directory, log, documents, unknown };
}

/** Without a meta record a directory is taken as it is: that a bucket has the CRC it names is no accident. */
function readDirectory(
  sources: Sources,
  meta: Meta | null,
  checksums: Checksums,
): Uint32Array | null {
  for (const bytes of sources.values(DIRECTORY_KEY)) {
    const count = bytes.length / 4;
    if (meta === null && !(Number.isInteger(Math.log2(count)) && count <= LIMITS.bucketsMax))
      continue;
    const told = meta ?? { bucketCount: count, directoryCrc: checksums.crc32(bytes) };
    const directory = decodeDirectory(bytes, told, checksums);
    if (directory !== null) return directory;
  }
  return null;
}

function readLog(
  sources: Sources,
  seqs: Iterable<number>,
  checksums: Checksums,
): Map<number, HeldEntry> {
  const log = new Map<number, HeldEntry>();
  for (const seq of seqs) {
    for (const value of sources.values(logKey(seq))) {
      const entry = readEntry(value, seq, checksums);
      if (entry !== null) log.set(seq, { ...entry, value });
    }
  }
  return log;
}

/** Rows of a vouched bucket are taken as they are; those of any other still say where a document once stood. */
function readBucket(
  sources: Sources,
  place: {
    readonly index: number;
    readonly directory: Uint32Array | null;
    readonly checksums: Checksums;
  },
  of: (id: IssueId) => DocumentEvidence,
): void {
  const { index, directory, checksums } = place;
  for (const bytes of sources.values(bucketKey(index))) {
    const vouched = directory?.[index] === checksums.crc32(bytes);
    const rows = vouched ? rowsOfBucket(bytes, index, directory?.length ?? 0) : decodeBucket(bytes);
    for (const row of rows ?? []) {
      const id = parseIssueId(row.id);
      if (id === null) continue;
      const evidence = of(id);
      if (vouched) evidence.row = row;
      const { firstUpdate: first, lastUpdate: last, updatesCrc } = row;
      evidence.witnesses.push({ first, last, updatesCrc, certain: vouched });
    }
  }
}
