import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { WRITTEN_FIELDS } from '../render/fields.js';
import { replyWritten } from '../reply-written.js';

interface Flags extends WriteFlags {
  readonly reason?: string;
  readonly comment?: string;
}

/** `issue close`: ends issues; closing twice is fine. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('close')
    .description('close issues; what waited for them becomes ready')
    .argument('<id...>', 'issues to close')
    .option(
      '-r, --reason <reason>',
      'completed (default), not-planned, duplicate, or your own words',
    )
    .option('-c, --comment <text>', 'say something on each');
  addWriteFlags(command);
  describe(command, {
    examples: [
      'issue close ab3f',
      'issue close ab3f cd4e --reason not-planned --comment "Superseded."',
    ],
    fields: WRITTEN_FIELDS,
  });
  command.action(async (ids: string[], flags: Flags) => {
    const engine = await context.engine();
    const { reason, comment } = flags;
    const written = await engine.close(ids, {
      ...readWriteOptions(flags),
      ...(reason === undefined ? {} : { reason }),
      ...(comment === undefined ? {} : { comment }),
    });
    const dryRun = flags.dryRun === true;
    await replyWritten(context, written, { done: 'closed', already: 'already closed:', dryRun });
  });
}
