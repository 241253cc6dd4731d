/** Flags that say what an issue is: shared by `create` and `edit`. */
import type { Command } from 'commander';
import type { Engine, FieldValues } from '#engine';
import type { Context } from '../context.js';
import { usage } from '../failure.js';
import { addSynonyms } from './synonym.js';
import { collectList, collectMetadata, meansNone, parsePriority, readDuration } from './values.js';

/** Values of the flags. */
export interface IssueFlags {
  readonly title?: string;
  readonly priority?: string;
  readonly type?: string;
  readonly label?: readonly string[];
  readonly assignee?: readonly string[];
  readonly milestone?: string;
  readonly due?: string;
  readonly defer?: string;
  readonly estimate?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly blockedBy?: readonly string[];
  readonly blocks?: readonly string[];
}

/** Adds the flags; `replaces` says what a list flag does to what is there. */
export function addIssueFlags(command: Command, replaces: '' | ' (replaces all)'): Command {
  command
    .option('-t, --title <text>', 'title')
    .option('-p, --priority <level>', '0 (most urgent) to 4, p0 to p4, critical … backlog, or none')
    .option('--type <name>', 'type, e.g. bug, task, feature')
    .option('-l, --label <names>', `labels, comma-separated or repeated${replaces}`, collectList)
    .option('-a, --assignee <names>', `people or agents; me is you${replaces}`, collectList)
    .option('-m, --milestone <name>', 'milestone, or none')
    .option('--due <when>', 'day (2026-11-30), instant, or from now (3d)')
    .option('--defer <when>', 'not ready before; same forms')
    .option('--estimate <time>', 'minutes, or a duration such as 1h30m')
    .option(
      '--meta <key=value>',
      'metadata; key:=json for other than text, key= removes',
      collectMetadata,
    )
    .option('--parent <id>', 'issue this one is part of')
    .option('--blocked-by <ids>', 'issues this one waits for', collectList)
    .option('--blocks <ids>', 'issues that wait for this one', collectList);
  addSynonyms(
    command,
    'label',
    ['--labels <names>', '--tag <names>', '--tags <names>'],
    collectList,
  );
  addSynonyms(command, 'assignee', ['--assignees <names>', '--assign <names>'], collectList);
  addSynonyms(command, 'blocked-by', ['--depends-on <ids>', '--deps <ids>'], collectList);
  return command;
}

/** The register fields among the flags; only those given. */
export async function readFieldValues(context: Context, flags: IssueFlags): Promise<FieldValues> {
  const { parseDuration } = await context.door();
  const nowMs = context.io.nowMs();
  const when = (text: string): string | null => {
    if (meansNone(text)) return null;
    const ms = parseDuration(text);
    return ms === null || ms <= 0 ? text : new Date(nowMs + ms).toISOString();
  };
  const { title, priority, type, milestone, due, defer, estimate } = flags;
  return {
    ...(title === undefined ? {} : { title }),
    ...(priority === undefined ? {} : { priority: parsePriority(priority) }),
    ...(type === undefined ? {} : { type: meansNone(type) ? null : type }),
    ...(milestone === undefined ? {} : { milestone: meansNone(milestone) ? null : milestone }),
    ...(due === undefined ? {} : { due: when(due) }),
    ...(defer === undefined ? {} : { defer: when(defer) }),
    ...(estimate === undefined ? {} : { estimateMinutes: readEstimate(estimate, parseDuration) }),
  };
}

function readEstimate(text: string, parse: (text: string) => number | null): number | null {
  if (meansNone(text)) return null;
  if (/^\d+$/.test(text)) return Number(text);
  return Math.round(readDuration('--estimate', text, parse) / 60_000);
}

/** Names of people with `me` as the agent that asks. */
export function readNames(engine: Engine, names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const bare = name.replace(/^@(?=.)/, '');
    return bare.toLowerCase() === 'me' ? engine.agent.id : bare;
  });
}

/** Refuses a flag without a value that would silently do nothing. */
export function requireSome(flag: string, values: readonly string[]): readonly string[] {
  if (values.length > 0) return values;
  throw usage(`${flag} names nothing`);
}
