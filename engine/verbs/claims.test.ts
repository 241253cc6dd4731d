import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryWorld } from '../testing/memory-engine.js';

const MINUTE = 60_000;

async function worldWithIssue(seed = 1) {
  const world = memoryWorld(seed);
  const alice = world.engine('alice');
  const bob = world.engine('bob');
  const { issue } = await alice.create({ title: 'One' });
  return { ...world, alice, bob, id: issue.id };
}

const code = (expected: string) => expect.objectContaining({ code: expected });

test('[L9] a live claim of another is refused and names holder, state, expiry and the next thing to do', async () => {
  const { alice, bob, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  await expect(bob.claims.claimIssue(id)).rejects.toMatchObject({
    code: 'claim_held',
    hint: expect.stringContaining('claim --next'),
    details: { holder: 'alice', state: 'held', expires_in_ms: 29 * MINUTE },
  });
});

test('[CLM6] the holder must stop at ttl minus a thirtieth, others may take over at ttl plus a thirtieth', async () => {
  const { alice, bob, clock, id } = await worldWithIssue();
  await alice.claims.claimIssue(id, { ttlMs: 30 * MINUTE });
  clock.advance(29 * MINUTE - 1);
  expect((await alice.claims.checkClaim(id)).outcome).toBe('held');
  clock.advance(1);
  expect((await alice.claims.checkClaim(id)).claim?.state).toBe('expiring');
  await expect(bob.claims.claimIssue(id)).rejects.toEqual(code('claim_held'));
  clock.advance(2 * MINUTE);
  const taken = await bob.claims.claimIssue(id);
  expect(taken.claim?.token).toEqual({ c: 2, t: 0 });
});

test('[CLM5] the wall clock decides nothing: a jump of a year neither ends nor prolongs a claim', async () => {
  const { alice, bob, clock, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  clock.jumpWall(365 * 86_400_000);
  await expect(bob.claims.claimIssue(id)).rejects.toEqual(code('claim_held'));
  clock.jumpWall(-2 * 365 * 86_400_000);
  clock.advance(31 * MINUTE);
  expect((await bob.claims.claimIssue(id)).outcome).toBe('held');
});

test('[CLM5] after a reboot the claim gets its whole time again', async () => {
  const { alice, bob, clock, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  clock.advance(25 * MINUTE);
  clock.reboot();
  clock.advance(20 * MINUTE);
  await expect(bob.claims.claimIssue(id)).rejects.toEqual(code('claim_held'));
});

test('[L9] every loser is told once: the next write of a superseded holder is refused, the one after goes through', async () => {
  const { alice, bob, clock, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  clock.advance(40 * MINUTE);
  await bob.claims.claimIssue(id);
  const before = (await alice.show(id)).title;
  await expect(alice.edit([id], { title: 'late' })).rejects.toMatchObject({
    code: 'claim_lost',
    details: { holder: 'bob' },
  });
  expect((await alice.show(id)).title).toBe(before);
  const verbs = (await alice.activity({ issue: id })).map((entry) => entry.verb);
  expect(verbs.filter((verb) => verb === 'lost')).toHaveLength(1);
  await alice.edit([id], { title: 'knowing' });
  expect((await alice.show(id)).title).toBe('knowing');
});

test('[L10] with force the stale write goes on and the loss is on record', async () => {
  const { alice, bob, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  await bob.claims.claimIssue(id, { steal: { reason: 'on fire' } });
  await alice.edit([id], { title: 'forced' }, { force: true });
  const [latest] = await alice.activity({ issue: id, limit: 1 });
  expect(latest?.changes).toContainEqual(expect.objectContaining({ kind: 'claim', op: 'lost' }));
  expect((await alice.show(id)).title).toBe('forced');
});

test('[L9] stealing needs a reason and keeps it', async () => {
  const { alice, bob, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  await expect(bob.claims.claimIssue(id, { steal: { reason: ' ' } })).rejects.toEqual(
    code('input_required'),
  );
  await bob.claims.claimIssue(id, { steal: { reason: 'on fire' } });
  const [latest] = await alice.activity({ issue: id, limit: 1 });
  expect(latest).toMatchObject({ verb: 'stolen', changes: [{ op: 'steal', reason: 'on fire' }] });
});

test('[CLM1] renewing by the holder keeps claim id and token and leaves no history', async () => {
  const { alice, clock, id } = await worldWithIssue();
  const first = await alice.claims.claimIssue(id);
  const entries = (await alice.show(id)).activity.length;
  for (let i = 0; i < 50; i += 1) {
    clock.advance(10 * MINUTE);
    const again = await alice.claims.claimIssue(id);
    expect(again).toMatchObject({ changed: false, outcome: 'held' });
    expect(again.claim).toMatchObject({ claimId: first.claim?.claimId, token: { c: 1, t: 0 } });
  }
  expect((await alice.show(id)).activity).toHaveLength(entries);
});

test('[L9] two sessions of one agent are two holders', async () => {
  const world = memoryWorld();
  const first = world.engine('alice', { session: 'a' });
  const second = world.engine('alice', { session: 'b' });
  const { issue } = await first.create({ title: 'One' });
  await first.claims.claimIssue(issue.id);
  await expect(second.claims.claimIssue(issue.id)).rejects.toEqual(code('claim_held'));
});

test('[L9] an expired claim cannot be extended or silently re-acquired', async () => {
  const { alice, clock, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  clock.advance(30 * MINUTE);
  await expect(alice.claims.extendClaim(id)).rejects.toEqual(code('claim_expired'));
  expect((await alice.claims.checkClaim(id)).outcome).toBe('expired');
});

test('[L9] extending adds to what is left, up to twelve hours in all', async () => {
  const { alice, clock, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  clock.advance(20 * MINUTE);
  const longer = await alice.claims.extendClaim(id, { addTimeMs: 15 * MINUTE });
  expect(longer.claim?.ttlMs).toBe(25 * MINUTE);
  const most = await alice.claims.extendClaim(id, { addTimeMs: 100 * 60 * MINUTE });
  expect(most.claim?.ttlMs).toBe(12 * 60 * MINUTE);
});

test('[L9] a released issue is free at once; releasing twice changes nothing; another cannot release mine', async () => {
  const { alice, bob, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  expect(await bob.claims.releaseIssue(id)).toMatchObject({ changed: false, outcome: 'other' });
  expect(await alice.claims.releaseIssue(id)).toMatchObject({ changed: true, outcome: 'free' });
  expect(await alice.claims.releaseIssue(id)).toMatchObject({ changed: false, outcome: 'free' });
  expect((await bob.claims.claimIssue(id)).claim?.token.c).toBe(2);
});

test('[L9] closing ends the closer’s own claim and refuses new ones', async () => {
  const { alice, bob, id } = await worldWithIssue();
  await alice.claims.claimIssue(id);
  await alice.close([id]);
  expect((await alice.claims.checkClaim(id)).outcome).toBe('free');
  await expect(bob.claims.claimIssue(id)).rejects.toEqual(code('conflict'));
});

test('[L9] claim --next takes the best ready issue and skips claimed and blocked ones', async () => {
  const world = memoryWorld();
  const alice = world.engine('alice');
  const bob = world.engine('bob');
  const low = (await alice.create({ title: 'low', priority: 3 })).issue.id;
  const high = (await alice.create({ title: 'high', priority: 0 })).issue.id;
  await alice.create({
    title: 'blocked',
    priority: 0,
    dependencies: [{ kind: 'blocked-by', target: high }],
  });
  expect((await alice.claims.claimNext())?.issue).toBe(high);
  expect((await bob.claims.claimNext())?.issue).toBe(low);
  expect(await bob.claims.claimNext()).toBeNull();
  expect(await bob.claims.claimNext('label:nothing')).toBeNull();
});

test('[L9] cleanup ends claims that ran out, once, and leaves live ones alone', async () => {
  const world = memoryWorld();
  const alice = world.engine('alice');
  const gone = (await alice.create({ title: 'gone' })).issue.id;
  const live = (await alice.create({ title: 'live' })).issue.id;
  await alice.claims.claimIssue(gone, { ttlMs: 5 * MINUTE });
  world.clock.advance(6 * MINUTE);
  await alice.claims.claimIssue(live);
  expect((await alice.claims.cleanupExpired()).map((one) => one.issue)).toEqual([gone]);
  expect(await alice.claims.cleanupExpired()).toEqual([]);
  expect((await alice.claims.listClaims()).map((one) => one.issue)).toEqual([live]);
});

/** One agent's view of the model: who holds what since when, on one clock that both share. */
interface Model {
  holder: string | null;
  sinceMs: number;
  ttlMs: number;
  c: number;
}

test('[L9] random histories of three agents agree with a sequential model of one lease; tokens only rise', async () => {
  const step = fc.oneof(
    fc.record({ op: fc.constantFrom('claim', 'release', 'extend', 'check'), who: fc.nat(2) }),
    fc.record({ op: fc.constant('wait' as const), who: fc.integer({ min: 1, max: 20 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const world = memoryWorld(7);
      const agents = ['a', 'b', 'c'].map((name) => world.engine(name));
      const { issue } = await agents[0]!.create({ title: 'One' });
      const ttlMs = 10 * MINUTE;
      const model: Model = { holder: null, sinceMs: 0, ttlMs, c: 0 };
      let nowMs = 0;
      const told = new Set<string>();
      for (const { op, who } of steps) {
        if (op === 'wait') {
          world.clock.advance(who * MINUTE);
          nowMs += who * MINUTE;
          continue;
        }
        const name = 'abc'[who]!;
        const age = nowMs - model.sinceMs;
        const margin = Math.max(1_000, Math.floor(model.ttlMs / 30));
        const live = model.holder !== null && age < model.ttlMs - margin;
        const taken = model.holder !== null && age < model.ttlMs + margin;
        const { claims } = agents[who]!;
        const answer = await act(op, claims, issue.id, ttlMs);
        if (told.has(name) && op !== 'check') {
          expect(answer).toBe('claim_lost');
          told.delete(name);
          continue;
        }
        if (op === 'claim') {
          if (model.holder === name || !taken) {
            expect(answer).toBe('held');
            if (model.holder !== null && model.holder !== name) told.add(model.holder);
            if (model.holder !== name || !live) model.c += 1;
            Object.assign(model, { holder: name, sinceMs: nowMs, ttlMs });
          } else expect(answer).toBe('claim_held');
        } else if (op === 'release') {
          if (model.holder === name) model.holder = null;
          else expect(['free', 'other', 'expired']).toContain(answer);
        } else if (op === 'extend' && model.holder === name) {
          if (live) {
            expect(answer).toBe('held');
            // Nothing is added: the lease is what was left of it, from now on.
            Object.assign(model, { sinceMs: nowMs, ttlMs: model.ttlMs - age });
          } else expect(answer).toBe('claim_expired');
        } else if (op === 'check' && model.holder === name && live) expect(answer).toBe('held');
        const view = (await claims.checkClaim(issue.id)).claim;
        if (view !== null) expect(view.token).toEqual({ c: model.c, t: 0 });
      }
    }),
    { numRuns: 150 },
  );
});

async function act(
  op: string,
  claims: ReturnType<ReturnType<typeof memoryWorld>['engine']>['claims'],
  id: string,
  ttlMs: number,
): Promise<string> {
  try {
    if (op === 'claim') return (await claims.claimIssue(id, { ttlMs })).outcome;
    if (op === 'release') return (await claims.releaseIssue(id)).outcome;
    if (op === 'extend') return (await claims.extendClaim(id, { addTimeMs: 0 })).outcome;
    return (await claims.checkClaim(id)).outcome;
  } catch (error) {
    return (error as { code: string }).code;
  }
}
