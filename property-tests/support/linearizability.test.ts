import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimModel, type ClaimInput, type ClaimOutput } from './claim-model.js';
import { makeChance, makeHistory, makeLock } from './histories.js';
import {
  checkEach,
  checkLinearizable,
  formatHistory,
  type Call,
  type SequentialModel,
} from './linearizability.js';

type Register = { readonly write: number } | 'read';

const register: SequentialModel<number, Register, number> = {
  initial: 0,
  apply(state, input, output) {
    if (input !== 'read') return { state: input.write };
    return output === null || output === state ? { state } : null;
  },
  key: String,
};

/** `[called, returned, input, output]`; a null return is a crash. */
type Row<Input, Output> = readonly [number, number | null, Input, Output];

function history<Input, Output>(...rows: Row<Input, Output>[]): Call<Input, Output>[] {
  return rows.map(([calledAt, returnedAt, input, output], index) => ({
    caller: `c${index}`,
    input,
    calledAt,
    answer: returnedAt === null ? null : { output, returnedAt },
  }));
}

function verdictOf(...rows: Row<Register, number>[]): string {
  return checkLinearizable(register, history(...rows)).kind;
}

const write = (value: number): Register => ({ write: value });

describe('a register', () => {
  test('an empty history and a sequential one are linearizable', () => {
    expect(verdictOf()).toBe('linearizable');
    expect(verdictOf([0, 1, write(7), 0], [2, 3, 'read', 7])).toBe('linearizable');
  });

  test('reads during a write may see the old or the new value, but never go back', () => {
    expect(verdictOf([0, 10, write(1), 0], [1, 2, 'read', 0], [3, 4, 'read', 1])).toBe(
      'linearizable',
    );
    expect(verdictOf([0, 10, write(1), 0], [1, 2, 'read', 1], [3, 4, 'read', 0])).toBe('violation');
  });

  test('a stale read after a finished write is a violation, told with where it is stuck', () => {
    const stale = history<Register, number>([0, 1, write(1), 0], [2, 3, 'read', 0]);
    expect(checkLinearizable(register, stale)).toEqual({
      kind: 'violation',
      explained: [stale[0]],
      stuckAt: stale[1],
    });
    expect(formatHistory(stale)).toBe('0–1 c0 {"write":1} → 0\n2–3 c1 "read" → 0');
  });

  test('operations that touch count as concurrent', () => {
    expect(verdictOf([0, 1, write(1), 0], [1, 2, 'read', 0])).toBe('linearizable');
  });

  test('two readers must agree on the order of two concurrent writes', () => {
    const writes = [
      [0, 10, write(1), 0],
      [0, 10, write(2), 0],
    ] as const;
    expect(verdictOf(...writes, [1, 2, 'read', 1], [3, 4, 'read', 2])).toBe('linearizable');
    expect(verdictOf(...writes, [1, 2, 'read', 1], [3, 4, 'read', 2], [5, 6, 'read', 1])).toBe(
      'violation',
    );
  });

  test('a crashed write may have happened late, or never, but not before its call and not twice', () => {
    expect(verdictOf([0, null, write(1), 0], [5, 6, 'read', 0], [8, 9, 'read', 1])).toBe(
      'linearizable',
    );
    expect(verdictOf([0, null, write(1), 0], [5, 6, 'read', 0])).toBe('linearizable');
    expect(verdictOf([1, 2, 'read', 1], [3, null, write(1), 0])).toBe('violation');
    expect(
      verdictOf(
        [0, null, write(1), 0],
        [1, 2, 'read', 1],
        [3, 4, write(2), 0],
        [5, 6, 'read', 2],
        [7, 8, 'read', 1],
      ),
    ).toBe('violation');
  });

  test('a search out of budget says so', () => {
    const rows = Array.from({ length: 12 }, (_, i): Row<Register, number> => [0, 99, write(i), 0]);
    const open = history(...rows, [100, 101, 'read', 42]);
    expect(checkLinearizable(register, open, { stepsMax: 100 })).toEqual({
      kind: 'undecided',
      steps: 100,
    });
    expect(checkLinearizable(register, open).kind).toBe('violation');
  });

  test('each object is decided on its own', () => {
    const calls = history<Register, number>([0, 1, write(1), 0], [2, 3, 'read', 0]);
    const verdicts = checkEach(register, calls, (input) => (input === 'read' ? 'a' : 'b'));
    expect([...verdicts].map(([name, { kind }]) => [name, kind])).toEqual([
      ['b', 'linearizable'],
      ['a', 'linearizable'],
    ]);
  });
});

