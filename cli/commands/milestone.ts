import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { NAME_FIELDS, WRITTEN_FIELDS } from '../render/fields.js';
import { replyNames } from '../reply-names.js';
import { replyWrittenOne } from '../reply-written.js';

/** `issue milestone`: the release or date an issue belongs to. */
export function register(program: Command, context: Context): void {
  const group = program
    .command('milestone')
    .description('set or clear the milestone of an issue; list milestones in use');
  const list = group
    .command('list', { isDefault: true })
    .alias('ls')
    .description('list milestones in use');
  describe(list, { examples: ['issue milestone list'], fields: NAME_FIELDS });
  list.action(async () => {
    const engine = await context.engine();
    const { milestones } = await engine.vocabulary();
    await replyNames(context, milestones, 'milestone');
  });

  const set = group
    .command('set')
    .description('put an issue into a milestone')
    .argument('<id>', 'issue')
    .argument('<name>', 'milestone');
  addWriteFlags(set);
  describe(set, { examples: ['issue milestone set ab3f 1.0'], fields: WRITTEN_FIELDS });
  set.action((id: string, name: string, flags: WriteFlags) => write(context, id, name, flags));

  const clear = group
    .command('clear')
    .aliases(['remove', 'rm'])
    .description('take an issue out of its milestone')
    .argument('<id>', 'issue');
  addWriteFlags(clear);
  describe(clear, { examples: ['issue milestone clear ab3f'], fields: WRITTEN_FIELDS });
  clear.action((id: string, flags: WriteFlags) => write(context, id, null, flags));
}

async function write(
  context: Context,
  id: string,
  name: string | null,
  flags: WriteFlags,
): Promise<void> {
  const engine = await context.engine();
  const [written] = await engine.edit([id], { milestone: name }, readWriteOptions(flags));
  if (written === undefined) return;
  const done = name === null ? 'milestone cleared:' : `milestone ${name} set:`;
  await replyWrittenOne(context, written, {
    done,
    already: 'unchanged:',
    dryRun: flags.dryRun === true,
  });
}
