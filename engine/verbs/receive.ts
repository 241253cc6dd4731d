/** Whole documents of a backup (later: of a relay) → merged into the replica, each behind the wall of law L6. [L6, ING1–ING4] */
import { ingestUpdate, mergeUpdate } from '../doc/ingest.js';
import { claimWinner } from '../domain/claim.js';
import type { IssueId } from '../domain/ids.js';
import { observe } from '../domain/plan/plan-claim.js';
import { EngineError } from '../errors.js';
import type { Transaction } from '../session/transaction.js';
import type { ImportTally } from './import-tally.js';
import type { Work } from './work.js';

/** One document as it came, and where. */
export interface ReceivedDocument {
  readonly line: number;
  readonly id: IssueId;
  readonly update: Uint8Array;
}

/** Merges a chunk in one batch; what is refused is told and stops nobody else. Nothing new: nothing is written. */
export async function receiveDocuments(
  work: Work,
  documents: readonly ReceivedDocument[],
  tally: ImportTally,
): Promise<void> {
  await work.write(
    (tx) => {
      for (const one of documents) receive(tx, one, tally);
    },
    () => undefined,
    { via: 'import:backup', bulk: true },
  );
}

function receive(
  tx: Transaction,
  { line, id, update }: ReceivedDocument,
  tally: ImportTally,
): void {
  const row = tx.store.row(id);
  let ingested: ReturnType<typeof ingestUpdate>;
  try {
    ingested = ingestUpdate(id, row === null ? [] : tx.store.updates(row), update);
  } catch (cause) {
    if (!(cause instanceof EngineError) || cause.code === 'store_damaged') throw cause;
    tally.reject(line, `${id}: ${cause.message}`);
    return;
  }
  if (ingested === null) {
    if (row?.deleted === true) tally.tombstones += 1;
    else tally.unchanged += 1;
    return;
  }
  const { update: fresh, view } = ingested;
  tx.amend(id, 'restored', (doc) => mergeUpdate(doc, fresh));
  const winner = claimWinner(view.claims);
  // From here on its silence is counted, so that a claim nobody keeps runs out.
  if (winner !== null && winner[1].state === 'held' && row?.claim?.claimId !== winner[0])
    tx.observe(id, observe(winner[0], winner[1].renewals, tx.now));
  if (view.deleted) tally.tombstones += 1;
  else if (row !== null) tally.updated += 1;
  else tally.created += 1;
  if (row !== null) return;
  tally.dependencies += view.dependencies.length;
  tally.comments += view.comments.length;
}
