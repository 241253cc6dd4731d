/**
 * What must happen to the arguments before flags are parsed: `--json` takes fields only if the next word is fields;
 * `-label:bug` is a query term and no bundle of flags; words that agents guess become the ones we have. [CLI6] [CLI7]
 */
import type { FieldSet } from './render/fields.js';

/** Marks an argument that begins with `-` and yet is no flag. It cannot occur in a real argument. */
const TERM = '\0';
const NEGATED_TERM = /^-(?:[a-z]{2,}[a-z-]*:|\()/i;
const TAKES_VALUE = new Set(['-C', '--color']);
const QUERY_COMMANDS = new Set(
  'list ls search find ready blocked claim start take export query queries depends dep deps dependencies dump'.split(
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
  const flags = argv.slice(0, endOfFlags(argv));
  return flags.some((arg) => arg === '--json' || arg.startsWith('--json='));
}

/** The arguments with phrases spelled out, lists after `--json` attached to it, and query terms protected. */
export function prepareArgv(argv: readonly string[]): string[] {
  const attached = attachFields(argv, isFieldList);
  const at = commandIndex(attached);
  const word = attached[at];
  if (word === undefined) return attached;
  const phrase = Object.hasOwn(PHRASES, word) ? PHRASES[word] : undefined;
  const named = phrase === undefined ? attached : attached.toSpliced(at, 1, ...phrase);
  return QUERY_COMMANDS.has(named[at] ?? '') ? protectTerms(named) : named;
}

/** What is left to decide once the command is known: `--json` takes the next word if that is a field of it. */
export function settleFields(argv: readonly string[], fields: FieldSet | undefined): string[] {
  const attached = attachFields(argv, (word) => fields?.all.includes(word) === true);
  return mapFlags(attached, (arg) => (arg === '--json' ? '--json=' : arg));
}

function isFieldList(word: string): boolean {
  return word === 'help' || /^[a-z_]+(,[a-z_]+)+$/.test(word);
}

function attachFields(argv: readonly string[], takes: (word: string) => boolean): string[] {
  const end = endOfFlags(argv);
  const attached: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? '';
    const next = argv[i + 1];
    if (i < end && arg === '--json' && next !== undefined && takes(next)) {
      attached.push(`--json=${next}`);
      i++;
    } else attached.push(arg);
  }
  return attached;
}

function mapFlags(argv: readonly string[], change: (arg: string) => string): string[] {
  const end = endOfFlags(argv);
  return argv.map((arg, i) => (i < end ? change(arg) : arg));
}

function endOfFlags(argv: readonly string[]): number {
  const end = argv.indexOf('--');
  return end < 0 ? argv.length : end;
}

function protectTerms(argv: readonly string[]): string[] {
  return mapFlags(argv, (arg) => (NEGATED_TERM.test(arg) ? `${TERM}${arg}` : arg));
}

/** Undoes the protection of a query term. */
export function unprotect(arg: string): string {
  return arg.startsWith(TERM) ? arg.slice(TERM.length) : arg;
}
