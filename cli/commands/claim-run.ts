import type { Command } from 'commander';
import { requireConfirmed } from '../claim-reply.js';
import type { Context } from '../context.js';
import { Failure, usage } from '../failure.js';
import { describe } from '../flags/describe.js';
import { addTakeFlags, readTakeOptions, type TakeFlags } from '../flags/take.js';
import { holdWhile } from '../hold.js';

/** `issue claim run`: a command that runs only while the claim is mine. */
export function registerRun(group: Command, context: Context): void {
  const command = group
    .command('run')
    .description('run a command under a claim: renewed while it runs, released when it ends')
    .argument('<id>', 'issue')
    .argument('<command...>', 'command and its arguments, after --');
  addTakeFlags(command);
  describe(command, {
    examples: [
      'issue claim run ab3f -- npm test',
      'issue claim run ab3f --timeout 5m -- ./fix.sh --fast',
    ],
    exits: { 5: 'somebody else holds it', 12: 'the claim was lost; the command was told to stop' },
  });
  command.action(async (id: string, words: string[], flags: TakeFlags) => {
    const [program, ...rest] = words;
    if (program === undefined) throw usage('name a command to run after --');
    const options = await readTakeOptions(context, flags);
    const { claims } = await context.engine('shared');
    const result = await claims.claimIssue(id, options);
    await requireConfirmed(context, result, flags.tentativeOk === true);
    await context.note(`claimed ${result.shortId}; running ${words.join(' ')}`);
    const ended = await holdWhile(context, claims, result, [program, ...rest]);
    if (ended.kind === 'missing') {
      throw new Failure('invalid_input', `cannot start "${program}": no such program`);
    }
    if (ended.kind === 'lost') {
      throw new Failure(
        'claim_lost',
        `the claim on ${result.shortId} was lost; ${program} was told to stop`,
        {
          hint: `issue claim check ${result.shortId}`,
          details: { issue: result.issue, reason: ended.reason },
        },
      );
    }
    context.exitCode = ended.code;
  });
}
