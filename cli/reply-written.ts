/** The answer to a write: one line an issue, `id verb title`, so that the first word is the id. [CLI13] */
import type { Written } from '#engine';
import type { Context } from './context.js';
import { writtenJson } from './render/json.js';
import { cleanLine } from './render/sanitise.js';

/** What was done, in the past tense, and what to say when it already was so. */
export interface WriteWords {
  readonly done: string;
  readonly already: string;
  readonly dryRun?: boolean;
}

/** Answers for several issues; the JSON is always an array. */
export async function replyWritten(
  context: Context,
  written: readonly Written[],
  words: WriteWords,
): Promise<void> {
  await context.reply({
    data: written.map(writtenJson),
    total: written.length,
    hasMore: false,
    ...common(written, words),
    text: () => written.map((one) => writtenLine(context, one, words)).join('\n'),
  });
}

/** Answers for one issue; the JSON is an object, with `extra` keys in front. */
export async function replyWrittenOne(
  context: Context,
  written: Written,
  words: WriteWords,
  extra: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await context.reply({
    data: { ...extra, ...writtenJson(written) },
    ...common([written], words),
    text: () => writtenLine(context, written, words),
  });
}

function common(
  written: readonly Written[],
  { dryRun = false }: WriteWords,
): { readonly notes: readonly string[]; readonly dryRun: boolean } {
  return { notes: written.flatMap(({ notes }) => notes), dryRun };
}

function writtenLine({ paint }: Context, { issue, changed }: Written, words: WriteWords): string {
  const verb = changed ? words.done : words.already;
  const dry = words.dryRun === true ? paint('warn', 'dry run: ') : '';
  return `${paint('id', issue.id)} ${dry}${paint('good', verb)} ${cleanLine(issue.title)}`;
}
