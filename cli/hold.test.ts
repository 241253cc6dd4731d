import { describe, expect, test } from 'vitest';
import { bufferIo, type BufferIo } from './buffer-io.js';
import { Failure } from './failure.js';
import { fakeDoor, makeClaim, makeClaimResult, makeIssue, type Call } from './fake-engine.js';
import { run } from './run.js';

const TTL_MS = 30_000;
const issue = makeIssue();
const live = makeClaim('codex-2', { ttlMs: TTL_MS, expiresInMs: 29_000 });
const held = makeClaimResult(issue, { claim: live });

/** Starts `claim run` and gives control to the test once the child runs. */
async function start(answers: Readonly<Record<string, unknown>> = {}) {
  const io = bufferIo();
  const { door, calls } = fakeDoor({
    'claims.claimIssue': held,
    'claims.extendClaim': held,
    'claims.releaseIssue': held,
    ...answers,
  });
  const code = run(['claim', 'run', 'ab3f', '--', 'npm', 'test', '--json'], io, door);
  while (io.children.length === 0) await settle();
  const [child] = io.children;
  if (child === undefined) throw new Error('no child');
  return { io, child, code, calls };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const verbs = (calls: readonly Call[]): string[] =>
  calls.map(({ verb }) => verb.replace('claims.', ''));

async function pass(io: BufferIo, ms: number): Promise<void> {
  io.now += ms;
  io.tick();
  await settle();
}

describe('claim run', () => {
  test('[CLI17] renews at a third, gives back, exits as the command did', async () => {
    const { io, child, code, calls } = await start();
    expect(child.command).toEqual(['npm', 'test', '--json']);
    expect(child.options.env).toEqual({ ISSUE_CLAIMED: issue.id });
    await pass(io, 9_999);
    expect(verbs(calls)).toEqual(['claimIssue']);
    await pass(io, 1);
    await pass(io, 10_000);
    expect(verbs(calls)).toEqual(['claimIssue', 'extendClaim', 'extendClaim']);
    child.end({ code: 7 });
    expect(await code).toBe(7);
    expect(verbs(calls).slice(-2)).toEqual(['releaseIssue', 'destroy']);
    expect(child.signals).toEqual([]);
  });

  test.each(['claim_lost', 'claim_expired', 'claim_held'] as const)(
    '[CLI17] %s tells the command to stop and exits with 12',
    async (lost) => {
      const { io, child, code, calls } = await start({
        'claims.extendClaim': new Failure(lost, 'gone'),
      });
      await pass(io, 10_000);
      expect(child.signals).toEqual(['SIGTERM']);
      child.end({ signal: 'SIGTERM' });
      expect(await code).toBe(12);
      expect(io.err).toContain('the claim on ab3f was lost; npm was told to stop');
      expect(verbs(calls)).not.toContain('releaseIssue');
    },
  );

  test('[CLI17] a command that does not stop is killed', async () => {
    const { io, child, code } = await start({
      'claims.extendClaim': new Failure('claim_lost', 'gone'),
    });
    await pass(io, 10_000);
    await pass(io, 10_000);
    expect(child.signals).toEqual(['SIGTERM', 'SIGKILL']);
    child.end({ signal: 'SIGKILL' });
    expect(await code).toBe(12);
  });

  test('[CLI17] a busy replica is tried again until the claim has run out', async () => {
    const busy = Object.assign(new Error('locked'), { code: 'store_locked' });
    const { io, child, code, calls } = await start({ 'claims.extendClaim': busy });
    await pass(io, 10_000);
    await pass(io, 3_000);
    expect(verbs(calls)).toEqual(['claimIssue', 'extendClaim', 'extendClaim']);
    expect(child.signals).toEqual([]);
    await pass(io, 16_000);
    expect(child.signals).toEqual(['SIGTERM']);
    child.end({ signal: 'SIGTERM' });
    expect(await code).toBe(12);
  });

  test('[CLI17] a loss found only when giving back counts', async () => {
    const { child, code } = await start({
      'claims.releaseIssue': new Failure('claim_lost', 'gone'),
    });
    child.end({ code: 0 });
    expect(await code).toBe(12);
  });

  test('[CLI17] signals go to the command, whose end decides', async () => {
    const { io, child, code } = await start();
    io.signal('SIGTERM');
    expect(child.signals).toEqual(['SIGTERM']);
    child.end({ signal: 'SIGTERM' });
    expect(await code).toBe(143);
  });

  test('[CLI17] a command that cannot be started is a usage error, and the claim is given back', async () => {
    const { child, code, calls } = await start();
    child.end({ missing: true });
    expect(await code).toBe(2);
    expect(verbs(calls)).toContain('releaseIssue');
  });
});
