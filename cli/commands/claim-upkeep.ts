/** What is done with a claim once it is taken. */
import type { Command } from 'commander';
import type { ClaimResult } from '#engine';
import { replyClaim, replyClaims } from '../claim-reply.js';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { readDuration } from '../flags/values.js';
import { outcomeWords } from '../render/claim.js';
import { CLAIM_FIELDS } from '../render/fields.js';

/** `issue claim release`. */
export function registerRelease(group: Command, context: Context): void {
  const command = group
    .command('release')
    .alias('drop')
    .description('give a claim back; releasing twice is fine')
    .argument('<id>', 'issue');
  describe(command, { examples: ['issue claim release ab3f'], fields: CLAIM_FIELDS });
  command.action(async (id: string) => {
    const { claims } = await context.engine();
    const result = await claims.releaseIssue(id);
    await replyClaim(context, result, releaseWords(result));
  });
}

function releaseWords({ changed, outcome }: ClaimResult): string {
  if (changed) return 'released';
  return outcome === 'other' ? 'not mine:' : 'not held:';
}

/** Exit codes of `claim check`: 0 when I may work on it. [CLI16] */
const CHECK_EXITS: Readonly<Record<ClaimResult['outcome'], number>> = {
  held: 0,
  free: 0,
  other: 5,
  lost: 12,
  expired: 13,
};

/** `issue claim check`. */
export function registerCheck(group: Command, context: Context): void {
  const command = group
    .command('check')
    .alias('who')
    .description('say who holds an issue; the exit code says whether I may work on it')
    .argument('<id>', 'issue');
  describe(command, {
    examples: ['issue claim check ab3f', 'issue claim check ab3f && git push'],
    fields: CLAIM_FIELDS,
    exits: { 5: 'somebody else holds it', 12: 'mine was lost', 13: 'mine has run out' },
  });
  command.action(async (id: string) => {
    const { claims } = await context.engine();
    const result = await claims.checkClaim(id);
    await replyClaim(context, result, `${outcomeWords(result)}:`);
    context.exitCode = CHECK_EXITS[result.outcome];
  });
}

/** `issue claim extend`. */
export function registerExtend(group: Command, context: Context): void {
  const command = group
    .command('extend')
    .alias('renew')
    .description('keep my claim longer, while it is still mine')
    .argument('<id>', 'issue')
    .option('--add-time <time>', 'so much more, e.g. 15m (without: its whole time again from now)');
  describe(command, {
    examples: ['issue claim extend ab3f', 'issue claim extend ab3f --add-time 15m'],
    fields: CLAIM_FIELDS,
    exits: { 5: 'somebody else holds it', 12: 'it was lost', 13: 'it has run out' },
  });
  command.action(async (id: string, flags: { readonly addTime?: string }) => {
    const { parseDuration } = await context.door();
    const time = flags.addTime;
    const { claims } = await context.engine();
    const result = await claims.extendClaim(
      id,
      time === undefined ? {} : { addTimeMs: readDuration('--add-time', time, parseDuration) },
    );
    await replyClaim(context, result, 'extended');
  });
}

/** `issue claim list`. */
export function registerList(group: Command, context: Context): void {
  const command = group
    .command('list')
    .alias('ls')
    .description('list all claims, or mine')
    .option('--mine', 'only mine');
  describe(command, {
    examples: ['issue claim list', 'issue claim list --mine'],
    fields: CLAIM_FIELDS,
  });
  command.action(async (flags: { readonly mine?: boolean }) => {
    const { claims } = await context.engine();
    const results = await claims.listClaims({ mine: flags.mine === true });
    await replyClaims(context, results, 'claim', (result) => `${outcomeWords(result)}:`);
  });
}

/** `issue claim cleanup`. */
export function registerCleanup(group: Command, context: Context): void {
  const command = group.command('cleanup').description('release claims that have run out');
  describe(command, { examples: ['issue claim cleanup'], fields: CLAIM_FIELDS });
  command.action(async () => {
    const { claims } = await context.engine();
    const results = await claims.cleanupExpired();
    await replyClaims(context, results, 'claim', () => 'released');
  });
}
