/**
 * Words that do not belong in this house, each with what to do instead. Patterns are spelled so that they do not
 * match this file; `example` proves that each still catches what it is meant to.
 */
export interface BannedWord {
  readonly pattern: RegExp;
  readonly example: string;
  readonly instead: string;
  /** Where it applies; everywhere when absent. */
  readonly where?: RegExp;
  readonly except?: RegExp;
}

export const BANNED_WORDS: readonly BannedWord[] = [
  {
    pattern: /\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b/,
    example: `// ${'TO'}${'DO'}: later`,
    instead: 'do it now, or open an issue and cite it in a sentence that says why',
  },
  {
    pattern: /\b(test|it|describe)\.onl[y]\b/,
    example: `test.${'only'}('x')`,
    instead: 'run one test with `npx vitest -t "its title"`',
    where: /\.ts$/,
  },
  {
    pattern: /\b(test|it|describe)\.ski[p]\((?!.*\/\/ skipped: \S)/,
    example: `test.${'skip'}('x', () => {})`,
    instead: 'delete it, use skipIf(condition), or end the line with `// skipped: the reason`',
    where: /\.ts$/,
  },
  {
    pattern:
      /(?<![\w.@~-])\/(wor[k]|roo[t]|User[s])\/|(?<![\w.@~-])\/hom[e]\/(?!user\/|me\/|alice\/)\w/,
    example: `see ${'/wo'}${'rk'}/notes.md`,
    instead: 'name no machine: use a path relative to the repository or os.tmpdir()',
  },
  {
    pattern:
      /\bglobalThi[s]\.(Date|performance|crypto|setTimeout|setInterval|fetch|process|console)\b/,
    example: `${'global'}${'This'}.Date.now()`,
    instead: 'take a port (Clock, Random …) as an argument',
    where: /^engine\//,
    except: /^engine\/(platform|testing)\/|\.test\.ts$/,
  },
  {
    pattern: /@ts-(ignor[e]|nochec[k])/,
    example: `// @ts-${'ignore'}`,
    instead: 'mend the type, or use @ts-expect-error with a reason',
    where: /\.(ts|mjs)$/,
  },
  {
    pattern: /(eslint|oxlint)-disabl[e](?!.* -- \S)/,
    example: `// ${'oxlint'}-disable-next-line no-console`,
    instead: 'say why at the end of the comment: `-- the reason`',
    where: /\.(ts|mjs)$/,
  },
  {
    pattern: /\bdebugge[r];/,
    example: `${'debug'}ger;`,
    instead: 'remove it',
    where: /\.(ts|mjs)$/,
  },
];

/** File names (without the ending) that say nothing about what is inside. */
export const BANNED_FILE_NAME =
  /(^|-)(util|utils|helper|helpers|common|manager|misc|stuff|data|info)$/;

export const FILE_NAME_INSTEAD = 'name the one thing inside, e.g. shortest-prefix.ts';
