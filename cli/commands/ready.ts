import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addQueryFlags, readRequest, type QueryFlags } from '../flags/query.js';
import { LIST_FIELDS } from '../render/fields.js';
import { replyList } from '../reply-list.js';

/** `issue ready`: what could be taken now, most urgent first. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('ready')
    .description('list issues nobody holds and nothing blocks, most urgent first');
  registerReady(command, context);
}

/** The same under `depends`. */
export function registerReady(command: Command, context: Context): void {
  addQueryFlags(command);
  describe(command, {
    examples: ['issue ready', "issue ready 'label:backend' --limit 5"],
    fields: LIST_FIELDS,
  });
  command.action(async (words: string[], flags: QueryFlags) => {
    const { openByDefault: _always, ...request } = await readRequest(context, words, flags);
    const engine = await context.engine();
    const list = await engine.list({ ...request, ready: true });
    const first = list.issues[0];
    const next =
      first === undefined
        ? ['issue blocked']
        : [`issue claim ${first.shortId}`, 'issue claim --next'];
    await replyList(context, list, { noun: 'ready issue', next });
  });
}
