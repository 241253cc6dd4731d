/** One document of a damaged replica as it can be written anew, and what of it is lost. [L5, DIA11] */
import { encodeDocument, encodeStateVector, openDocument } from '../../doc/open-document.js';
import { projectDocument } from '../../doc/project.js';
import { toRow, toText } from '../../doc/row.js';
import { salvageDocument } from '../../doc/salvage-document.js';
import type { Observation } from '../../domain/claim.js';
import type { Incarnation, IssueId } from '../../domain/ids.js';
import { encodeSearchText } from '../../domain/query/search-text.js';
import type { RowClaim } from '../../domain/row.js';
import { EngineError } from '../../errors.js';
import { unsealJson } from '../../store/checked-value.js';
import type { DocumentEvidence, Evidence } from '../../store/doctor/evidence.js';
import { formatRanges, type Findings } from '../../store/doctor/finding.js';
import type { RebuiltDocument } from '../../store/doctor/rebuild.js';
import type { Sources } from '../../store/doctor/sources.js';
import { verifyUpdates, type VerifiedUpdates } from '../../store/doctor/verify-updates.js';
import { observationKey } from '../../store/keys.js';
import type { Checksums } from '../../store/ports.js';

const READER = 1 as Incarnation; // nothing is written under it
type OpenedDocument = ReturnType<typeof openDocument>;

export interface RebuildContext {
  readonly sources: Sources;
  readonly evidence: Evidence;
  readonly checksums: Checksums;
  /** What is lost for good. */
  readonly losses: Findings;
  /** Number of the operation that tells of the repair. */
  readonly seq: number;
}

/** Null when nothing of it can be kept; the losses say so. */
export function rebuildDocument(
  id: IssueId,
  of: DocumentEvidence,
  context: RebuildContext,
): RebuiltDocument | null {
  const { sources, checksums } = context;
  const verified = verifyUpdates(id, of, sources, checksums);
  const whole = openWhole(id, verified);
  const salvaged = whole === null ? salvageDocument(id, verified.updates, READER) : null;
  const doc = whole ?? salvaged?.doc ?? null;
  if (whole === null) tellLoss(id, of, { verified, kept: salvaged?.kept ?? null }, context);
  if (doc === null) return null;
  const view = projectDocument(doc, id);
  const row = toRow(view);
  const common = {
    id,
    stateVector: encodeStateVector(doc),
    row,
    text: encodeSearchText(toText(view)),
    observation: findObservation(id, row.claim, of, context),
  };
  if (whole === null)
    return {
      ...common,
      first: verified.last + 1,
      updates: [encodeDocument(doc)],
      seq: context.seq,
      salvaged: true,
    };
  const updates = [...verified.updates].sort(([a], [b]) => a - b).map(([, update]) => update);
  const logged = Math.max(0, ...[...of.logged.values()].map(({ seq }) => seq));
  return { ...common, first: verified.first, updates, seq: of.row?.seq ?? logged, salvaged: false };
}

function openWhole(id: IssueId, { updates, missing }: VerifiedUpdates): OpenedDocument | null {
  if (missing.length > 0 || updates.size === 0) return null;
  try {
    const sorted = [...updates].sort(([a], [b]) => a - b);
    return openDocument(
      id,
      sorted.map(([, update]) => update),
      READER,
    );
  } catch (cause) {
    if (cause instanceof EngineError) return null; // undecodable although intact: kept as far as it applies
    throw cause;
  }
}

function tellLoss(
  id: IssueId,
  of: DocumentEvidence,
  {
    verified,
    kept,
  }: { readonly verified: VerifiedUpdates; readonly kept: readonly number[] | null },
  { evidence, losses }: RebuildContext,
): void {
  const title = of.row === null ? '' : ` (${of.row.title.slice(0, 60)})`;
  if (kept === null) {
    losses.add(
      'issue_lost',
      `issue ${id}${title} is lost: none of its updates can be proved intact`,
      id,
    );
    return;
  }
  const lost: number[] = [];
  for (let n = verified.first; n <= verified.last; n += 1) if (!kept.includes(n)) lost.push(n);
  const deeds = lost.flatMap((n) => {
    const entry = evidence.log.get(of.logged.get(n)?.seq ?? -1);
    return entry === undefined ? [] : `${entry.verb} by ${entry.agent}`;
  });
  const told =
    deeds.length === 0 ? '' : `: ${deeds.slice(0, 3).join(', ')}${deeds.length > 3 ? ' …' : ''}`;
  const message = `issue ${id}${title} lost ${lost.length} of its changes (update ${formatRanges(lost)})${told}`;
  losses.add('changes_lost', message, id);
}

/** What was seen of the leading claim; without it the claim counts from the next look on. */
function findObservation(
  id: IssueId,
  claim: RowClaim | null,
  of: DocumentEvidence,
  { sources, checksums }: RebuildContext,
): Observation | null {
  const wanted = of.row?.observationCrc ?? null;
  for (const value of wanted === 0 ? [] : sources.values(observationKey(id))) {
    if (wanted !== null && checksums.crc32(value) !== wanted) continue;
    const seen = readObservation(value, checksums);
    if (seen === null) continue;
    const isOfClaim = seen.claimId === claim?.claimId && seen.renewals === claim.renewals;
    if (wanted !== null || isOfClaim) return seen;
  }
  return null;
}

function readObservation(value: Uint8Array, checksums: Checksums): Observation | null {
  try {
    return unsealJson(value, 'claim observation', checksums) as Observation;
  } catch (cause) {
    if (cause instanceof EngineError || cause instanceof SyntaxError) return null;
    throw cause;
  }
}
