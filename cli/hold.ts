/** Runs a child for as long as a claim is held: renewed at a third of its time, ended when it is lost. [CLI17] */
import { constants } from 'node:os';
import type { ClaimResult, LockManager } from '#engine';
import type { Context } from './context.js';
import type { Child, ChildExit } from './io.js';

/** How it ended. */
export type HoldEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'lost'; readonly reason: string };

/** A child that does not stop when asked is killed after this. */
const GRACE_MS = 10_000;
const GONE = new Set(['claim_lost', 'claim_expired', 'claim_held', 'not_found']);

/** Starts `command`, keeps the claim until it ends, then gives the claim back. */
export async function holdWhile(
  context: Context,
  claims: LockManager,
  claim: ClaimResult,
  command: readonly [string, ...string[]],
): Promise<HoldEnd> {
  const { io } = context;
  const child = io.start(command, { env: { ISSUE_CLAIMED: claim.issue } });
  const stopForwarding = io.onSignal((signal) => child.kill(signal));
  const renewal = keepRenewing(context, claims, claim, child);
  const exit = await child.exit;
  renewal.stop();
  stopForwarding();
  const reason = await renewal.lost();
  if (reason !== null) return { kind: 'lost', reason };
  await claims.releaseIssue(claim.issue);
  return exit.missing ? { kind: 'missing' } : { kind: 'exited', code: exitCodeOf(exit) };
}

interface Renewal {
  stop(): void;
  /** Why the claim is gone, or null while it is held; waits for a renewal under way. */
  lost(): Promise<string | null>;
}

function keepRenewing(context: Context, claims: LockManager, claim: ClaimResult, child: Child): Renewal {
  const { io } = context;
  const ttlMs = claim.claim?.ttlMs ?? 0;
  let deadlineMs = io.nowMs() + (claim.claim?.expiresInMs ?? ttlMs);
  let underWay: Promise<void> | null = null;
  let reason: string | null = null;
  let stopKilling: (() => void) | null = null;

  const giveUp = (why: string): void => {
    reason = why;
    child.kill('SIGTERM');
    stopKilling = io.every(GRACE_MS, () => child.kill('SIGKILL'));
  };
  const renew = async (): Promise<void> => {
    try {
      const { claim: renewed } = await claims.extendClaim(claim.issue);
      deadlineMs = io.nowMs() + (renewed?.expiresInMs ?? ttlMs);
    } catch (error) {
      // A busy replica is tried again; only the end of the claim, told or reached, ends the child.
      const code = codeOf(error);
      if (GONE.has(code)) giveUp(code);
      else if (io.nowMs() >= deadlineMs) giveUp('claim_expired');
      else await context.note(`the claim could not be renewed yet (${code})`);
    }
  };
  const stopRenewing = io.every(Math.max(1, Math.floor(ttlMs / 3)), () => {
    if (underWay !== null || reason !== null) return;
    underWay = renew().finally(() => {
      underWay = null;
    });
  });
  return {
    stop() {
      stopRenewing();
      stopKilling?.();
    },
    async lost() {
      await underWay;
      return reason;
    },
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'internal';
}

/** The child's own code, or 128 + its signal as shells tell it. */
function exitCodeOf({ code, signal }: ChildExit): number {
  if (code !== null) return code;
  const numbers: Readonly<Record<string, number>> = constants.signals;
  return 128 + (signal === null ? 0 : (numbers[signal] ?? 0));
}
