import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { WRITTEN_FIELDS } from '../render/fields.js';
import { replyWritten } from '../reply-written.js';

/** `issue reopen`: takes a closing back. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('reopen')
    .description('open closed issues again')
    .argument('<id...>', 'issues to open again');
  addWriteFlags(command);
  describe(command, { examples: ['issue reopen ab3f'], fields: WRITTEN_FIELDS });
  command.action(async (ids: string[], flags: WriteFlags) => {
    const engine = await context.engine();
    const written = await engine.reopen(ids, readWriteOptions(flags));
    const dryRun = flags.dryRun === true;
    await replyWritten(context, written, { done: 'reopened', already: 'already open:', dryRun });
  });
}
