/** What could be typed next, from the command tree and from the replica. */
import type { Command, Option } from 'commander';
import type { Engine } from '#engine';
import type { Context } from './context.js';
import { runningCommand } from './find-command.js';

/** One thing that could be typed. */
export interface Candidate {
  readonly value: string;
  readonly about: string;
}

const IDS_SHOWN = 200;
type Source = (engine: Engine) => Promise<readonly Candidate[]>;

/** Candidates for the last of `words`, which may be empty or half typed. */
export async function completeWords(
  program: Command,
  context: Context,
  words: readonly string[],
): Promise<readonly Candidate[]> {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { command, operands, pending } = walk(program, before);
  const all = await candidatesFor(context, { command, operands, pending, typed });
  return all.filter(({ value }) => value.startsWith(typed));
}

interface Place {
  readonly command: Command;
  /** Arguments already given to `command`. */
  readonly operands: number;
  /** The flag whose value is being typed, or null. */
  readonly pending: Option | null;
}

function walk(program: Command, words: readonly string[]): Place {
  let command = program;
  let operands = 0;
  let pending: Option | null = null;
  for (const word of words) {
    if (pending !== null) {
      pending = null;
      continue;
    }
    if (word.startsWith('-')) {
      const option = command.options.find(({ long, short }) => word === long || word === short);
      pending = option?.required === true ? option : null;
      continue;
    }
    const child = command.commands.find(
      (one) => one.name() === word || one.aliases().includes(word),
    );
    if (child !== undefined && operands === 0) command = child;
    else operands++;
  }
  return { command, operands, pending };
}

async function candidatesFor(
  context: Context,
  { command, operands, pending, typed }: Place & { readonly typed: string },
): Promise<readonly Candidate[]> {
  if (pending !== null) {
    if (pending.argChoices !== undefined) return pending.argChoices.map(bare);
    return fromReplica(context, sourceOfFlag(pending));
  }
  if (typed.startsWith('-')) {
    return command.options
      .filter(({ hidden, long }) => !hidden && long !== undefined)
      .map(({ long, description }) => ({ value: long ?? '', about: description }));
  }
  const children = operands === 0 ? command.commands.filter(isVisible).map(named) : [];
  const target = runningCommand(command);
  const args = target.registeredArguments;
  const argument = args[operands] ?? args.at(-1);
  const fits = argument !== undefined && (operands < args.length || argument.variadic);
  return [
    ...children,
    ...(fits ? await fromReplica(context, sourceOfArgument(argument.name())) : []),
  ];
}

async function fromReplica(context: Context, source: Source | null): Promise<readonly Candidate[]> {
  return source === null ? [] : source(await context.engine());
}

const ids: Source = async (engine) => {
  const { issues } = await engine.list({ limit: IDS_SHOWN });
  return issues.map(({ row, shortId }) => ({ value: shortId, about: row.title }));
};

const vocabulary =
  (kind: 'labels' | 'assignees' | 'milestones' | 'types'): Source =>
  async (engine) => {
    const words = await engine.vocabulary();
    return [...words[kind]].map(([value, count]) => ({ value, about: `${count} issues` }));
  };

const FLAG_SOURCES: Readonly<Record<string, Source>> = {
  label: vocabulary('labels'),
  addLabel: vocabulary('labels'),
  removeLabel: vocabulary('labels'),
  assignee: vocabulary('assignees'),
  addAssignee: vocabulary('assignees'),
  removeAssignee: vocabulary('assignees'),
  milestone: vocabulary('milestones'),
  type: vocabulary('types'),
  parent: ids,
  blockedBy: ids,
  blocks: ids,
};

const ARGUMENT_SOURCES: Readonly<Record<string, Source>> = {
  id: ids,
  target: ids,
  'id-or-query': ids,
  label: vocabulary('labels'),
};

function sourceOfFlag(option: Option): Source | null {
  return FLAG_SOURCES[option.attributeName()] ?? null;
}

function sourceOfArgument(name: string): Source | null {
  return ARGUMENT_SOURCES[name] ?? null;
}

function isVisible(command: Command): boolean {
  return !(command as Command & { readonly _hidden?: boolean })._hidden;
}

function named(command: Command): Candidate {
  return { value: command.name(), about: command.description() };
}

function bare(value: string): Candidate {
  return { value, about: '' };
}
