/** The first links of trust: meta record, head record, bucket directory. [DIA3] */
import { EngineError } from '../../errors.js';
import { DIRECTORY_KEY, META_KEY } from '../keys.js';
import { decodeMeta, STORE_VERSION, type Meta } from '../meta.js';
import type { Checksums, Head } from '../ports.js';
import { decodeDirectory } from '../verify.js';
import { formatOperations, span, type Findings } from './finding.js';
import type { Reader } from './reader.js';

/** The head record as found beside the database. `damagedSlots`: slots that hold neither zeros nor a valid record. */
export interface HeadState {
  readonly head: Head | null;
  readonly damagedSlots: number;
}

/** The meta record, or null with the reason noted. */
export function examineMeta(reader: Reader): Meta | null {
  const { findings } = reader;
  const bytes = reader.get(META_KEY);
  if (bytes === null) {
    findings.add('meta_missing', 'the meta record is missing');
    return null;
  }
  const meta = readMeta(bytes, reader.checksums);
  if (meta === null) findings.add('meta_damaged', 'the meta record does not match its checksum');
  else if (meta.version > STORE_VERSION)
    findings.add(
      'schema_newer',
      `the replica was written by a newer version (layout ${meta.version}, this program knows ${STORE_VERSION}); update issue-facade`,
    );
  return meta;
}

/** The meta record in these bytes, or null. */
export function readMeta(bytes: Uint8Array, checksums: Checksums): Meta | null {
  try {
    return decodeMeta(bytes, checksums);
  } catch (cause) {
    if (cause instanceof EngineError || cause instanceof SyntaxError) return null;
    throw cause;
  }
}

export function examineHead(state: HeadState, meta: Meta | null, findings: Findings): void {
  const { head, damagedSlots } = state;
  if (damagedSlots > 0)
    findings.add(
      'head_damaged',
      'one of the two slots of the head record is cut off or does not match its checksum',
    );
  if (head === null) {
    if (meta === null || meta.seq > 0)
      findings.add('head_missing', 'the head record beside the database is missing');
    return;
  }
  if (meta !== null && head.seq > meta.seq)
    findings.add(
      'head_ahead',
      `${formatOperations(span(meta.seq + 1, head.seq))} acknowledged, but the database ends at ${meta.seq}: the end of its log was lost, or an older copy was put in its place`,
    );
}

/** CRC-32 of each bucket as last written, or null when nothing vouches for them. */
export function examineDirectory(reader: Reader, meta: Meta | null): Uint32Array | null {
  const bytes = reader.get(DIRECTORY_KEY);
  if (bytes === null) {
    reader.findings.add('directory_missing', 'the bucket directory is missing');
    return null;
  }
  if (meta === null) return null;
  const directory = decodeDirectory(bytes, meta, reader.checksums);
  if (directory === null)
    reader.findings.add(
      'directory_damaged',
      'the bucket directory is not the one last written: older, or altered',
    );
  return directory;
}
