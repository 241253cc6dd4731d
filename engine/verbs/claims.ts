/** Claims with the local arbiter: whoever holds the replica's lock decides, so grants are linearizable on this machine. [L9] */
import type { ClaimOptions, ClaimResult, LockManager } from '../api.js';
import { claimWinner, type ClaimView } from '../domain/claim.js';
import { makeClaimId, type IssueId } from '../domain/ids.js';
import {
  isMine,
  lostClaims,
  observe,
  planClaim,
  planExpire,
  planExtend,
  planRelease,
  viewClaim,
  type ClaimMutation,
  type ClaimRequest,
  type ClaimState,
} from '../domain/plan/plan-claim.js';
import { EngineError } from '../errors.js';
import { readIssue } from '../session/documents.js';
import type { Transaction } from '../session/transaction.js';
import type { Store } from '../store/store.js';
import { guardClaim } from './claim-guard.js';
import { identify, shortId } from './identify.js';
import { listRows } from './listing.js';
import { Outlook } from './outlook.js';
import { Refusal, type Work } from './work.js';

export const LOCAL_ARBITER = 'local';
const VERB = {
  claim: 'claimed',
  renew: 'renewed',
  release: 'released',
  steal: 'stolen',
  expire: 'expired',
  lost: 'lost',
} as const;

export function lockManager(work: Work): LockManager {
  return {
    claimIssue: (id, options = {}) => claimIssue(work, id, options),
    claimNext: (query, options = {}) => claimNext(work, query, options),
    releaseIssue: (id) => releaseIssue(work, id),
    checkClaim: (id) => checkClaim(work, id),
    extendClaim: (id, options = {}) => extendClaim(work, id, options.addTimeMs ?? null),
    listClaims: (options = {}) => listClaims(work, options.mine === true),
    cleanupExpired: () => cleanupExpired(work),
  };
}

async function claimIssue(work: Work, id: string, options: ClaimOptions): Promise<ClaimResult> {
  return work.write(
    (tx) => take(work, tx, identify(tx.store, id), options),
    (tx, taken, store) =>
      result(work, store, taken.id, stateOf(store, tx, taken.id), taken.changed),
  );
}

/** Picks and takes in one piece of work on the held store: no other process can come between. */
async function claimNext(
  work: Work,
  query: string | undefined,
  options: ClaimOptions,
): Promise<ClaimResult | null> {
  return work.write(
    (tx) => {
      const list = listRows(work, tx.store, {
        ...(query === undefined ? {} : { query }),
        ready: true,
        limit: 1,
      });
      const [best] = list.issues;
      return best === undefined ? null : take(work, tx, best.row.id, options);
    },
    (tx, taken, store) =>
      taken === null
        ? null
        : result(work, store, taken.id, stateOf(store, tx, taken.id), taken.changed),
  );
}

type Taken = { readonly id: IssueId; readonly changed: boolean };

function take(work: Work, tx: Transaction, id: IssueId, options: ClaimOptions): Taken | Refusal {
  const view = tx.view(id);
  if (view.deleted) throw new EngineError('not_found', `issue ${id} was deleted`);
  if (view.state === 'closed')
    throw new EngineError('conflict', `issue ${shortId(tx.store, id)} is closed`, {
      hint: `issue reopen ${shortId(tx.store, id)}`,
    });
  if (options.steal !== undefined && options.steal.reason.trim() === '')
    throw new EngineError('input_required', 'taking a claim from its holder needs a reason', {
      hint: '--reason "…"',
    });
  const refusal = guardClaim(work, tx, [id], options.steal !== undefined);
  if (refusal !== null) return refusal;
  const state = stateOf(tx.store, tx, id);
  const wanted = request(work, tx, id, options.ttlMs, options.steal?.reason ?? null);
  const mutations = planClaim(state, wanted);
  put(tx, id, mutations);
  return { id, changed: mutations.at(-1)?.act !== 'renew' };
}

async function extendClaim(work: Work, id: string, addTimeMs: number | null): Promise<ClaimResult> {
  return work.write(
    (tx) => {
      const issue = identify(tx.store, id);
      const refusal = guardClaim(work, tx, [issue], false);
      if (refusal !== null) return refusal;
      const wanted = { ...request(work, tx, issue, undefined, null), addTimeMs };
      put(tx, issue, planExtend(stateOf(tx.store, tx, issue), wanted));
      return issue;
    },
    (tx, issue, store) => result(work, store, issue, stateOf(store, tx, issue), true),
  );
}

