import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { NAME_FIELDS, WRITTEN_FIELDS } from '../render/fields.js';
import { replyNames } from '../reply-names.js';
import { replyWrittenOne } from '../reply-written.js';

/** `issue label`: labels of an issue, and those in use. */
export function register(program: Command, context: Context): void {
  const group = program
    .command('label')
    .description('add labels to an issue or remove them; list labels in use');
  registerChange(group, context, 'add');
  registerChange(group, context, 'remove');
  const list = group
    .command('list')
    .alias('ls')
    .description('list labels in use, or those of one issue')
    .argument('[id]', 'issue');
  describe(list, { examples: ['issue label list', 'issue label list ab3f'], fields: NAME_FIELDS });
  list.action(async (id: string | undefined) => {
    const engine = await context.engine();
    const { labels } = await engine.vocabulary();
    const own = id === undefined ? null : (await engine.show(id)).labels;
    const counts =
      own === null ? labels : new Map(own.map((name) => [name, labels.get(name) ?? 1]));
    await replyNames(context, counts, 'label');
  });
}

function registerChange(group: Command, context: Context, verb: 'add' | 'remove'): void {
  const isAdd = verb === 'add';
  const command = group
    .command(verb, { isDefault: isAdd })
    .description(`${verb} labels`)
    .argument('<id>', 'issue')
    .argument('<label...>', 'labels; quote one with blanks');
  if (!isAdd) command.alias('rm');
  addWriteFlags(command);
  describe(command, {
    examples: [`issue label ${verb} ab3f bug "needs review"`],
    fields: WRITTEN_FIELDS,
  });
  command.action(async (id: string, labels: string[], flags: WriteFlags) => {
    const engine = await context.engine();
    const change = isAdd ? { addLabels: labels } : { removeLabels: labels };
    const [written] = await engine.edit([id], change, readWriteOptions(flags));
    if (written === undefined) return;
    const done = isAdd ? 'labelled' : 'unlabelled';
    await replyWrittenOne(context, written, {
      done,
      already: 'unchanged:',
      dryRun: flags.dryRun === true,
    });
  });
}
