/**
 * Claims: leases on an issue. One entry per grant, written only by its owner; the winner is a pure function of the
 * entries, without a clock. Expiry never changes the winner, it only permits a next claim. [L9, CLM1–CLM6]
 */
import type { Hlc } from '../kernel/hlc.js';
import type { ClaimId } from './ids.js';

/** Final wire form of one grant, as stored under its claim id in the document. */
export interface ClaimEntry {
  readonly agent: string;
  /** Replica that made and may rewrite this entry. */
  readonly replica: string;
  readonly session: string;
  /** Token, compared `(c, t)`: `c` is issued by an arbiter only; a tentative claim raises `t`. [CLM2] */
  readonly c: number;
  readonly t: number;
  /** Claim id of the winner this grant followed, or null. */
  readonly prev: string | null;
  readonly hlc: Hlc;
  readonly ttlMs: number;
  readonly renewals: number;
  /** Wall time of the latest renewal (display only), epoch ms. */
  readonly renewedMs: number;
  readonly state: 'held' | 'released' | 'lost';
  /** Arbiter that confirmed it (`local`, later `git:…`, `hub:…`, `redis:…`), or null when tentative. */
  readonly by: string | null;
}

/** When this replica last saw a sign of life of a claim, on its own boot-time clock. */
export interface Observation {
  readonly claimId: string;
  readonly renewals: number;
  readonly bootId: string;
  readonly uptimeMs: number;
}

/** A reading of the observer's clocks. */
export interface Now {
  readonly wallMs: number;
  readonly bootId: string;
  readonly uptimeMs: number;
}

export interface ClaimView {
  readonly claimId: ClaimId;
  readonly agent: string;
  readonly session: string;
  readonly token: { readonly c: number; readonly t: number };
  /** `held`: live. `expiring`: the holder must have stopped, others may not yet take over. `expired`: free to take. */
  readonly state: 'held' | 'expiring' | 'expired';
  readonly arbiter: string | null;
  readonly ttlMs: number;
  /** Milliseconds until the holder must stop; 0 when past. */
  readonly expiresInMs: number;
  /** Wall-clock estimate of the expiry, epoch ms; for display. */
  readonly expiresAtMs: number;
  readonly sinceMs: number;
}

/** The holder stops this long before, and others wait this long after, the ttl. [L9] */
export function claimMarginMs(ttlMs: number): number {
  return Math.max(1_000, Math.floor(ttlMs / 30));
}

/** Order of entries: highest token, then latest HLC, then highest replica id, then claim id. Total. [CLM3] */
export function compareClaims(
  a: readonly [id: string, entry: ClaimEntry],
  b: readonly [id: string, entry: ClaimEntry],
): number {
  const [idA, x] = a;
  const [idB, y] = b;
  if (x.c !== y.c) return x.c - y.c;
  if (x.t !== y.t) return x.t - y.t;
  if (x.hlc !== y.hlc) return x.hlc < y.hlc ? -1 : 1;
  if (x.replica !== y.replica) return x.replica < y.replica ? -1 : 1;
  return idA === idB ? 0 : idA < idB ? -1 : 1;
}

/** The one entry every replica names, or null when there is none. Released and lost entries can win: they carry the token. */
export function claimWinner(
  entries: ReadonlyMap<string, ClaimEntry>,
): readonly [id: string, entry: ClaimEntry] | null {
  let winner: readonly [string, ClaimEntry] | null = null;
  for (const pair of entries) {
    if (winner === null || compareClaims(pair, winner) > 0) winner = pair;
  }
  return winner;
}

/** Time since the last sign of life as this observer may count it: another boot restarts the count. [CLM5] */
export function silenceMs(
  seen: Observation | null,
  claimId: string,
  renewals: number,
  now: Now,
): number {
  if (seen === null || seen.claimId !== claimId || seen.renewals !== renewals) return 0;
  if (seen.bootId !== now.bootId) return 0;
  return Math.max(0, now.uptimeMs - seen.uptimeMs);
}
