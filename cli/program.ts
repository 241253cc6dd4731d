/** The command tree. Building it touches nothing: engine, files and environment are for the actions. */
import { Command, CommanderError, Help } from 'commander';
import { COMMAND_GROUPS } from './commands/index.js';
import type { Context } from './context.js';
import { addGlobalFlags } from './flags/global.js';
import { VERSION } from './version.js';

/** Ends a run that has said all there is to say. */
export const DONE = 'issue.done';

/** The program, its help going to `write`. */
export function createProgram(context: Context, write: (text: string) => void): Command {
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
  for (const { title, registrars } of COMMAND_GROUPS) {
    program.commandsGroup(title);
    for (const register of registrars) register(program, context);
  }
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
