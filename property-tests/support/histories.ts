/**
 * Makes histories for testing the checker: a correct object (or a broken one) called by several callers at once.
 * Each operation takes effect at one drawn moment between its call and its return.
 */
import type { ClaimInput, ClaimOutput, ClaimState } from './claim-model.js';
import type { Call } from './linearizability.js';

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function makeChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface HistoryPlan<Input, Output> {
  readonly chance: () => number;
  readonly callers: readonly string[];
  readonly callsEach: number;
  /** Share of operations whose caller crashes; half of these take effect all the same. */
  readonly crashShare: number;
  readonly input: (caller: string) => Input;
  /** The object under test; called in the order in which operations take effect. */
  readonly perform: (input: Input) => Output;
}

export function makeHistory<Input, Output>(
  plan: HistoryPlan<Input, Output>,
): Call<Input, Output>[] {
  const { chance, perform } = plan;
  const drafts = plan.callers.flatMap((caller) => {
    let clock = chance() * 3;
    return Array.from({ length: plan.callsEach }, () => {
      const calledAt = clock + chance();
      const effectAt = calledAt + chance() * 2;
      const returnedAt = effectAt + chance() * 2;
      clock = returnedAt;
      const fate = chance() < plan.crashShare ? (chance() < 0.5 ? 'lost' : 'done') : 'answered';
      return { caller, input: plan.input(caller), calledAt, effectAt, returnedAt, fate };
    });
  });
  const inOrder = drafts.toSorted((a, b) => a.effectAt - b.effectAt);
  return inOrder.map(({ caller, input, calledAt, returnedAt, fate }) => {
    const output = fate === 'lost' ? null : perform(input);
    const answer = fate === 'answered' && output !== null ? { output, returnedAt } : null;
    return { caller, input, calledAt, answer };
  });
}

export interface Lock {
  perform(input: ClaimInput): ClaimOutput;
  /** Grants made although somebody else held it. */
  readonly badGrants: () => number;
}

/** A claim as it should be, but for `badShare` of the claims on a held issue, which it grants as if it were free. */
export function makeLock(chance: () => number, badShare: number): Lock {
  let state: Pick<ClaimState, 'holder' | 'token'> = { holder: null, token: 0 };
  let badGrants = 0;
  const grant = (agent: string): ClaimOutput => {
    state = { holder: agent, token: state.token + 1 };
    return { result: 'held', token: state.token };
  };
  const look = (agent: string): ClaimOutput => {
    const { holder, token } = state;
    if (holder === null) return { result: 'free' };
    return holder === agent ? { result: 'held', token } : { result: 'other', holder, token };
  };
  const perform = (input: ClaimInput): ClaimOutput => {
    if (input.kind === 'expire') throw new Error('leases of this lock do not run out');
    const { kind, agent } = input;
    const isFree = state.holder === null;
    if (kind === 'claim' && !isFree && state.holder !== agent && chance() < badShare) {
      badGrants += 1;
      return grant(agent);
    }
    if (kind === 'claim' && isFree) return grant(agent);
    if (kind === 'steal' && state.holder !== agent) return grant(agent);
    if (kind === 'release' && state.holder === agent) state = { ...state, holder: null };
    return look(agent);
  };
  return { perform, badGrants: () => badGrants };
}
