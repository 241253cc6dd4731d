import type { Command } from 'commander';
import { commandIndex } from './argv.js';

/** The command that the first words of `argv` name, and its names in full. */
export function findCommand(
  program: Command,
  argv: readonly string[],
): { readonly command: Command; readonly names: readonly string[] } {
  let command = program;
  const names: string[] = [];
  const start = commandIndex(argv);
  const words = start < 0 ? [] : argv.slice(start);
  for (const word of words.filter((one) => !one.startsWith('-'))) {
    const child = command.commands.find(
      (one) => one.name() === word || one.aliases().includes(word),
    );
    if (child === undefined) break;
    command = child;
    names.push(child.name());
  }
  return { command, names };
}

/** The command that runs when a group is given none of its own, or the command itself. */
export function runningCommand(command: Command): Command {
  const child = command.commands.find((one) => isDefaultCommand(one));
  return child ?? command;
}

/** True for the subcommand that needs not be named. */
export function isDefaultCommand(command: Command): boolean {
  // Commander keeps the name of the default command without a public way to read it.
  const parent = command.parent as
    | (Command & { readonly _defaultCommandName?: string | null })
    | null;
  return parent?._defaultCommandName === command.name();
}
