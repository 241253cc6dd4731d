import type { Command } from 'commander';
import { PHRASES } from '../argv.js';
import type { Context } from '../context.js';
import { describeCommand } from '../describe-command.js';
import { usage } from '../failure.js';
import { COMMON_EXITS, describe } from '../flags/describe.js';
import { VERSION } from '../version.js';

/** `issue help`: the help of a command; with `--json` all of them, for machines. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('help')
    .description('show help; with --json every command, flag and exit code')
    .argument('[command...]', 'command');
  describe(command, { examples: ['issue help claim run', 'issue help --json'] });
  command.action(async (words: string[]) => {
    const found = find(program, words);
    if (context.settings.json === null) return found.outputHelp();
    const data =
      found === program
        ? {
            program: program.name(),
            version: VERSION,
            exit_codes: COMMON_EXITS,
            synonyms: PHRASES,
            flags: describeCommand(program, 'brief').flags,
            commands: program.commands
              .filter((child) => child.name() !== '__complete')
              .map((child) => describeCommand(child, 'brief')),
          }
        : describeCommand(found, 'full');
    await context.reply({ data, text: () => '' });
  });
}

function find(program: Command, words: readonly string[]): Command {
  let at = program;
  for (const word of words) {
    const next = at.commands.find(
      (child) => child.name() === word || child.aliases().includes(word),
    );
    if (next === undefined) throw usage(`there is no command "${words.join(' ')}"`, 'issue help');
    at = next;
  }
  return at;
}
