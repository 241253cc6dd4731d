/** A repair: a new database from whatever of a damaged one can be proved, and the list of what cannot. [DIA12] */
import type { Progress } from '../../api.js';
import { makeIncarnation, makeReplicaId, ID_ALPHABET } from '../../domain/ids.js';
import type { Clock } from '../../kernel/clock.js';
import { HLC_ZERO, makeHlc, tickHlc, type Hlc } from '../../kernel/hlc.js';
import { randomText, type Random } from '../../kernel/random.js';
import { isIntact } from '../../store/checked-value.js';
import { gatherEvidence, type Evidence, type HeldEntry } from '../../store/doctor/evidence.js';
import type { Findings } from '../../store/doctor/finding.js';
import { Rebuild } from '../../store/doctor/rebuild.js';
import { Sources } from '../../store/doctor/sources.js';
import { SAVED_QUERIES_KEY } from '../../store/keys.js';
import type { Meta } from '../../store/meta.js';
import type { Checksums, Head, KeyValue } from '../../store/ports.js';
import { tellLostOperations } from './lost-operations.js';
import { rebuildDocument } from './rebuild-document.js';

export interface RebuildOptions {
  readonly head: Head | null;
  readonly agent: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly checksums: Checksums;
  readonly losses: Findings;
  readonly progress?: Progress | undefined;
}

/** Fills the empty `target`; null (and nothing worth keeping in it) when nothing could be read. */
export async function rebuildStore(
  readings: readonly KeyValue[],
  target: KeyValue,
  options: RebuildOptions,
): Promise<Meta | null> {
  const { head, checksums, losses, clock, random } = options;
  const sources = new Sources(readings);
  const evidence = await gatherEvidence(sources, checksums);
  const top = Math.max(evidence.meta?.seq ?? 0, head?.seq ?? 0, ...evidence.log.keys());
  const context = { sources, evidence, checksums, losses, seq: top + 1 };
  const rebuild = new Rebuild(target, checksums);
  const { documents } = evidence;
  let latestMs = 0;
  let done = 0;
  let lost = 0;
  for (const [id, of] of [...documents].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const rebuilt = rebuildDocument(id, of, context);
    if (rebuilt === null) lost += 1;
    else await rebuild.add(rebuilt);
    latestMs = Math.max(latestMs, rebuilt?.row.updatedMs ?? 0);
    options.progress?.((done += 1), documents.size, 'issues repaired');
  }
  if (rebuild.rows.length === 0 && expectsIssues(evidence, head)) return null;
  const log = keptLog(evidence, top);
  const replica = makeReplicaId(random);
  const { meta, directory } = await rebuild.finish({
    workspace: workspaceOf(evidence, head, options),
    replica,
    incarnation: makeIncarnation(replica, random),
    agent: options.agent,
    hlc: tickHlc(latestHlc(evidence, latestMs), clock.nowMs()),
    seq: top + 1,
    log,
    previous: head?.seq === top ? head.chain : null,
    queries: findQueries(sources, evidence, options),
    bucketCount: evidence.directory?.length ?? evidence.meta?.bucketCount ?? 0,
    extra: [...evidence.unknown.values()].flatMap((key) => {
      const [value] = sources.values(key);
      return value === undefined ? [] : [[key, value] as const];
    }),
  });
  tellLostOperations({ evidence, top, log, rows: rebuild.rows, directory, losses, lost });
  return meta;
}

/** There were issues, and none is left: then an empty replica would be the worst answer. */
function expectsIssues({ meta, documents }: Evidence, head: Head | null): boolean {
  if (meta === null || meta.counts.rows > 0 || documents.size > 0) return true;
  return head !== null && head.seq > meta.seq;
}

/** The longest run of linked entries that ends at `top`. */
function keptLog({ log }: Evidence, top: number): HeldEntry[] {
  const kept: HeldEntry[] = [];
  for (let entry = log.get(top); entry !== undefined;) {
    kept.push(entry);
    const before = log.get(entry.seq - 1);
    entry = before?.hash === entry.previous ? before : undefined;
  }
  return kept.toReversed();
}

function workspaceOf({ meta }: Evidence, head: Head | null, options: RebuildOptions): string {
  const known = meta?.workspace ?? head?.workspace ?? '';
  if (known !== '') return known;
  options.losses.add('identity_lost', 'the workspace id is lost; the replica has a new one');
  return randomText(options.random, 13, ID_ALPHABET);
}

function latestHlc({ meta, log }: Evidence, latestMs: number): Hlc {
  let latest = meta?.hlc ?? HLC_ZERO;
  for (const { hlc } of log.values()) if (hlc > latest) latest = hlc as Hlc;
  const written = makeHlc(latestMs + 1, 0);
  return written > latest ? written : latest;
}

/** The saved queries last written; failing that an intact older version, which is told. */
function findQueries(
  sources: Sources,
  { meta }: Evidence,
  options: RebuildOptions,
): Uint8Array | null {
  const { checksums, losses } = options;
  if (meta?.queriesCrc === 0) return null;
  const values = sources.values(SAVED_QUERIES_KEY);
  const last = values.find((value) => checksums.crc32(value) === meta?.queriesCrc);
  if (last !== undefined) return last;
  const older = values.find((value) => isIntact(value, checksums)) ?? null;
  if (meta !== null)
    losses.add(
      'queries_lost',
      older === null
        ? 'the saved queries are lost'
        : 'the latest change of the saved queries is lost',
    );
  return older;
}
