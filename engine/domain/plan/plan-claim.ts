/** Decisions on claims. Pure: entries, observation and clocks come in; a grant or a refusal comes out. [CLM1–CLM6, L9, L10] */
import { EngineError } from '../../errors.js';
import type { Hlc } from '../../kernel/hlc.js';
import { LIMITS } from '../../kernel/limits.js';
import {
  claimMarginMs,
  claimWinner,
  type ClaimEntry,
  type ClaimView,
  type Now,
  type Observation,
} from '../claim.js';
import type { ClaimId } from '../ids.js';
import { formatInstant } from '../interchange/instant.js';
import type { Mutation } from '../mutation.js';
import { viewLease } from './view-lease.js';

export type ClaimMutation = Extract<Mutation, { op: 'claim' }>;

/** Who asks. One agent's two sessions are two holders. */
export interface Claimant {
  readonly agent: string;
  readonly session: string;
  readonly replica: string;
}

export interface ClaimState {
  readonly claims: ReadonlyMap<string, ClaimEntry>;
  readonly seen: Observation | null;
  readonly now: Now;
}

/** The leading claim as this observer sees it, or null when the issue is free of one. */
export function viewClaim({ claims, seen, now }: ClaimState): ClaimView | null {
  const winner = claimWinner(claims);
  if (winner === null || winner[1].state !== 'held') return null;
  return viewLease(winner[0], winner[1], { seen, now });
}

export function isMine(entry: { agent: string; session: string }, who: Claimant): boolean {
  return entry.agent === who.agent && entry.session === who.session;
}

/** My held entries that no longer lead: each is told once, then marked lost. [L9] */
export function lostClaims(
  claims: ReadonlyMap<string, ClaimEntry>,
  who: Claimant,
): readonly (readonly [claimId: string, entry: ClaimEntry])[] {
  const winner = claimWinner(claims);
  if (winner === null || isMine(winner[1], who)) return [];
  return [...claims].filter(([, entry]) => entry.state === 'held' && isMine(entry, who));
}

export interface ClaimRequest {
  /** How the issue is called in a refusal. */
  readonly name: string;
  readonly who: Claimant;
  readonly ttlMs: number;
  /** Reason, when a live holder is to lose it. */
  readonly steal: string | null;
  readonly claimId: ClaimId;
  readonly hlc: Hlc;
  /** Name of the arbiter that grants; its grants are confirmed. */
  readonly arbiter: string;
}

/** Grant, renewal or takeover; the grant or renewal comes last. @throws claim_held naming the holder; invalid_input for a ttl out of bounds */
export function planClaim(state: ClaimState, request: ClaimRequest): ClaimMutation[] {
  checkTtl(request.ttlMs);
  const view = viewClaim(state);
  const winner = claimWinner(state.claims);
  if (view === null || winner === null) return grant(state, request, 'claim', null);
  const [claimId, entry] = winner;
  if (isMine(entry, request.who) && view.state === 'held' && entry.replica === request.who.replica)
    return [renewal(claimId, entry, request.ttlMs, state.now)];
  if (isMine(entry, request.who) || view.state === 'expired')
    return grant(state, request, 'claim', null);
  if (request.steal !== null) return grant(state, request, 'steal', request.steal);
  throw heldBy(view, request.name);
}

/** Longer life for my live claim. @throws claim_expired, claim_lost, claim_held */
export function planExtend(
  state: ClaimState,
  request: ClaimRequest & { readonly addTimeMs: number | null },
): ClaimMutation[] {
  const view = viewClaim(state);
  const winner = claimWinner(state.claims);
  if (view === null || winner === null || !isMine(winner[1], request.who))
    throw notMine(state, request.who, { view, name: request.name });
  if (view.state !== 'held')
    throw new EngineError(
      'claim_expired',
      `your claim on ${request.name} ran out; nobody has taken the issue yet`,
      { hint: `issue claim ${request.name}` },
    );
  const remaining = view.expiresInMs + claimMarginMs(view.ttlMs);
  const wanted = request.addTimeMs === null ? request.ttlMs : remaining + request.addTimeMs;
  const ttlMs = Math.min(wanted, LIMITS.claimTtlMsMax);
  checkTtl(ttlMs);
  if (winner[1].replica !== request.who.replica)
    return grant(state, { ...request, ttlMs }, 'claim', null);
  return [renewal(winner[0], winner[1], ttlMs, state.now)];
}

