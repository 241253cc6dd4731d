/** Edit, delete and list: the rest of `issue comment`. */
import type { Command } from 'commander';
import { confirm } from '../confirm.js';
import type { Context } from '../context.js';
import { Failure } from '../failure.js';
import { addBodyFlags, readBody, type BodyFlags } from '../flags/body.js';
import { describe } from '../flags/describe.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { COMMENT_FIELDS, WRITTEN_FIELDS } from '../render/fields.js';
import { commentJson } from '../render/json-parts.js';
import { commentLines } from '../render/prose.js';
import { cleanLine } from '../render/sanitise.js';
import { replyWrittenOne } from '../reply-written.js';

type Flags = BodyFlags & WriteFlags;
type DeleteFlags = WriteFlags & { readonly yes?: boolean };

/** `issue comment edit`. */
export function registerEdit(group: Command, context: Context): void {
  const command = group
    .command('edit')
    .description('change the text of a comment')
    .argument('<id>', 'issue')
    .argument('<comment>', 'comment')
    .argument('[text...]', 'new text');
  addWriteFlags(addBodyFlags(command, 'new text'));
  describe(command, {
    examples: ['issue comment edit ab3f 5kq0w2d8m1xz "Better words."'],
    fields: WRITTEN_FIELDS,
  });
  command.action(async (id: string, comment: string, words: string[], flags: Flags) => {
    const engine = await context.engine();
    const typed = words.length === 0 ? flags : { ...flags, body: words.join(' ') };
    const initial = flags.editor === true ? await bodyOf(context, id, comment) : '';
    const text = await readBody(context, typed, { required: true, implicit: true, initial });
    if (text === null) return;
    const written = await engine.editComment(id, comment, text, readWriteOptions(flags));
    const dryRun = flags.dryRun === true;
    await replyWrittenOne(context, written, {
      done: 'comment edited:',
      already: 'unchanged:',
      dryRun,
    });
  });
}

async function bodyOf(context: Context, id: string, comment: string): Promise<string> {
  const engine = await context.engine();
  const { comments } = await engine.show(id);
  const found = comments.find((one) => one.id === comment);
  if (found !== undefined) return found.body;
  throw new Failure('not_found', `no comment "${comment}" on issue "${id}"`, {
    hint: `issue comment list ${id}`,
  });
}

/** `issue comment delete`. */
export function registerDelete(group: Command, context: Context): void {
  const command = group
    .command('delete')
    .alias('rm')
    .description('delete a comment')
    .argument('<id>', 'issue')
    .argument('<comment>', 'comment')
    .option('-y, --yes', 'do not ask');
  addWriteFlags(command);
  describe(command, {
    examples: ['issue comment delete ab3f 5kq0w2d8m1xz --yes'],
    fields: WRITTEN_FIELDS,
  });
  command.action(async (id: string, comment: string, flags: DeleteFlags) => {
    const isAsked = flags.dryRun === true || flags.yes === true;
    const instead = `issue comment delete ${id} ${comment} --yes`;
    if (!isAsked && !(await confirm(context, `delete comment ${comment}?`, instead))) {
      return context.note('nothing was deleted');
    }
    const engine = await context.engine();
    const written = await engine.deleteComment(id, comment, readWriteOptions(flags));
    const dryRun = flags.dryRun === true;
    await replyWrittenOne(context, written, {
      done: 'comment deleted:',
      already: 'already deleted:',
      dryRun,
    });
  });
}

/** `issue comment list`. */
export function registerList(group: Command, context: Context): void {
  const command = group
    .command('list')
    .alias('ls')
    .description('list the comments of an issue, oldest first')
    .argument('<id>', 'issue')
    .option('--full', 'every comment, however long');
  describe(command, { examples: ['issue comment list ab3f --full'], fields: COMMENT_FIELDS });
  command.action(async (id: string, flags: { readonly full?: boolean }) => {
    const engine = await context.engine();
    const { comments, title } = await engine.show(id);
    const { human } = context.settings;
    const fence = human ? null : context.io.marker();
    const { paint, io } = context;
    const options = {
      nowMs: io.nowMs(),
      paint,
      fence,
      full: flags.full === true || human,
    };
    await context.reply({
      data: comments.map(commentJson),
      total: comments.length,
      hasMore: false,
      text: () =>
        comments.length === 0
          ? `0 comments on ${cleanLine(title)}`
          : commentLines(comments, options).join('\n').trimStart(),
    });
  });
}
