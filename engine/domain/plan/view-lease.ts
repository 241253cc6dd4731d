import {
  claimMarginMs,
  silenceMs,
  type ClaimEntry,
  type ClaimView,
  type Now,
  type Observation,
} from '../claim.js';
import type { ClaimId } from '../ids.js';

/** What an entry says about its lease, whether it comes from the document or from the row. */
export type Lease = Pick<
  ClaimEntry,
  'agent' | 'session' | 'c' | 't' | 'by' | 'ttlMs' | 'renewals' | 'renewedMs'
>;

/** The lease on the observer's clocks: live, running out, or free to take. [CLM5, CLM6] */
export function viewLease(
  claimId: string,
  lease: Lease,
  { seen, now }: { readonly seen: Observation | null; readonly now: Now },
): ClaimView {
  const { ttlMs } = lease;
  const silence = silenceMs(seen, claimId, lease.renewals, now);
  const margin = claimMarginMs(ttlMs);
  const left = Math.max(0, ttlMs - margin - silence);
  return {
    claimId: claimId as ClaimId,
    agent: lease.agent,
    session: lease.session,
    token: { c: lease.c, t: lease.t },
    state: left > 0 ? 'held' : silence < ttlMs + margin ? 'expiring' : 'expired',
    arbiter: lease.by,
    ttlMs,
    expiresInMs: left,
    expiresAtMs: now.wallMs + left,
    sinceMs: lease.renewedMs,
  };
}
