import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { readNames } from '../flags/issue-fields.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { WRITTEN_FIELDS } from '../render/fields.js';
import { replyWrittenOne } from '../reply-written.js';

/** `issue assign`: who is meant to do it. */
export function register(program: Command, context: Context): void {
  const group = program
    .command('assign')
    .description('assign people or agents to an issue, or remove them');
  registerChange(group, context, 'add');
  registerChange(group, context, 'remove');
}

function registerChange(group: Command, context: Context, verb: 'add' | 'remove'): void {
  const isAdd = verb === 'add';
  const command = group
    .command(verb, { isDefault: isAdd })
    .description(isAdd ? 'assign' : 'take off')
    .argument('<id>', 'issue')
    .argument('[name...]', 'people or agents; me, unless named');
  if (!isAdd) command.alias('rm');
  addWriteFlags(command);
  describe(command, {
    examples: isAdd
      ? ['issue assign ab3f', 'issue assign ab3f anna codex-2']
      : ['issue assign remove ab3f anna'],
    fields: WRITTEN_FIELDS,
  });
  command.action(async (id: string, words: string[], flags: WriteFlags) => {
    const engine = await context.engine();
    const names = readNames(engine, words.length === 0 ? ['me'] : words);
    const change = isAdd ? { addAssignees: names } : { removeAssignees: names };
    const [written] = await engine.edit([id], change, readWriteOptions(flags));
    if (written === undefined) return;
    const done = `${isAdd ? 'assigned to' : 'unassigned from'} ${names.join(', ')}:`;
    await replyWrittenOne(context, written, {
      done,
      already: 'unchanged:',
      dryRun: flags.dryRun === true,
    });
  });
}
