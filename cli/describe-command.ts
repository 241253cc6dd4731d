/** A command as data, read off its parser: `issue help --json`. */
import type { Argument, Command, Option } from 'commander';
import { isDefaultCommand } from './find-command.js';
import { factsOf } from './flags/describe.js';

/** One flag. Keys that would say nothing are left out. */
export interface FlagFacts {
  /** As in help: `-l, --label <names>`; `<…>` is a value, `[…]` one that may be left out. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly default?: unknown;
}

/** One command with everything under it. Keys that would say nothing are left out. */
export interface CommandDescription {
  readonly name: string;
  readonly description: string;
  readonly aliases?: readonly string[];
  /** True for the subcommand that needs not be named. */
  readonly default?: boolean;
  readonly arguments?: readonly object[];
  readonly flags?: readonly FlagFacts[];
  /** Other spellings of flags → the flag. */
  readonly synonyms?: Readonly<Record<string, string>>;
  readonly json_fields?: readonly string[];
  readonly examples?: readonly string[];
  readonly exits?: Readonly<Record<number, string>>;
  readonly commands?: readonly CommandDescription[];
}

/** The description of `command`, with the fields of its JSON when it is to be `full`; names are full (`issue claim run`). */
export function describeCommand(command: Command, detail: 'brief' | 'full'): CommandDescription {
  const { fields, examples = [], exits = {} } = factsOf(command);
  const isRoot = command.parent === null;
  const options = command.options.filter(({ long }) => isRoot || !GLOBAL.has(long ?? ''));
  const spellings = options.flatMap((option) => synonymOf(option));
  return {
    name: fullName(command),
    description: command.description(),
    ...some('aliases', command.aliases()),
    ...(isDefaultCommand(command) ? { default: true } : {}),
    ...some('arguments', command.registeredArguments.map(describeArgument)),
    ...some(
      'flags',
      options.filter((option) => synonymOf(option).length === 0).map(describeOption),
    ),
    ...(spellings.length === 0 ? {} : { synonyms: Object.fromEntries(spellings) }),
    ...some('json_fields', detail === 'full' ? (fields?.all ?? []) : []),
    ...some('examples', examples),
    ...(Object.keys(exits).length === 0 ? {} : { exits }),
    ...some(
      'commands',
      isRoot ? [] : command.commands.map((child) => describeCommand(child, detail)),
    ),
  };
}

/** `{[key]: list}`, or nothing for an empty list. */
function some(key: string, list: readonly unknown[]): object {
  return list.length === 0 ? {} : { [key]: list };
}

const GLOBAL = new Set(['--json', '--color', '--no-color', '--no-input', '--no-pager', '']);

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}

function describeArgument(argument: Argument): object {
  return {
    name: argument.name(),
    description: argument.description,
    required: argument.required,
    ...(argument.variadic ? { variadic: true } : {}),
  };
}

function describeOption({ flags, description, argChoices, defaultValue }: Option): FlagFacts {
  return {
    flags,
    description,
    ...(argChoices === undefined ? {} : { choices: argChoices }),
    ...(defaultValue === undefined ? {} : { default: defaultValue as unknown }),
  };
}

/** `[other spelling, flag]`, or nothing for a flag of its own. */
function synonymOf({ flags, description }: Option): readonly (readonly [string, string])[] {
  const same = /^same as (--\S+)$/.exec(description);
  return same === null ? [] : [[flags, same[1] ?? '']];
}
