import type { Incarnation, ReplicaId } from '../domain/ids.js';
import { HLC_ZERO } from '../kernel/hlc.js';
import { LIMITS } from '../kernel/limits.js';
import { encodeBucket } from './buckets.js';
import { bucketKey, DIRECTORY_KEY, META_KEY } from './keys.js';
import { encodeMeta, NO_ROWS, STORE_VERSION, type Meta } from './meta.js';
import { NO_HASH } from './operation-log.js';
import type { Checksums, WriteOp } from './ports.js';
import { encodeDirectory } from './verify.js';

/** The first batch of a new replica: empty buckets, their directory, the meta record. */
export function foundingBatch(
  identity: {
    readonly workspace: string;
    readonly replica: ReplicaId;
    readonly incarnation: Incarnation;
  },
  checksums: Checksums,
): WriteOp[] {
  const empty = encodeBucket([]);
  const directory = new Uint32Array(LIMITS.bucketsMin).fill(checksums.crc32(empty));
  const meta: Meta = {
    version: STORE_VERSION,
    ...identity,
    seq: 0,
    chain: NO_HASH,
    logFirst: 1,
    logBase: NO_HASH,
    hlc: HLC_ZERO,
    bucketCount: LIMITS.bucketsMin,
    directoryCrc: checksums.crc32(encodeDirectory(directory)),
    queriesCrc: 0,
    counts: NO_ROWS,
  };
  const ops: WriteOp[] = [];
  directory.forEach((_, index) => ops.push({ type: 'put', key: bucketKey(index), value: empty }));
  ops.push({ type: 'put', key: DIRECTORY_KEY, value: encodeDirectory(directory) });
  ops.push({ type: 'put', key: META_KEY, value: encodeMeta(meta, checksums) });
  return ops;
}
