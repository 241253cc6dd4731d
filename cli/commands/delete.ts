import type { Command } from 'commander';
import { confirm } from '../confirm.js';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { WRITTEN_FIELDS } from '../render/fields.js';
import { replyWritten } from '../reply-written.js';

/** `issue delete`: hides issues for good; only a tombstone stays. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('delete')
    .description('delete issues: they disappear everywhere, on every replica')
    .argument('<id...>', 'issues to delete')
    .option('-y, --yes', 'do not ask');
  addWriteFlags(command);
  describe(command, {
    examples: ['issue delete ab3f --dry-run', 'issue delete ab3f --yes'],
    fields: WRITTEN_FIELDS,
  });
  command.action(async (ids: string[], flags: WriteFlags & { readonly yes?: boolean }) => {
    const dryRun = flags.dryRun === true;
    if (!dryRun && flags.yes !== true) {
      const what = ids.length === 1 ? `issue ${ids[0] ?? ''}` : `${ids.length} issues`;
      const agreed = await confirm(
        context,
        `delete ${what}?`,
        `issue delete ${ids.join(' ')} --yes`,
      );
      if (!agreed) return context.note('nothing was deleted');
    }
    const engine = await context.engine();
    const written = await engine.delete(ids, readWriteOptions(flags));
    await replyWritten(context, written, { done: 'deleted', already: 'already deleted:', dryRun });
  });
}
