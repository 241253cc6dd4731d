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
  const stopForwarding = io.onSignal((signal) => {
    // At a terminal the child has had its Ctrl-C already.
    if (signal !== 'SIGINT' || io.stdin.kind !== 'tty') child.kill(signal);
  });
  const keeper = new ClaimKeeper(context, claims, claim, child);
  keeper.start();
  const exit = await child.exit;
  stopForwarding();
  const reason = (await keeper.stop()) ?? (await release(claims, claim));
  if (reason !== null) return { kind: 'lost', reason };
  return exit.missing ? { kind: 'missing' } : { kind: 'exited', code: exitCodeOf(exit) };
}

/** Gives the claim back; null, or why it was no longer there. */
async function release(claims: LockManager, claim: ClaimResult): Promise<string | null> {
  try {
    await claims.releaseIssue(claim.issue);
    return null;
  } catch (error) {
    if (GONE.has(codeOf(error))) return codeOf(error);
    throw error;
  }
}

/** Renews in the background. A busy replica is tried again soon; only the end of the claim ends the child. */
class ClaimKeeper {
  private readonly context: Context;
  private readonly claims: LockManager;
  private readonly issue: string;
  private readonly child: Child;
  private readonly ttlMs: number;
  private renewAtMs = 0;
  private deadlineMs = 0;
  private underWay: Promise<void> | null = null;
  private reason: string | null = null;
  private readonly stops: (() => void)[] = [];

  constructor(context: Context, claims: LockManager, claim: ClaimResult, child: Child) {
    this.context = context;
    this.claims = claims;
    this.issue = claim.issue;
    this.child = child;
    this.ttlMs = claim.claim?.ttlMs ?? 0;
    this.renewed(claim);
  }

  start(): void {
    this.stops.push(
      this.context.io.every(Math.max(20, Math.floor(this.ttlMs / 30)), () => this.tick()),
    );
  }

  /** Ends renewing; gives why the claim was lost, or null while it is held. */
  async stop(): Promise<string | null> {
    for (const stop of this.stops) stop();
    await this.underWay;
    return this.reason;
  }

  private tick(): void {
    const nowMs = this.context.io.nowMs();
    if (this.reason !== null) return;
    if (nowMs >= this.deadlineMs) return this.giveUp('claim_expired');
    if (this.underWay !== null || nowMs < this.renewAtMs) return;
    this.underWay = this.renew().finally(() => {
      this.underWay = null;
    });
  }

  private async renew(): Promise<void> {
    try {
      this.renewed(await this.claims.extendClaim(this.issue));
    } catch (error) {
      const code = codeOf(error);
      if (GONE.has(code)) return this.giveUp(code);
      this.renewAtMs = this.context.io.nowMs() + Math.floor(this.ttlMs / 10);
      await this.context.note(`the claim could not be renewed yet (${code})`);
    }
  }

  private renewed({ claim }: ClaimResult): void {
    const nowMs = this.context.io.nowMs();
    this.renewAtMs = nowMs + Math.floor(this.ttlMs / 3);
    this.deadlineMs = nowMs + (claim?.expiresInMs ?? 0);
  }

  private giveUp(reason: string): void {
    if (this.reason !== null) return;
    this.reason = reason;
    this.child.kill('SIGTERM');
    this.stops.push(this.context.io.every(GRACE_MS, () => this.child.kill('SIGKILL')));
  }
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
