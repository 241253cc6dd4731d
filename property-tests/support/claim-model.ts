/**
 * What a claim on one issue would be if everything happened one after another: free, or held by one agent under a
 * token that rises with every grant. Real histories of `issue claim` and its kin are checked against it.
 *
 * Leases end at a moment that nobody calls. A harness that lets them run out adds one `expire` call without an
 * answer for each grant, called at the earliest moment others may take over: it may have happened from then on.
 */
import type { SequentialModel } from './linearizability.js';

export type ClaimInput =
  | { readonly kind: 'claim' | 'steal' | 'release' | 'extend' | 'check'; readonly agent: string }
  /** The lease of this grant ran out. */
  | { readonly kind: 'expire'; readonly token: number };

/** As the caller saw it. A null token: the caller was not told. */
export type ClaimOutput =
  | { readonly result: 'held'; readonly token: number | null }
  | { readonly result: 'other'; readonly holder: string | null; readonly token: number | null }
  | { readonly result: 'free' };

export interface ClaimState {
  readonly holder: string | null;
  /** Every grant so far had at most this token, as far as anybody was told. */
  readonly token: number;
  /** False after a grant whose answer nobody saw: its token is above `token`, by how much is not known. */
  readonly isTokenKnown: boolean;
}

type After = { readonly state: ClaimState } | null;

export const claimModel: SequentialModel<ClaimState, ClaimInput, ClaimOutput> = {
  initial: { holder: null, token: 0, isTokenKnown: true },
  apply(state, input, output) {
    switch (input.kind) {
      case 'claim':
        if (state.holder === null) return grant(state, input.agent, output);
        return answerFor(state, input.agent, output);
      case 'steal':
        if (state.holder === input.agent) return answerFor(state, input.agent, output);
        return grant(state, input.agent, output);
      case 'extend':
      case 'check':
        return answerFor(state, input.agent, output);
      case 'release':
        if (state.holder !== input.agent) return answerFor(state, input.agent, output);
        return output === null || output.result === 'free' ? free(state) : null;
      case 'expire':
        return state.holder !== null && isCurrent(state, input.token) ? free(state) : null;
    }
  },
  key: ({ holder, token, isTokenKnown }) => JSON.stringify([holder, token, isTokenKnown]),
};

/** A grant carries a token above every earlier one. */
function grant(state: ClaimState, agent: string, output: ClaimOutput | null): After {
  if (output !== null && output.result !== 'held') return null;
  if (output === null || output.token === null) {
    return { state: { holder: agent, token: leastToken(state), isTokenKnown: false } };
  }
  if (output.token <= leastToken(state)) return null;
  return { state: { holder: agent, token: output.token, isTokenKnown: true } };
}

/** What an agent is told that changes nothing: `held` to the holder, `other` to the rest, `free` when nobody holds. */
function answerFor(state: ClaimState, agent: string, output: ClaimOutput | null): After {
  if (output === null) return { state };
  switch (output.result) {
    case 'free':
      return state.holder === null ? { state } : null;
    case 'held':
      return state.holder === agent ? seen(state, output.token) : null;
    case 'other':
      if (state.holder === null || state.holder === agent) return null;
      if (output.holder !== null && output.holder !== state.holder) return null;
      return seen(state, output.token);
  }
}

function seen(state: ClaimState, token: number | null): After {
  if (token === null) return { state };
  return isCurrent(state, token) ? { state: { ...state, token, isTokenKnown: true } } : null;
}

function free(state: ClaimState): After {
  return { state: { holder: null, token: leastToken(state), isTokenKnown: true } };
}

function isCurrent(state: ClaimState, token: number): boolean {
  return state.isTokenKnown ? token === state.token : token > state.token;
}

/** The least the latest grant's token can have been. */
function leastToken(state: ClaimState): number {
  return state.isTokenKnown ? state.token : state.token + 1;
}
