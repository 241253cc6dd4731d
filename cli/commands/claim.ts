import type { Command } from 'commander';
import type { ClaimOptions, ClaimResult } from '#engine';
import { unprotect } from '../argv.js';
import { replyClaim, requireConfirmed } from '../claim-reply.js';
import type { Context } from '../context.js';
import { Failure, usage } from '../failure.js';
import { describe } from '../flags/describe.js';
import { readRequest } from '../flags/query.js';
import { addTakeFlags, readTakeOptions, type TakeFlags } from '../flags/take.js';
import { CLAIM_FIELDS } from '../render/fields.js';
import { registerRun } from './claim-run.js';
import {
  registerCheck,
  registerCleanup,
  registerExtend,
  registerList,
  registerRelease,
} from './claim-upkeep.js';

/** `issue claim`: the right to work on an issue for a while. */
export function register(program: Command, context: Context): void {
  const group = program
    .command('claim')
    .description('take an issue for a while so that nobody else does; release, extend, check');
  registerTake(group, context);
  registerRelease(group, context);
  registerCheck(group, context);
  registerExtend(group, context);
  registerList(group, context);
  registerCleanup(group, context);
  registerRun(group, context);
}

function registerTake(group: Command, context: Context): void {
  const command = group
    .command('take', { isDefault: true })
    .description('claim an issue, or renew the claim on it')
    .argument('[id-or-query...]', 'an issue, or with --next a query')
    .option('-n, --next', 'the most urgent ready issue that matches');
  addTakeFlags(command);
  describe(command, {
    examples: [
      'issue claim ab3f',
      "issue claim --next 'label:backend' --timeout 1h",
      'issue claim ab3f --steal --reason "holder is gone"',
    ],
    fields: CLAIM_FIELDS,
    exits: { 5: 'somebody else holds it', 10: 'taken, but not confirmed by the arbiter' },
  });
  command.action(async (words: string[], flags: TakeFlags & { readonly next?: boolean }) => {
    const options = await readTakeOptions(context, flags);
    const result =
      flags.next === true
        ? await takeNext(context, words, options)
        : await takeOne(context, words, options);
    await replyClaim(context, result, result.changed ? 'claimed' : 'renewed');
    await requireConfirmed(context, result, flags.tentativeOk === true);
  });
}

async function takeOne(
  context: Context,
  words: readonly string[],
  options: ClaimOptions,
): Promise<ClaimResult> {
  const [id, ...others] = words;
  if (id === undefined || others.length > 0) {
    throw usage('name one issue to claim, or let --next choose', 'issue claim --next');
  }
  const { claims } = await context.engine();
  return claims.claimIssue(unprotect(id), options);
}

async function takeNext(
  context: Context,
  words: readonly string[],
  options: ClaimOptions,
): Promise<ClaimResult> {
  const { query } = await readRequest(context, words, {});
  const { claims } = await context.engine();
  const result = await claims.claimNext(query, options);
  if (result !== null) return result;
  const which = query === undefined ? 'is ready' : `that matches ${query} is ready`;
  throw new Failure('not_found', `no issue ${which}`, { hint: 'issue blocked' });
}
