import type { Command } from 'commander';
import type { Context } from '../context.js';
import { addBodyFlags, readBody, type BodyFlags } from '../flags/body.js';
import { describe } from '../flags/describe.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { WRITTEN_FIELDS, type FieldSet } from '../render/fields.js';
import { commentJson } from '../render/json-parts.js';
import { replyWrittenOne } from '../reply-written.js';
import { registerDelete, registerEdit, registerList } from './comment-upkeep.js';

type Flags = BodyFlags & WriteFlags;

const ADDED_FIELDS: FieldSet = {
  all: ['comment', ...WRITTEN_FIELDS.all],
  standard: ['comment', ...WRITTEN_FIELDS.standard],
};

/** `issue comment`: says something on an issue, or takes it back. */
export function register(program: Command, context: Context): void {
  const group = program
    .command('comment')
    .description('comment on an issue; also edit, delete and list comments');
  registerAdd(group, context);
  registerEdit(group, context);
  registerDelete(group, context);
  registerList(group, context);
}

function registerAdd(group: Command, context: Context): void {
  const command = group
    .command('add', { isDefault: true })
    .description('add a comment')
    .argument('<id>', 'issue')
    .argument('[text...]', 'text, unless --body or a pipe gives it');
  addWriteFlags(addBodyFlags(command, 'text'));
  describe(command, {
    examples: [
      'issue comment ab3f "Fixed in 1a2b3c."',
      'npm test 2>&1 | tail -20 | issue comment ab3f',
    ],
    fields: ADDED_FIELDS,
  });
  command.action(async (id: string, words: string[], flags: Flags) => {
    const typed = words.length === 0 ? flags : { ...flags, body: words.join(' ') };
    const text = await readBody(context, typed, { required: true, implicit: true });
    if (text === null) return;
    const engine = await context.engine();
    const written = await engine.comment(id, text, readWriteOptions(flags));
    const dryRun = flags.dryRun === true;
    const done = `comment ${written.comment.id} added:`;
    const extra = { comment: commentJson(written.comment) };
    await replyWrittenOne(context, written, { done, already: 'already said:', dryRun }, extra);
  });
}
