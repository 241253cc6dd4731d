import type { Command } from 'commander';
import { completeWords } from '../complete-words.js';
import type { Context } from '../context.js';
import { cleanLine } from '../render/sanitise.js';

/** `issue __complete -- WORDS…`: candidates for the last word, `value<TAB>about` a line. For completion scripts. */
export function register(program: Command, context: Context): void {
  program
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: string[]) => {
      const candidates = await completeWords(program, context, words);
      const lines = candidates.map(
        ({ value, about }) => `${cleanLine(value)}\t${cleanLine(about)}\n`,
      );
      await context.io.stdout.write(lines.join(''));
    });
}
