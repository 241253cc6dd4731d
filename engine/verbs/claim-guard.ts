import { claimWinner } from '../domain/claim.js';
/** Writes and claims: who lost a claim is told at the next write; closing ends the closer's own claim. [L9, L10] */
import type { IssueId } from '../domain/ids.js';
import type { Mutation } from '../domain/mutation.js';
import { isMine, lostClaims, planLost } from '../domain/plan/plan-claim.js';
import { EngineError } from '../errors.js';
import type { Transaction } from '../session/transaction.js';
import { shortId } from './identify.js';
import { Refusal, type Work } from './work.js';

/**
 * When a claim of mine on one of `ids` was superseded: records that I was told, and refuses the write once — or, with
 * `force`, records it and lets the write go on. Null when there is nothing to tell.
 */
export function guardClaim(
  work: Work,
  tx: Transaction,
  ids: readonly IssueId[],
  force: boolean,
): Refusal | null {
  const who = work.claimant(tx.identity.replica);
  const lost = ids.flatMap((id) =>
    lostClaims(tx.view(id).claims, who).map(([claimId, entry]) => ({ id, claimId, entry })),
  );
  const [first] = lost;
  if (first === undefined) return null;
  if (!force) tx.reset();
  for (const { id, claimId, entry } of lost)
    tx.change(id, [planLost(claimId, entry)], { verb: 'lost' });
  if (force) return null;
  const winner = claimWinner(tx.view(first.id).claims);
  const holder = winner === null ? 'another claim' : winner[1].agent;
  const name = shortId(tx.store, first.id);
  return new Refusal(
    new EngineError(
      'claim_lost',
      `your claim on ${name} was superseded by ${holder}; nothing was written`,
      {
        hint: 'take another: issue claim --next; or repeat the command with --force',
        details: { issue: first.id, mine: first.claimId, winner: winner?.[0] ?? null, holder },
      },
    ),
  );
}

/** My live claim on an issue that I close has done its work. */
export function releaseOnClose(work: Work, tx: Transaction, id: IssueId): Mutation[] {
  const winner = claimWinner(tx.view(id).claims);
  if (winner === null || winner[1].state !== 'held') return [];
  if (!isMine(winner[1], work.claimant(tx.identity.replica))) return [];
  const [claimId, entry] = winner;
  return [
    { op: 'claim', act: 'release', claimId, entry: { ...entry, state: 'released' }, reason: null },
  ];
}