/** The definition itself: some order of the answered and some of the crashed calls that keeps real time. */
function isLinearizableByDefinition(
  state: number,
  left: readonly Call<Register, number>[],
): boolean {
  if (left.every(({ answer }) => answer === null)) return true;
  const firstReturn = Math.min(...left.map(({ answer }) => answer?.returnedAt ?? Infinity));
  return left.some((call) => {
    if (call.calledAt > firstReturn) return false;
    const after = register.apply(state, call.input, call.answer?.output ?? null);
    return (
      after !== null &&
      isLinearizableByDefinition(
        after.state,
        left.filter((c) => c !== call),
      )
    );
  });
}

test('agrees with the definition on arbitrary small histories', () => {
  const call = fc.record({
    caller: fc.constant('c'),
    input: fc.oneof(
      fc.constant('read' as const),
      fc.record({ write: fc.integer({ min: 1, max: 2 }) }),
    ),
    calledAt: fc.integer({ min: 0, max: 8 }),
    takes: fc.integer({ min: 0, max: 6 }),
    output: fc.integer({ min: 0, max: 2 }),
    isCrashed: fc.boolean(),
  });
  const kinds = { linearizable: 0, violation: 0, undecided: 0 };
  fc.assert(
    fc.property(fc.array(call, { maxLength: 7 }), (drafts) => {
      const calls = drafts.map(({ takes, output, isCrashed, ...rest }) => ({
        ...rest,
        answer: isCrashed ? null : { output, returnedAt: rest.calledAt + takes },
      }));
      const { kind } = checkLinearizable(register, calls);
      kinds[kind] += 1;
      expect(kind === 'linearizable').toBe(isLinearizableByDefinition(register.initial, calls));
    }),
    { numRuns: 3_000 },
  );
  // Both answers were really asked for.
  expect(Math.min(kinds.linearizable, kinds.violation)).toBeGreaterThan(300);
});

const AGENTS = ['ann', 'bob', 'cyd', 'dee'];
const KINDS = ['claim', 'claim', 'claim', 'release', 'extend', 'check', 'steal'] as const;

function makeClaimHistory(
  seed: number,
  options: { readonly badShare: number; readonly crashShare: number; readonly callsEach: number },
): { readonly calls: Call<ClaimInput, ClaimOutput>[]; readonly badGrants: number } {
  const chance = makeChance(seed);
  const lock = makeLock(chance, options.badShare);
  const kinds = options.badShare > 0 ? KINDS.filter((kind) => kind !== 'steal') : KINDS;
  const calls = makeHistory<ClaimInput, ClaimOutput>({
    ...options,
    chance,
    callers: AGENTS,
    input: (agent) => ({ kind: kinds[Math.floor(chance() * kinds.length)] ?? 'check', agent }),
    perform: (input) => lock.perform(input),
  });
  return { calls, badGrants: lock.badGrants() };
}

