import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { parseShare } from '../flags/values.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { WRITTEN_FIELDS } from '../render/fields.js';
import { replyWrittenOne } from '../reply-written.js';

/** `issue progress`: how far the work is. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('progress')
    .description('say how far the work on an issue is')
    .argument('<id>', 'issue')
    .argument('<share>', 'from 0 to 1, or a percentage')
    .option('--status <text>', 'a word on it');
  addWriteFlags(command);
  describe(command, {
    examples: ['issue progress ab3f 0.75 --status "tests are green"', 'issue progress ab3f 75%'],
    fields: WRITTEN_FIELDS,
  });
  command.action(
    async (id: string, share: string, flags: WriteFlags & { readonly status?: string }) => {
      const value = parseShare(share);
      const engine = await context.engine();
      const written = await engine.progress(id, value, {
        ...readWriteOptions(flags),
        ...(flags.status === undefined ? {} : { status: flags.status }),
      });
      const done = `progress ${Math.round(value * 100)}%:`;
      await replyWrittenOne(context, written, {
        done,
        already: 'unchanged:',
        dryRun: flags.dryRun === true,
      });
    },
  );
}
