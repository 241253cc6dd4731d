/** Aliases of the configuration: `alias.triage = list no:label` makes `issue triage` work. */
import { resolve } from 'node:path';
import type { Context } from './context.js';
import { usage } from './failure.js';
import { splitWords } from './words.js';

/** `argv` with the alias at `at` replaced, or as it is when there is none. */
export async function expandAlias(
  argv: readonly string[],
  at: number,
  context: Context,
): Promise<string[]> {
  const word = argv[at] ?? '';
  const flag = argv.indexOf('-C');
  const directory = resolve(context.io.cwd, flag >= 0 && flag < at ? (argv[flag + 1] ?? '.') : '.');
  const { readConfig } = await context.door();
  const text = readConfig({ directory, env: context.io.env }).get(`alias.${word}`);
  if (typeof text !== 'string' || text.trim() === '') return [...argv];
  const words = splitWords(text);
  // The file may come with a cloned repository: it must not start programs.
  if (words.includes('run') || words.includes('-e') || words.includes('--editor')) {
    throw usage(
      `alias "${word}" would run a program, which an alias may not: ${text}`,
      'issue config list alias',
    );
  }
  return argv.toSpliced(at, 1, ...words);
}
