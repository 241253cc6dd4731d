import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addQueryFlags, readRequest, type QueryFlags } from '../flags/query.js';
import { LIST_FIELDS } from '../render/fields.js';
import { replyList } from '../reply-list.js';

/** `issue blocked`: open issues that wait for others. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('blocked')
    .description('list open issues that wait for others, and for which');
  addQueryFlags(command);
  describe(command, {
    examples: ['issue blocked', 'issue blocked --label bug'],
    fields: LIST_FIELDS,
  });
  command.action(async (words: string[], flags: QueryFlags) => {
    const { openByDefault: _always, ...request } = await readRequest(context, words, flags);
    const engine = await context.engine();
    const list = await engine.blocked(request);
    const first = list.issues[0];
    await replyList(context, list, {
      noun: 'blocked issue',
      next: first === undefined ? [] : [`issue depends tree ${first.shortId}`],
    });
  });
}
