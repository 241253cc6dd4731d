import type { Command } from 'commander';
import type { Readiness } from '#engine';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addQueryFlags, readRequest, type QueryFlags } from '../flags/query.js';
import { lineWithoutBlockers } from '../render/compact.js';
import { LIST_FIELDS, type FieldSet } from '../render/fields.js';
import { listedJson } from '../render/json.js';
import { cleanLine } from '../render/sanitise.js';
import { replyList } from '../reply-list.js';

const READY_FIELDS: FieldSet = {
  all: [...LIST_FIELDS.all, 'reasons'],
  standard: [...LIST_FIELDS.standard, 'reasons'],
};

/** `issue ready`: what could be taken now, most urgent first. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('ready')
    .description('list issues nobody holds and nothing blocks, most urgent first');
  registerReady(command, context);
}

/** The same under `depends`. */
export function registerReady(command: Command, context: Context): void {
  addQueryFlags(command).option('--explain', 'why each open issue is ready or not');
  describe(command, {
    examples: ['issue ready', "issue ready 'label:backend' --limit 5", 'issue ready --explain'],
    fields: READY_FIELDS,
  });
  command.action(async (words: string[], flags: QueryFlags & { readonly explain?: boolean }) => {
    const { openByDefault: _always, ...request } = await readRequest(context, words, flags);
    const engine = await context.engine();
    if (flags.explain === true) return explain(context, await engine.explainReadiness(request));
    const list = await engine.list({ ...request, ready: true });
    const first = list.issues[0];
    const next =
      first === undefined
        ? ['issue blocked']
        : [`issue claim ${first.shortId}`, 'issue claim --next'];
    await replyList(context, list, { noun: 'ready issue', next });
  });
}

/** Each issue, then why not. */
async function explain(context: Context, found: readonly Readiness[]): Promise<void> {
  const { paint } = context;
  await context.reply({
    data: found.map(({ issue, reasons }) => ({
      ...listedJson(issue),
      reasons: reasons.map(({ code, text, ids }) => ({ code, text, ids })),
    })),
    total: found.length,
    hasMore: false,
    text: () =>
      found
        .flatMap(({ issue, reasons }) => [
          lineWithoutBlockers(issue, paint),
          ...(reasons.length === 0 ? ['  ready'] : []),
          ...reasons.map(({ text, ids }) => cleanLine(`  not ready: ${[text, ...ids].join(' ')}`)),
        ])
        .join('\n'),
  });
}
