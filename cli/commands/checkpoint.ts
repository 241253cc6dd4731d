import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { WRITTEN_FIELDS } from '../render/fields.js';
import { replyWrittenOne } from '../reply-written.js';

/** `issue checkpoint`: a named point the work has reached. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('checkpoint')
    .description('mark a point the work on an issue has reached')
    .argument('<id>', 'issue')
    .argument('<name>', 'name of the point')
    .option('--note <text>', 'what holds there, for whoever goes on');
  addWriteFlags(command);
  describe(command, {
    examples: ['issue checkpoint ab3f parser-done --note "lexer untouched; branch fix/parser"'],
    fields: WRITTEN_FIELDS,
  });
  command.action(
    async (id: string, name: string, flags: WriteFlags & { readonly note?: string }) => {
      const engine = await context.engine();
      const written = await engine.checkpoint(id, name, {
        ...readWriteOptions(flags),
        ...(flags.note === undefined ? {} : { note: flags.note }),
      });
      const done = `checkpoint ${name}:`;
      await replyWrittenOne(context, written, {
        done,
        already: 'unchanged:',
        dryRun: flags.dryRun === true,
      });
    },
  );
}