describe('a claim', () => {
  const ann = { kind: 'claim', agent: 'ann' } as const;
  const bob = { kind: 'claim', agent: 'bob' } as const;
  const held = (token: number): ClaimOutput => ({ result: 'held', token });

  test('two winners at once are a violation; one winner, and the other told so, are not', () => {
    const one = history<ClaimInput, ClaimOutput>(
      [0, 5, ann, held(1)],
      [0, 5, bob, { result: 'other', holder: 'ann', token: 1 }],
    );
    const two = history<ClaimInput, ClaimOutput>([0, 5, ann, held(1)], [0, 5, bob, held(2)]);
    expect(checkLinearizable(claimModel, one).kind).toBe('linearizable');
    expect(checkLinearizable(claimModel, two).kind).toBe('violation');
  });

  test('a token that does not rise is a violation', () => {
    const again = (token: number): string =>
      checkLinearizable(
        claimModel,
        history<ClaimInput, ClaimOutput>(
          [0, 1, ann, held(3)],
          [2, 3, { kind: 'release', agent: 'ann' }, { result: 'free' }],
          [4, 5, bob, held(token)],
        ),
      ).kind;
    expect([2, 3, 4, 9].map(again)).toEqual([
      'violation',
      'violation',
      'linearizable',
      'linearizable',
    ]);
  });

  test('a crashed claim may hold: the next sees it, and a later grant has a token above it', () => {
    const after = (...rows: Row<ClaimInput, ClaimOutput>[]): string =>
      checkLinearizable(claimModel, history([0, null, ann, held(0)], ...rows)).kind;
    expect(after([5, 6, bob, { result: 'other', holder: 'ann', token: 1 }])).toBe('linearizable');
    expect(after([5, 6, bob, held(1)])).toBe('linearizable');
    const isSeen: Row<ClaimInput, ClaimOutput> = [
      5,
      6,
      bob,
      { result: 'other', holder: 'ann', token: null },
    ];
    const steal = { kind: 'steal', agent: 'bob' } as const;
    expect(after(isSeen, [7, 8, steal, held(2)])).toBe('linearizable');
    expect(after(isSeen, [7, 8, steal, held(1)])).toBe('violation');
  });

  test('a lease that ran out may be taken, not before', () => {
    const taken = (expiresAt: number): string =>
      checkLinearizable(
        claimModel,
        history<ClaimInput, ClaimOutput>(
          [0, 1, ann, held(1)],
          [expiresAt, null, { kind: 'expire', token: 1 }, held(0)],
          [5, 6, bob, held(2)],
        ),
      ).kind;
    expect(taken(4)).toBe('linearizable');
    expect(taken(7)).toBe('violation');
  });

  test('histories of a correct lock are accepted, with crashes and without', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0, 0.1), (seed, crashShare) => {
        const { calls } = makeClaimHistory(seed, { badShare: 0, crashShare, callsEach: 25 });
        const verdict = checkLinearizable(claimModel, calls);
        expect(verdict.kind, formatHistory(calls)).toBe('linearizable');
      }),
      { numRuns: 200 },
    );
  });

  test('a lock that grants 2 % of the claims it must refuse is caught', () => {
    const rates = [25, 50, 100].map((callsEach) => {
      const runs = Array.from({ length: 200 }, (_, seed) => {
        const { calls, badGrants } = makeClaimHistory(seed, {
          badShare: 0.02,
          crashShare: 0,
          callsEach,
        });
        return { badGrants, kind: checkLinearizable(claimModel, calls).kind };
      });
      const broken = runs.filter(({ badGrants }) => badGrants > 0);
      const caught = broken.filter(({ kind }) => kind === 'violation').length;
      const accused = runs.filter(({ badGrants, kind }) => badGrants === 0 && kind === 'violation');
      expect(accused).toEqual([]);
      return { calls: callsEach * AGENTS.length, broken: broken.length, caught };
    });
    for (const { calls, broken, caught } of rates) {
      const share = ((100 * caught) / broken).toFixed(1);
      console.info(
        `linearizability: ${calls} calls, 2 % bad grants: caught ${caught} of ${broken} (${share} %)`,
      );
    }
    expect(rates.every(({ broken, caught }) => broken > 20 && caught >= broken * 0.9)).toBe(true);
  });
});