async function releaseIssue(work: Work, id: string): Promise<ClaimResult> {
  return work.write(
    (tx) => {
      const issue = identify(tx.store, id);
      const refusal = guardClaim(work, tx, [issue], false);
      if (refusal !== null) return refusal;
      const mutation = planRelease(
        stateOf(tx.store, tx, issue),
        work.claimant(tx.identity.replica),
        shortId(tx.store, issue),
      );
      if (mutation !== null) put(tx, issue, [mutation]);
      return { issue, changed: mutation !== null };
    },
    (tx, { issue, changed }, store) =>
      result(work, store, issue, stateOf(store, tx, issue), changed),
  );
}

async function checkClaim(work: Work, id: string): Promise<ClaimResult> {
  return work.read((store) => {
    const issue = identify(store, id);
    const view = readIssue(store, issue);
    const claims = view?.claims ?? new Map();
    return result(
      work,
      store,
      issue,
      { claims, seen: store.observation(issue), now: work.now() },
      false,
    );
  });
}

async function listClaims(work: Work, mineOnly: boolean): Promise<readonly ClaimResult[]> {
  return work.read((store) => {
    const outlook = new Outlook(store, work.now());
    const found: ClaimResult[] = [];
    for (const row of store.rows()) {
      const claim = row.deleted ? null : outlook.claim(row);
      if (claim === null) continue;
      const mine = isMine(claim, work.claimant(store.meta.replica));
      if (mineOnly && !mine) continue;
      found.push(describe(store, row.id, claim, outcomeOf(claim, mine), false));
    }
    return found.sort((a, b) => (a.claim?.expiresInMs ?? 0) - (b.claim?.expiresInMs ?? 0));
  });
}

async function cleanupExpired(work: Work): Promise<readonly ClaimResult[]> {
  return work.write(
    (tx) => {
      const outlook = new Outlook(tx.store, tx.now);
      const ended: { id: IssueId; claim: ClaimView }[] = [];
      for (const row of tx.store.rows()) {
        const claim = row.claim === null ? null : outlook.claim(row);
        if (claim === null || claim.state !== 'expired') continue;
        const mutation = planExpire(stateOf(tx.store, tx, row.id), tx.identity.replica);
        if (mutation === null) continue;
        put(tx, row.id, [mutation]);
        ended.push({ id: row.id, claim });
      }
      return ended;
    },
    (_, ended, store) => ended.map(({ id, claim }) => describe(store, id, claim, 'expired', true)),
  );
}

function request(
  work: Work,
  tx: Transaction,
  id: IssueId,
  ttlMs: number | undefined,
  steal: string | null,
): ClaimRequest {
  return {
    name: shortId(tx.store, id),
    who: work.claimant(tx.identity.replica),
    ttlMs: ttlMs ?? work.options.claimTtlMs,
    steal,
    claimId: makeClaimId(work.options.random),
    hlc: tx.hlc,
    arbiter: LOCAL_ARBITER,
  };
}

/** Adds the mutations, and what this replica saw of the claim the last of them is about. */
function put(tx: Transaction, id: IssueId, mutations: readonly ClaimMutation[]): void {
  const last = mutations.at(-1);
  if (last === undefined) return;
  tx.change(id, mutations, { verb: VERB[last.act] });
  const { entry, claimId } = last;
  tx.observe(id, entry.state === 'held' ? observe(claimId, entry.renewals, tx.now) : null);
}

function stateOf(store: Store, tx: Transaction, id: IssueId): ClaimState {
  return { claims: tx.view(id).claims, seen: store.observation(id), now: tx.now };
}

function result(
  work: Work,
  store: Store,
  id: IssueId,
  state: ClaimState,
  changed: boolean,
): ClaimResult {
  const view = viewClaim(state);
  const who = work.claimant(store.meta.replica);
  const winner = claimWinner(state.claims);
  const mine = winner !== null && isMine(winner[1], who);
  const lost = lostClaims(state.claims, who).length > 0;
  const outcome = lost ? 'lost' : view === null ? 'free' : outcomeOf(view, mine);
  return describe(store, id, view, outcome, changed);
}

function outcomeOf(view: ClaimView, mine: boolean): ClaimResult['outcome'] {
  if (view.state === 'expired') return mine ? 'expired' : 'free';
  if (!mine) return 'other';
  return view.state === 'held' ? 'held' : 'expired';
}

function describe(
  store: Store,
  id: IssueId,
  claim: ClaimView | null,
  outcome: ClaimResult['outcome'],
  changed: boolean,
): ClaimResult {
  return {
    issue: id,
    shortId: shortId(store, id),
    title: store.row(id)?.title ?? '',
    outcome,
    claim,
    mode: claim?.arbiter ?? LOCAL_ARBITER,
    confirmed: claim !== null && claim.arbiter !== null,
    changed,
  };
}
