import { bucketOf } from '../../store/buckets.js';
/** Which operations cannot be shown to be in a repaired replica. [DIA13] */
import type { Evidence, HeldEntry } from '../../store/doctor/evidence.js';
import { formatOperations, type Findings } from '../../store/doctor/finding.js';
import type { StoredRow } from '../../store/stored-row.js';

interface Outcome {
  readonly evidence: Evidence;
  /** Number of the last operation known to have been acknowledged. */
  readonly top: number;
  readonly log: readonly HeldEntry[];
  readonly rows: readonly StoredRow[];
  /** CRC-32 of each rebuilt bucket. */
  readonly directory: Uint32Array;
  readonly losses: Findings;
  /** Issues told to be lost by name. */
  readonly lost: number;
}

/**
 * A bucket that comes out byte for byte as the old directory has it proves that nothing in it is lost. Otherwise the
 * log names what was written to each issue; where the log has gaps, their operations may be lost.
 */
export function tellLostOperations(outcome: Outcome): void {
  const { evidence, top, rows, directory, losses } = outcome;
  const { meta } = evidence;
  const isCurrent = meta === null ? evidence.log.has(top) : meta.seq === top;
  const current = isCurrent ? evidence.directory : null;
  const comparable = current !== null && current.length === directory.length;
  const isProved = (index: number): boolean => comparable && current[index] === directory[index];
  if (directory.every((_, index) => isProved(index))) return;
  const first = meta?.logFirst ?? Math.min(...evidence.log.keys(), top);
  const missing: number[] = [];
  for (let seq = first; seq <= top; seq += 1) if (!evidence.log.has(seq)) missing.push(seq);
  if (missing.length > 0)
    losses.add(
      'operations_lost',
      `what ${formatOperations(missing)} changed cannot be shown to be there: the log entries are gone`,
    );
  const nameless = current === null ? 0 : (meta?.counts.rows ?? 0) - rows.length - outcome.lost;
  if (nameless > 0)
    losses.add(
      'issue_lost',
      `${nameless} more issues are lost, and with them every record of their ids`,
    );
  if (first > 1)
    tellBeforeLog(outcome, first, (row) => isProved(bucketOf(row.id, directory.length)));
}

/** What is older than the log nobody tells any more. */
function tellBeforeLog(
  outcome: Outcome,
  first: number,
  isProved: (row: StoredRow) => boolean,
): void {
  const { evidence, rows, losses } = outcome;
  const entries = [...evidence.log.values()];
  const logged = new Set(entries.flatMap(({ documents }) => documents.map(({ id }) => id)));
  const doubtful = rows.filter((row) => !logged.has(row.id) && !isProved(row)).map((row) => row.id);
  const which = doubtful.length === 0 ? '' : `: ${doubtful.join(', ')}`;
  losses.add(
    'history_unproven',
    `issues last changed before operation ${first} cannot be proved complete, and some may be missing${which}`,
  );
}
