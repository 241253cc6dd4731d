import type { Command } from 'commander';
import type { Activity, ActivityOptions } from '#engine';
import type { Context } from '../context.js';
import { usage } from '../failure.js';
import { describe } from '../flags/describe.js';
import { parseWhole } from '../flags/values.js';
import { activityLine } from '../render/activity.js';
import { ACTIVITY_FIELDS } from '../render/fields.js';
import { activityJson } from '../render/json-parts.js';

interface Flags {
  readonly agent?: string;
  readonly since?: string;
  readonly limit?: string;
  readonly follow?: boolean;
}

const LIMIT_DEFAULT = 30;

/** `issue activity`: who did what, newest first. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('activity')
    .description('show who did what, newest first; --follow waits for more')
    .argument('[id]', 'only of this issue')
    .option('--agent <name>', 'only by this agent')
    .option('--since <when>', 'a duration back (2d), a day or an instant')
    .option('-L, --limit <n>', `at most so many (default ${LIMIT_DEFAULT})`)
    .option('-f, --follow', 'print entries as they happen, until interrupted');
  describe(command, {
    examples: [
      'issue activity',
      'issue activity ab3f --since 2d',
      'issue activity --follow --json',
    ],
    fields: ACTIVITY_FIELDS,
  });
  command.action(async (id: string | undefined, flags: Flags) => {
    const options = await readOptions(context, id, flags);
    if (flags.follow === true) return follow(context, options, flags.since !== undefined);
    const engine = await context.engine();
    const limit = options.limit ?? LIMIT_DEFAULT;
    // One more than shown tells whether there is more.
    const found = await engine.activity({ ...options, limit: limit + 1 });
    const entries = found.slice(0, limit);
    const hasMore = found.length > limit;
    await context.reply({
      data: entries.map(activityJson),
      total: entries.length,
      hasMore,
      text: () => [headerOf(entries, hasMore, limit), ...linesOf(context, entries)].join('\n'),
    });
  });
}

async function readOptions(
  context: Context,
  id: string | undefined,
  flags: Flags,
): Promise<ActivityOptions> {
  return {
    ...(id === undefined ? {} : { issue: id }),
    ...(flags.agent === undefined ? {} : { agent: flags.agent }),
    ...(flags.since === undefined ? {} : { sinceMs: await readSince(context, flags.since) }),
    ...(flags.limit === undefined ? {} : { limit: parseWhole('--limit', flags.limit, 1, 10_000) }),
  };
}

async function readSince(context: Context, text: string): Promise<number> {
  const { parseDuration } = await context.door();
  const duration = parseDuration(text);
  if (duration !== null) return context.io.nowMs() - duration;
  const instant = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  throw usage(`--since cannot be "${text}": a duration (2d), a day (2026-11-20) or an instant`);
}

function headerOf(entries: readonly Activity[], hasMore: boolean, limit: number): string {
  const count = `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}`;
  return hasMore ? `last ${count} (more: --limit ${limit * 2})` : count;
}

function linesOf(
  { settings, paint, io }: Context,
  entries: readonly Activity[],
): readonly string[] {
  return entries.map((entry) => activityLine(entry, paint, settings.human ? io.nowMs() : null));
}

/** NDJSON without envelope under `--json`: a stream has no end to wait for. */
async function follow(
  context: Context,
  options: ActivityOptions,
  withPast: boolean,
): Promise<void> {
  const engine = await context.engine('shared');
  const end = new AbortController();
  const stopListening = context.io.onSignal(() => {
    context.exitCode = 130;
    end.abort();
  });
  let seq = 0;
  const tell = async (entry: Activity): Promise<void> => {
    seq++;
    if (context.settings.json === null)
      await context.print(activityLine(entry, context.paint, null));
    else await context.printJson({ seq, type: 'activity', ...activityJson(entry) });
  };
  if (withPast)
    for (const entry of (await engine.activity(options)).toReversed()) await tell(entry);
  const { sinceMs: _past, ...ahead } = options;
  for await (const entry of engine.follow({ ...ahead, signal: end.signal })) await tell(entry);
  stopListening();
}
