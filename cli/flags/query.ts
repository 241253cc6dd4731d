/** The query of a list: words as typed, plus flags that say the same as terms. [CLI9] */
import type { Command } from 'commander';
import { unprotect } from '../argv.js';
import type { Context } from '../context.js';
import { addSynonyms } from './synonym.js';
import { collectWhole, parseWhole } from './values.js';

/** Flags that become query terms. */
export interface QueryFlags {
  readonly query?: string;
  readonly state?: string;
  readonly label?: readonly string[];
  readonly assignee?: readonly string[];
  readonly author?: readonly string[];
  readonly milestone?: readonly string[];
  readonly type?: readonly string[];
  readonly priority?: readonly string[];
  readonly olderThan?: string;
  readonly newerThan?: string;
  readonly updatedWithin?: string;
  readonly stale?: string;
  readonly sort?: string;
  readonly limit?: string;
}

/** Query and limit for the engine. */
export interface ListRequest {
  readonly query?: string;
  readonly limit?: number;
  readonly openByDefault: boolean;
}

const LIMIT_MAX = 1_000;

/** Adds `[query...]` and the flags. */
export function addQueryFlags(command: Command): Command {
  command
    .argument('[query...]', "terms and words, e.g. 'label:bug created:>7d crash'")
    .option('-s, --state <state>', 'open, closed, in-progress, blocked, ready … or all')
    .option('-l, --label <name>', 'with this label; repeat for all, comma for any', collectWhole)
    .option('-a, --assignee <name>', 'assigned to (me, none)', collectWhole)
    .option('-A, --author <name>', 'written by', collectWhole)
    .option('-m, --milestone <name>', 'in this milestone', collectWhole)
    .option('--type <name>', 'of this type', collectWhole)
    .option('-p, --priority <level>', 'of this priority (p0 to p4, or a name)', collectWhole)
    .option('--older-than <age>', 'created longer ago than, e.g. 7d')
    .option('--newer-than <age>', 'created since, e.g. 24h ago')
    .option('--updated-within <age>', 'changed since, e.g. 24h ago')
    .option('--stale <age>', 'not changed for, e.g. 30d')
    .option('--sort <order>', 'created, updated, priority, comments … with -asc or -desc')
    .option('-L, --limit <n>', `at most so many (1 to ${LIMIT_MAX})`)
    .option('-q, --query <query>', 'query text, as one argument');
  addSynonyms(command, 'query', ['-S, --search <query>', '--filter <query>']);
  addSynonyms(command, 'state', ['--status <state>']);
  addSynonyms(command, 'label', ['--tag <name>', '--labels <names>'], collectWhole);
  return command;
}

/** The request that words and flags ask for. @throws usage, query_syntax */
export async function readRequest(
  context: Context,
  words: readonly string[],
  flags: QueryFlags,
): Promise<ListRequest> {
  const { joinQueryArguments } = await context.door();
  const typed = words.length === 0 ? '' : joinQueryArguments(words.map(unprotect));
  const limit =
    flags.limit === undefined ? {} : { limit: parseWhole('--limit', flags.limit, 1, LIMIT_MAX) };
  const terms = [...flagTerms(flags)];
  const query = joinTexts([typed, unprotect(flags.query ?? '')], terms);
  return { ...(query === '' ? {} : { query }), openByDefault: flags.state !== 'all', ...limit };
}

function* flagTerms(flags: QueryFlags): Iterable<string> {
  if (flags.state !== undefined && flags.state !== 'all') yield term('is', flags.state);
  const lists = {
    label: flags.label,
    assignee: flags.assignee,
    author: flags.author,
    milestone: flags.milestone,
    type: flags.type,
    priority: flags.priority,
  };
  for (const [field, values = []] of Object.entries(lists)) {
    for (const value of values) yield term(field, value);
  }
  if (flags.olderThan !== undefined) yield `created:>${flags.olderThan}`;
  if (flags.newerThan !== undefined) yield `created:<${flags.newerThan}`;
  if (flags.updatedWithin !== undefined) yield `updated:<${flags.updatedWithin}`;
  if (flags.stale !== undefined) yield `updated:>${flags.stale}`;
  if (flags.sort !== undefined) yield `sort:${flags.sort}`;
}

const CAN_BE_MISSING = new Set(['assignee', 'label', 'milestone', 'priority']);

function term(field: string, value: string): string {
  if (value === 'none' && CAN_BE_MISSING.has(field)) return `no:${field}`;
  const values = value.split(',').map((part) => quote(part.trim()));
  return `${field}:${values.join(',')}`;
}

/** A value in query quotes when it needs them. */
export function quote(value: string): string {
  if (/^[^\s,()"]+$/.test(value) && value !== '*') return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

/** All texts must hold, so one with an OR is put in brackets; what may stand only at the top level stays out of them. */
export function joinTexts(texts: readonly string[], terms: readonly string[]): string {
  const given = texts.map((text) => text.trim()).filter((text) => text !== '');
  if (given.length + terms.length <= 1) return [...given, ...terms].join(' ');
  const directives: string[] = [];
  const bracketed = given.map((text) => {
    if (!/(^|[\s)])OR($|[\s(])/.test(text)) return text;
    const rest = text.replace(
      /(^|\s)((?:sort|limit):[^\s()"]+)/gi,
      (_match, before: string, found: string) => {
        directives.push(found);
        return before;
      },
    );
    return `(${rest.trim()})`;
  });
  return [...bracketed, ...terms, ...directives].join(' ');
}
