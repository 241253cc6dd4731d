/** Arguments of a command line → query text. Shells eat quotes; this puts back what can be known. [QRY18] */
import { findField, FIELD_NAMES, type Field } from './fields.js';
import { FOREIGN_STATES, foreignKey } from './foreign.js';
import { quote } from './token.js';

const FIELD_PATTERN = FIELD_NAMES.map((name) => name.replace('-', '\\-')).join('|');
const NEGATED_FIELD = new RegExp(`^-(?:${FIELD_PATTERN}):`, 'i');
const FIELD_ARGUMENT = /^(-?)([a-z-]+):(.*)$/is;
/** Signs that an argument is a whole query: another pair, an operator, a group. */
const QUERY_INSIDE = new RegExp(`(?:^|\\s)(?:-?(?:${FIELD_PATTERN}):)`, 'i');
const OPERATOR_INSIDE = /\s(?:AND|OR|NOT)\s/;

/** True for arguments such as `-label:bug`: a query term, though it begins like a bundle of flags. */
export function isNegatedFieldArgument(argument: string): boolean {
  return NEGATED_FIELD.test(argument);
}

/**
 * The arguments joined by spaces. One that is a field and text with blanks but without quotes had its quotes eaten
 * (`milestone:Q1 Release`), so its value is quoted again; one that holds a whole query stays as it is.
 */
export function joinQueryArguments(args: readonly string[]): string {
  return args
    .map((argument) => requote(argument))
    .filter((argument) => argument !== '')
    .join(' ');
}

function requote(argument: string): string {
  const trimmed = argument.trim();
  const match = FIELD_ARGUMENT.exec(trimmed);
  if (match === null) return trimmed;
  const [, sign = '', name = '', value = ''] = match;
  const field = findField(name);
  const isBare = !/\s/.test(value) || value.includes('"') || /^\s/.test(value);
  if (field === null || isBare || isWholeQuery(value) || !takesBlanks(field, value)) return trimmed;
  const values = value
    .split(',')
    .map((part) => (/[\s()]/.test(part.trim()) ? quote(part.trim()) : part.trim()));
  return `${sign}${name}:${values.join(',')}`;
}

function isWholeQuery(value: string): boolean {
  return OPERATOR_INSIDE.test(value) || QUERY_INSIDE.test(value.replace(/^\S+/, ''));
}

/** Only free names and text hold blanks; `is:open crash` is a state and a word, but `status:In Progress` a state. */
function takesBlanks(field: Field, value: string): boolean {
  if (field.kind === 'state') return FOREIGN_STATES.has(foreignKey(value));
  return field.kind === 'name' || field.kind === 'person' || field.kind === 'text';
}
