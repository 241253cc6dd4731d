/** What is checked each time a replica is opened: cheap, and enough to notice a lost acknowledgement. [L3, STO5] */
import { EngineError } from '../errors.js';
import { damaged } from './checked-value.js';
import { DIRECTORY_KEY, META_KEY } from './keys.js';
import { decodeMeta, STORE_VERSION, type Meta } from './meta.js';
import { readLink, verifyLog } from './operation-log.js';
import type { Checksums, Head, KeyValue } from './ports.js';

export interface Opened {
  readonly meta: Meta;
  /** CRC-32 of each bucket. */
  readonly directory: Uint32Array;
  /** Everything up to here is known to follow link by link. */
  readonly verifiedSeq: number;
}

/** @throws store_damaged, schema_newer */
export function openVerified(db: KeyValue, head: Head | null, checksums: Checksums): Opened {
  const meta = readMeta(db, checksums);
  const directory = readDirectory(db, meta, checksums);
  if (head === null) {
    if (meta.seq > 0) throw damaged('the head record beside the database is missing');
    return { meta, directory, verifiedSeq: 0 };
  }
  if (head.seq > meta.seq)
    throw damaged(
      `the log ends at operation ${meta.seq}, but ${head.seq} operations were acknowledged`,
    );
  checkAgainstHead(db, meta, head, checksums);
  return { meta, directory, verifiedSeq: meta.seq };
}

export function readMeta(db: KeyValue, checksums: Checksums): Meta {
  const bytes = db.get(META_KEY);
  if (bytes === undefined) throw damaged('the meta record is missing');
  const meta = decodeMeta(bytes, checksums);
  if (meta.version > STORE_VERSION)
    throw new EngineError(
      'schema_newer',
      `this replica was written by a newer version (layout ${meta.version}, this program knows ${STORE_VERSION})`,
      { hint: 'update issue-facade' },
    );
  return meta;
}

export function readDirectory(db: KeyValue, meta: Meta, checksums: Checksums): Uint32Array {
  const bytes = db.get(DIRECTORY_KEY);
  if (bytes === undefined) throw damaged('the bucket directory is missing');
  const directory = decodeDirectory(bytes, meta, checksums);
  if (directory === null) throw damaged('the bucket directory does not match its checksum');
  return directory;
}

/** CRC-32 of each bucket, or null when these bytes are not what the meta record vouches for. */
export function decodeDirectory(
  bytes: Uint8Array,
  meta: Pick<Meta, 'bucketCount' | 'directoryCrc'>,
  checksums: Checksums,
): Uint32Array | null {
  if (bytes.length !== meta.bucketCount * 4 || checksums.crc32(bytes) !== meta.directoryCrc)
    return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Uint32Array.from({ length: meta.bucketCount }, (_, i) => view.getUint32(i * 4, true));
}

export function encodeDirectory(directory: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(directory.length * 4);
  const view = new DataView(bytes.buffer);
  directory.forEach((crc, i) => view.setUint32(i * 4, crc, true));
  return bytes;
}

/** The log must run without a gap from what was verified before to the meta record, through the acknowledged head. */
function checkAgainstHead(db: KeyValue, meta: Meta, head: Head, checksums: Checksums): void {
  const from = Math.max(meta.logFirst - 1, Math.min(head.verifiedSeq, head.seq));
  const fromHash = hashAt(db, meta, from, checksums);
  const reached = head.seq >= from ? head.seq : from;
  const headHash = verifyLog(db, { from, to: reached, fromHash }, checksums);
  if (reached === head.seq && headHash !== null && headHash !== head.chain)
    throw damaged(`operation ${head.seq} is not the one that was acknowledged`);
  const last = verifyLog(db, { from: reached, to: meta.seq, fromHash: headHash }, checksums);
  if (last !== null && last !== meta.chain)
    throw damaged('the log does not end where the meta record says');
}

function hashAt(db: KeyValue, meta: Meta, seq: number, checksums: Checksums): string | null {
  if (seq === meta.logFirst - 1) return meta.logBase;
  return readLink(db, seq, checksums).hash;
}
