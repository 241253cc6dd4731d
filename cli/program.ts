/** The command tree. Building it touches nothing: engine, files and environment are for the actions. */
import { Command, CommanderError, Help } from 'commander';
import { COMMAND_GROUPS } from './commands/index.js';
import type { Context } from './context.js';
import { addGlobalFlags } from './flags/global.js';
import { VERSION } from './version.js';

/** Ends a run that has said all there is to say. */
export const DONE = 'issue.done';

/** The program, its help going to `write`; with all commands, or with the one that `word` names. */
export function createProgram(
  context: Context,
  write: (text: string) => void,
  word?: string,
): Command {
  const program = new Command('issue')
    .description('A fast, offline issue tracker for coding agents and their humans.')
    .usage('[command] [options]')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'help for a command')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: write,
      writeErr: () => undefined,
      outputError: () => undefined,
      getOutHasColors: () => false,
      getOutHelpWidth: () => (context.io.stdout.tty ? context.io.stdout.columns : 100),
    })
    .configureHelp({ subcommandTerm, commandUsage });
  addCommands(program, context, word);
  addGlobalFlags(program);
  program.hook('preAction', async (_program, command) => {
    if (!(await context.configure(command))) throw new CommanderError(0, DONE, '');
  });
  program.addHelpText(
    'after',
    '\nWithout a command: what I hold and what is ready. More: issue help --json',
  );
  return program;
}

/** True when `word` names a command. */
export function isCommand(word: string): boolean {
  return COMMAND_GROUPS.some(({ commands }) => commands.some(({ words }) => namesIt(words, word)));
}

/** Commands that look at the others. */
const LOOKS_AROUND = new Set(['help', '__complete']);

function addCommands(program: Command, context: Context, word: string | undefined): void {
  const only = word !== undefined && isCommand(word) && !LOOKS_AROUND.has(word) ? word : null;
  for (const { title, commands } of COMMAND_GROUPS) {
    program.commandsGroup(title);
    for (const { words, register } of commands) {
      if (only !== null && !namesIt(words, only)) continue;
      register(program, context);
      program.commands.at(-1)?.aliases(words.split(' ').slice(1));
    }
  }
}

function namesIt(words: string, word: string): boolean {
  return words.split(' ').includes(word);
}

/** Synonyms are accepted, not advertised. */
function subcommandTerm(this: Help, command: Command): string {
  const args = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...args].join(' ');
}

function commandUsage(this: Help, command: Command): string {
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  return `${names.join(' ')} ${command.usage()}`;
}
