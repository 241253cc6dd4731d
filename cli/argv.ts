/**
 * What must happen to the arguments before flags are parsed: `--json` takes fields only if the next word is fields;
 * `-label:bug` is a query term and no bundle of flags; words that agents guess become the ones we have. [CLI6] [CLI7]
 */
import { looksLikeFields } from './render/fields.js';

/** Marks an argument that begins with `-` and yet is no flag. It cannot occur in a real argument. */
const TERM = '\0';
const NEGATED_TERM = /^-(?:[a-z]{2,}[a-z-]*:|\()/i;
const TAKES_VALUE = new Set(['-C', '--color']);
const QUERY_COMMANDS = new Set(
  'list ls search find ready blocked claim start take export query queries depends dep deps'.split(
    ' ',
  ),
);

/** First words that stand for several; those that stand for one are aliases of their command. */
export const PHRASES: Readonly<Record<string, readonly string[]>> = {
  release: ['claim', 'release'],
  unclaim: ['claim', 'release'],
  extend: ['claim', 'extend'],
  next: ['claim', '--next'],
  untag: ['label', 'remove'],
  unlabel: ['label', 'remove'],
  unassign: ['assign', 'remove'],
  labels: ['label', 'list'],
  milestones: ['milestone', 'list'],
  comments: ['comment', 'list'],
  claims: ['claim', 'list'],
  block: ['depends', 'add'],
  unblock: ['depends', 'remove'],
};

/** Position of the command's name, or -1. */
export function commandIndex(argv: readonly string[]): number {
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? '';
    if (arg === '--') return -1;
    if (!arg.startsWith('-')) return i;
    if (TAKES_VALUE.has(arg)) i++;
  }
  return -1;
}

/** True when errors must be JSON, known before and without parsing. */
export function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  return flags.some((arg) => arg === '--json' || arg.startsWith('--json='));
}

/** The arguments as the parser should see them. */
export function prepareArgv(argv: readonly string[]): string[] {
  const normal = settleJson(argv);
  const at = commandIndex(normal);
  const word = normal[at];
  if (word === undefined) return normal;
  const phrase = Object.hasOwn(PHRASES, word) ? PHRASES[word] : undefined;
  const named = phrase === undefined ? normal : normal.toSpliced(at, 1, ...phrase);
  return QUERY_COMMANDS.has(named[at] ?? '') ? protectTerms(named) : named;
}

function settleJson(argv: readonly string[]): string[] {
  const settled: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? '';
    if (arg === '--') return [...settled, ...argv.slice(i)];
    if (arg !== '--json') {
      settled.push(arg);
      continue;
    }
    const next = argv[i + 1];
    const takesNext = next !== undefined && looksLikeFields(next);
    settled.push(takesNext ? `--json=${next}` : '--json=');
    if (takesNext) i++;
  }
  return settled;
}

function protectTerms(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((arg, i) =>
    (end < 0 || i < end) && NEGATED_TERM.test(arg) ? `${TERM}${arg}` : arg,
  );
}

/** Undoes the protection of a query term. */
export function unprotect(arg: string): string {
  return arg.startsWith(TERM) ? arg.slice(TERM.length) : arg;
}
