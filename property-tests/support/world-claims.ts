/** Claims in the simulated world: each replica is its own arbiter and measures silence on its own clock. */
import type { Dice } from './world-dice.js';
import {
  claimWinner,
  lostClaims,
  makeClaimId,
  observe,
  planClaim,
  planExpire,
  planExtend,
  planLost,
  planRelease,
  type ClaimState,
  type Hlc,
  type Mutation,
  type Projected,
} from './world-rooms.js';
import type { SimReplica, World } from './world.js';

const KINDS = { claim: 6, release: 3, extend: 1, steal: 2, expire: 1, told: 1 } as const;

/** A random step of the claim on one issue; empty when there is nothing to do. @throws EngineError for a refusal */
export function claimAction(
  world: World,
  replica: SimReplica,
  { view, dice, hlc }: { readonly view: Projected; readonly dice: Dice; readonly hlc: Hlc },
): readonly Mutation[] {
  const state = stateOf(world, replica, view);
  const who = { agent: replica.agent, session: '', replica: replica.replica };
  const claimId = makeClaimId(world.random);
  const request = { name: 'it', who, ttlMs: 600_000, steal: null, claimId, hlc, arbiter: 'local' };
  switch (dice.weighted(KINDS)) {
    case 'claim':
      return planClaim(state, request);
    case 'steal':
      return planClaim(state, { ...request, steal: 'urgent' });
    case 'extend':
      return planExtend(state, { ...request, addTimeMs: 60_000 });
    case 'release':
      return some(planRelease(state, who, 'it'));
    case 'expire':
      return some(planExpire(state, replica.replica));
    case 'told':
      return lostClaims(view.claims, who).map(([id, entry]) => planLost(id, entry));
  }
}

function some(mutation: Mutation | null): Mutation[] {
  return mutation === null ? [] : [mutation];
}

/** Observes the leading claim, as a replica does whenever it looks. */
function stateOf(world: World, replica: SimReplica, { id, claims }: Projected): ClaimState {
  const now = { wallMs: world.wallMs(replica), bootId: 'boot', uptimeMs: world.nowMs };
  const winner = claimWinner(claims);
  const before = replica.claimsSeen.get(id) ?? null;
  if (winner === null) return { claims, seen: before, now };
  const [claimId, { renewals }] = winner;
  const isKnown = before?.claimId === claimId && before.renewals === renewals;
  const seen = isKnown ? before : observe(claimId, renewals, now);
  replica.claimsSeen.set(id, seen);
  return { claims, seen, now };
}
