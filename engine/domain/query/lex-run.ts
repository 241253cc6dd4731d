/** What a bare run of characters is: an operator, a pair, a saved query, or a word. [QRY3, QRY4] */
import { closest, editDistance } from '../../kernel/suggest.js';
import { fault, type QueryFault } from './fault.js';
import { FIELD_NAMES, FIELDS, findField, type Field } from './fields.js';
import { FOREIGN_FIELDS } from './foreign.js';
import { quote } from './token.js';

const OPERATORS: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not'],
]);
/** Operators of other languages, and what stands for them here. */
const FOREIGN_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['||', 'OR'],
  ['|', 'OR'],
  ['&&', 'AND'],
  ['!', 'NOT'],
]);
const COMPARISON = /^(?:!=|!~|=~|==?|[<>]=?|~)$/;
const GLUED = /^([A-Za-z-]+)(!=|>=|<=|==?|>|<)(.*)$/s;
const SAVED = /^@[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;
const REGEX = /^\/.*(?:\.[*+?]|[\\[\]|^$]).*\/[a-z]*$/;

export type RunMeaning =
  | { readonly kind: 'and' | 'or' | 'not' | 'word' | 'saved' }
  | { readonly kind: 'pair'; readonly field: Field; readonly colon: number };

/** True for a name that `@name` can call. */
export function isSavedQueryName(name: string): boolean {
  return SAVED.test(`@${name}`) && name.length <= 100;
}

/** The meaning of the run at `start`; throws a fault for what would only look like a word. */
export function meaningOf(run: string, start: number): RunMeaning {
  const operator = OPERATORS.get(run);
  if (operator !== undefined) return { kind: operator };
  const foreign = FOREIGN_OPERATORS.get(run);
  if (foreign !== undefined) throw foreignOperator(run, start, foreign);
  if (SAVED.test(run)) return { kind: 'saved' };
  const colon = run.indexOf(':');
  if (colon > 0) return meaningOfColon(run, start, colon);
  const glued = GLUED.exec(run);
  if (glued !== null) {
    const [, name = '', sign = '', value = ''] = glued;
    const field = findField(name);
    if (field !== null && value !== '') {
      throw comparisonFault(name, sign, value, { start, end: start + run.length });
    }
  }
  if (REGEX.test(run)) {
    throw fault({
      message: 'regular expressions are not supported',
      start,
      end: start + run.length,
      hint: `words match the beginnings of words; for the text itself quote it: ${quote(run)}`,
      fix: { start, end: start + run.length, text: quote(run) },
    });
  }
  return { kind: 'word' };
}

/** True for a bare `=`, `>`, `~` …: no operator here, and never meant as a word. */
export function isComparison(run: string): boolean {
  return COMPARISON.test(run);
}

/** `assignee = me` and its kin: says how it is written here. */
export function comparisonFault(
  name: string,
  sign: string,
  value: string,
  place: { readonly start: number; readonly end: number },
): QueryFault {
  const isNegated = sign.startsWith('!');
  const kept = sign.startsWith('>') || sign.startsWith('<') ? sign : '';
  const text = `${isNegated ? '-' : ''}${name}:${kept}${value}`;
  return fault({
    message: `"${sign}" is not an operator here`,
    ...place,
    hint: `use ${text}`,
    expected: [`${name}:VALUE`],
    fix: { ...place, text },
  });
}

function foreignOperator(run: string, start: number, instead: string): QueryFault {
  const place = { start, end: start + run.length };
  return fault({
    message: `"${run}" is not an operator here`,
    ...place,
    hint: `use ${instead}, or ${quote(run)} for the text`,
    expected: ['AND', 'OR', 'NOT'],
    fix: { ...place, text: instead },
  });
}

function meaningOfColon(run: string, start: number, colon: number): RunMeaning {
  const name = run.slice(0, colon);
  const rest = run.slice(colon + 1);
  // `std::map` is a word, also where the first part happens to be a field.
  if (rest.startsWith(':')) return { kind: 'word' };
  const field = findField(name);
  if (field !== null) return { kind: 'pair', field, colon };
  // `http://x`, `c:\x`: what follows the colon tells that no field was meant.
  if (/^[/\\]/.test(rest)) return { kind: 'word' };
  if (name.startsWith('!') && findField(name.slice(1)) !== null) {
    throw foreignOperator('!', start, '-');
  }
  const isNearField = FIELD_NAMES.some((known) => editDistance(name.toLowerCase(), known, 1) <= 1);
  if (!isNearField && !/^[a-z]+$/.test(name)) return { kind: 'word' };
  const instead = FOREIGN_FIELDS.get(name) ?? closest(name, FIELD_NAMES);
  const place = { start, end: start + colon };
  throw fault({
    code: 'unknown_field',
    message: `no field "${name}"`,
    ...place,
    hint:
      instead === null
        ? `for the text itself, quote it: ${quote(run)}`
        : `did you mean "${instead}"?`,
    expected: FIELDS.map((known) => known.name),
    fix:
      instead === null
        ? { start, end: start + run.length, text: quote(run) }
        : { ...place, text: instead },
  });
}
