/** A command as data, read off its parser: `issue help --json`. */
import type { Argument, Command, Option } from 'commander';
import { isDefaultCommand } from './find-command.js';
import { factsOf } from './flags/describe.js';

/** One flag. */
export interface FlagFacts {
  readonly flags: string;
  readonly long: string | null;
  readonly short: string | null;
  readonly description: string;
  readonly value: 'none' | 'required' | 'optional';
  readonly choices: readonly string[];
  readonly default: unknown;
  /** The flag it stands for, when it is only another spelling. */
  readonly same_as: string | null;
}

/** One command with everything under it. */
export interface CommandDescription {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly description: string;
  readonly default: boolean;
  readonly arguments: readonly object[];
  readonly flags: readonly FlagFacts[];
  readonly json_fields: readonly string[];
  readonly examples: readonly string[];
  readonly exits: Readonly<Record<number, string>>;
  readonly commands: readonly CommandDescription[];
}

/** The description of `command`; names are full (`issue claim run`). */
export function describeCommand(command: Command): CommandDescription {
  const facts = factsOf(command);
  const isRoot = command.parent === null;
  return {
    name: fullName(command),
    aliases: command.aliases(),
    description: command.description(),
    default: isDefaultCommand(command),
    arguments: command.registeredArguments.map(describeArgument),
    flags: command.options
      .filter((option) => isRoot || !GLOBAL.has(option.long ?? ''))
      .map(describeOption),
    json_fields: facts.fields?.all ?? [],
    examples: facts.examples ?? [],
    exits: facts.exits ?? {},
    commands: isRoot ? [] : command.commands.map(describeCommand),
  };
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
    variadic: argument.variadic,
  };
}

function describeOption(option: Option): FlagFacts {
  const same = /^same as (--\S+)$/.exec(option.description);
  return {
    flags: option.flags,
    long: option.long ?? null,
    short: option.short ?? null,
    description: option.description,
    value: option.required ? 'required' : option.optional ? 'optional' : 'none',
    choices: option.argChoices ?? [],
    default: option.defaultValue ?? null,
    same_as: same?.[1] ?? null,
  };
}
