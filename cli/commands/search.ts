import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addQueryFlags, joinTexts, readRequest, type QueryFlags } from '../flags/query.js';
import { LIST_FIELDS } from '../render/fields.js';
import { replyList, showNext } from '../reply-list.js';

/** `issue search`: full text, whatever the state, best match first. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('search')
    .description('search titles, bodies and comments of all issues, best match first');
  addQueryFlags(command);
  describe(command, {
    examples: ['issue search crash parser', 'issue search \'"index out of range" is:open\''],
    fields: LIST_FIELDS,
  });
  command.action(async (words: string[], flags: QueryFlags) => {
    const request = await readRequest(context, words, flags);
    const { query = '' } = request;
    const engine = await context.engine();
    const isSorted = query === '' || /(^|\s)sort:/.test(query);
    const ranked = isSorted ? {} : { query: joinTexts([query], ['sort:relevance']) };
    const list = await engine.list({ ...request, ...ranked, openByDefault: false });
    await replyList(context, list, { next: showNext(list.issues) });
  });
}
