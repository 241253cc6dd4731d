import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addQueryFlags, readRequest, type QueryFlags } from '../flags/query.js';
import { LIST_FIELDS } from '../render/fields.js';
import { replyList, showNext } from '../reply-list.js';

/** `issue list`: issues that match, newest first. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('list')
    .description('list issues: open ones unless the query names a state');
  addQueryFlags(command);
  describe(command, {
    examples: [
      'issue list',
      "issue list 'label:bug updated:<24h'",
      'issue list --label bug --older-than 7d --sort priority',
      'issue list --state all --json id,title,state',
    ],
    fields: LIST_FIELDS,
  });
  command.action(async (words: string[], flags: QueryFlags) => {
    const request = await readRequest(context, words, flags);
    const engine = await context.engine();
    const list = await engine.list(request);
    await replyList(context, list, { next: showNext(list.issues) });
  });
}