/** The end of my claim, or null when I hold none. @throws claim_lost when mine was superseded */
export function planRelease(state: ClaimState, who: Claimant, name: string): ClaimMutation | null {
  const winner = claimWinner(state.claims);
  if (winner !== null && winner[1].state === 'held' && isMine(winner[1], who))
    return ending(winner[0], winner[1], 'release', 'released');
  const view = viewClaim(state);
  if (lostClaims(state.claims, who).length > 0) throw notMine(state, who, { view, name });
  return null;
}

/** Marks an expired claim as ended, when this replica owns its entry. */
export function planExpire(state: ClaimState, replica: string): ClaimMutation | null {
  const view = viewClaim(state);
  const winner = claimWinner(state.claims);
  if (view?.state !== 'expired' || winner === null || winner[1].replica !== replica) return null;
  return ending(winner[0], winner[1], 'expire', 'released');
}

/** Marks one of my superseded claims as told. */
export function planLost(claimId: string, entry: ClaimEntry): ClaimMutation {
  return ending(claimId, entry, 'lost', 'lost');
}

export function observe(claimId: string, renewals: number, now: Now): Observation {
  return { claimId, renewals, bootId: now.bootId, uptimeMs: now.uptimeMs };
}

function grant(
  { claims, now }: ClaimState,
  { who, ttlMs, claimId, hlc, arbiter }: ClaimRequest,
  act: 'claim' | 'steal',
  reason: string | null,
): ClaimMutation[] {
  let c = 0;
  for (const entry of claims.values()) c = Math.max(c, entry.c);
  const prev = claimWinner(claims)?.[0] ?? null;
  const life = { ttlMs, renewals: 0, renewedMs: Math.floor(now.wallMs), state: 'held' as const };
  const entry: ClaimEntry = { ...who, c: c + 1, t: 0, prev, hlc, ...life, by: arbiter };
  // What this replica still holds for the same claimant ends with the new grant: nobody loses to himself.
  const earlier = [...claims].filter(
    ([, old]) => old.state === 'held' && old.replica === who.replica && isMine(old, who),
  );
  return [
    ...earlier.map(([id, old]) => ending(id, old, 'expire', 'released')),
    { op: 'claim', act, claimId, entry, reason },
  ];
}

function renewal(claimId: string, entry: ClaimEntry, ttlMs: number, now: Now): ClaimMutation {
  const renewed = {
    ...entry,
    ttlMs,
    renewals: entry.renewals + 1,
    renewedMs: Math.floor(now.wallMs),
  };
  return { op: 'claim', act: 'renew', claimId, entry: renewed, reason: null };
}

function ending(
  claimId: string,
  entry: ClaimEntry,
  act: 'release' | 'expire' | 'lost',
  state: 'released' | 'lost',
): ClaimMutation {
  return { op: 'claim', act, claimId, entry: { ...entry, state }, reason: null };
}

function checkTtl(ttlMs: number): void {
  const { claimTtlMsMin: min, claimTtlMsMax: max } = LIMITS;
  if (!Number.isFinite(ttlMs) || ttlMs < min || ttlMs > max)
    throw new EngineError('invalid_input', 'a claim lasts from 1 second to 12 hours');
}

/** The refusal that names holder, state, expiry and the next thing to do. */
export function heldBy(view: ClaimView, name: string): EngineError {
  const minutes = Math.max(1, Math.ceil(view.expiresInMs / 60_000));
  const when = view.state === 'held' ? `for ${minutes} more min` : 'and is about to run out';
  return new EngineError('claim_held', `${view.agent} holds the claim on ${name} ${when}`, {
    hint: `issue claim --next; or take it: issue claim ${name} --steal --reason "…"`,
    details: {
      issue: name,
      holder: view.agent,
      session: view.session,
      state: view.state,
      expires_in_ms: view.expiresInMs,
      expires_at: formatInstant(view.expiresAtMs),
      token: view.token,
    },
  });
}

function notMine(
  state: ClaimState,
  who: Claimant,
  { view, name }: { readonly view: ClaimView | null; readonly name: string },
): EngineError {
  const [mine] = lostClaims(state.claims, who);
  if (mine === undefined)
    return view === null
      ? new EngineError('claim_expired', `you hold no claim on ${name}`, {
          hint: `issue claim ${name}`,
        })
      : heldBy(view, name);
  const winner = claimWinner(state.claims);
  const by = winner === null ? 'another claim' : winner[1].agent;
  return new EngineError('claim_lost', `your claim on ${name} was superseded by ${by}`, {
    hint: 'issue claim --next',
    details: { mine: mine[0], winner: winner?.[0] ?? null, holder: by },
  });
}
