import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { WRITTEN_FIELDS } from '../render/fields.js';
import { replyWrittenOne } from '../reply-written.js';
import { registerCycles, registerShow, registerTree } from './depends-views.js';
import { registerReady } from './ready.js';

/** `issue depends`: what waits for what. */
export function register(program: Command, context: Context): void {
  const group = program
    .command('depends')
    .description('say what an issue waits for; show, draw and check dependencies');
  registerChange(group, context, 'add');
  registerChange(group, context, 'remove');
  registerShow(group, context);
  registerTree(group, context);
  registerCycles(group, context);
  registerReady(group.command('ready').description('same as issue ready'), context);
}

function registerChange(group: Command, context: Context, verb: 'add' | 'remove'): void {
  const isAdd = verb === 'add';
  const command = group
    .command(verb)
    .description(isAdd ? 'the first issue waits for the others' : 'it no longer does')
    .argument('<id>', 'issue that says it')
    .argument('<target...>', 'issues it says it about')
    .option(
      '-k, --kind <kind>',
      'blocked-by, parent, related, duplicate-of, discovered-from …',
      'blocked-by',
    );
  if (!isAdd) command.alias('rm');
  addWriteFlags(command);
  describe(command, {
    examples: isAdd
      ? ['issue depends add ab3f cd4e', 'issue depends add ab3f cd4e --kind parent']
      : ['issue depends remove ab3f cd4e'],
    fields: WRITTEN_FIELDS,
    exits: { 5: 'it would close a cycle' },
  });
  command.action(
    async (id: string, targets: string[], flags: WriteFlags & { readonly kind: string }) => {
      const { dependencies } = await context.engine();
      const written = await dependencies[verb](id, flags.kind, targets, readWriteOptions(flags));
      const done = `${isAdd ? 'now' : 'no longer'} ${flags.kind} ${targets.join(', ')}:`;
      await replyWrittenOne(context, written, {
        done,
        already: 'unchanged:',
        dryRun: flags.dryRun === true,
      });
    },
  );
}
