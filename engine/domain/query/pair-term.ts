/** Pair token → condition: each kind of field reads its values. */
import type { NameValue, PersonValue, QueryTerm, TextValue } from './ast.js';
import { readPresence, readState } from './closed-values.js';
import { fault, type QueryFault } from './fault.js';
import { readNumberTest, readPriorityTest, readTimeTest } from './ordered-values.js';
import { hasToken } from './search-tokens.js';
import { quote, type PairToken, type RawValue } from './token.js';

/** The condition of a pair that is one (`in:`, `sort:` and `limit:` are not). Throws a fault. */
export function pairTerm(pair: PairToken): QueryTerm {
  const { field } = pair;
  switch (field.kind) {
    case 'state':
      return { kind: 'state', values: pair.values.map((value) => readState(value, pair)) };
    case 'presence':
      return { kind: 'presence', field: field.name, values: pair.values.map(readPresence) };
    case 'person':
      return { kind: 'person', field: field.name, values: pair.values.map(readPerson) };
    case 'name':
      return { kind: 'name', field: field.name, values: pair.values.map(readName) };
    case 'priority':
      return { kind: 'priority', values: pair.values.map(readPriorityTest) };
    case 'number': {
      const values = pair.values.map((value) => readNumberTest(value, pair));
      return { kind: 'number', field: field.name, values };
    }
    case 'time': {
      const values = pair.values.map((value) => readTimeTest(value, pair));
      return { kind: 'time', field: field.name, values };
    }
    case 'issue': {
      const values = pair.values.map((value) => readIssue(value, pair));
      return { kind: 'issue', field: field.name, values };
    }
    case 'text': {
      const values = pair.values.map((value) => readText(value, pair));
      return { kind: 'text', field: field.name, values };
    }
    case 'in':
    case 'directive':
      throw misplaced(pair);
  }
}

/** A pair that only stands at the top of a query, met elsewhere. */
export function misplaced(pair: PairToken): QueryFault {
  return fault({
    message: `"${pair.field.name}:" is not a condition: it stands outside of parentheses, OR and NOT`,
    start: pair.start,
    end: pair.end,
    hint: 'move it to the end of the query',
    expected: ['condition'],
  });
}

/** The text of a value without order: one atom, bare or quoted, with no comparison in front. */
function plainText(value: RawValue): string {
  const place = { start: value.start, end: value.end };
  if (value.isMixed) {
    const whole = quote(value.text);
    throw fault({
      message: 'a value is either quoted or not',
      ...place,
      hint: `quote all of it: ${whole}`,
      fix: { ...place, text: whole },
    });
  }
  if (!value.isQuoted && /^[<>]/.test(value.text)) {
    const bare = value.text.replace(/^[<>]=?/, '');
    throw fault({
      message: 'these values have no order',
      ...place,
      hint: `leave the sign out, or quote it: ${quote(value.text)}`,
      fix: bare === '' ? null : { ...place, text: bare },
    });
  }
  return value.text;
}

function readName(value: RawValue): NameValue {
  const name = plainText(value);
  return name === '*' && !value.isQuoted ? { kind: 'any' } : { kind: 'name', name };
}

function readPerson(value: RawValue): PersonValue {
  const text = plainText(value);
  if (value.isQuoted) return { kind: 'name', name: text };
  if (text === '*') return { kind: 'any' };
  const name = text.replace(/^@/, '');
  const folded = name.toLowerCase();
  if (folded === 'me') return { kind: 'me' };
  if (folded === 'none' && text !== `@${name}`) return { kind: 'none' };
  if (name !== '') return { kind: 'name', name };
  throw fault({
    message: 'a name is missing after "@"',
    start: value.start,
    end: value.end,
    hint: 'write @me or a name',
    expected: ['me', 'none', 'NAME'],
  });
}

/** `parent:*` and the like have names of their own. */
const ISSUE_INSTEAD: Readonly<Record<string, string>> = {
  'parent *': 'has:parent',
  'parent none': 'no:parent',
  'blocked-by *': 'has:blocker',
  'blocked-by none': 'no:blocker',
  'blocks *': 'is:blocking',
  'blocks none': '-is:blocking',
};

function readIssue(value: RawValue, pair: PairToken): string {
  const text = plainText(value);
  const isWord = !value.isQuoted && (text === '*' || text.toLowerCase() === 'none');
  if (!isWord) return text;
  const instead = ISSUE_INSTEAD[`${pair.field.name} ${text.toLowerCase()}`] ?? null;
  const isAlone = pair.values.length === 1;
  throw fault({
    code: 'unknown_value',
    message: `"${pair.field.name}:" takes the id of an issue`,
    start: value.start,
    end: value.end,
    hint: instead === null ? 'write an id or the beginning of one' : `write ${instead}`,
    expected: ['ID'],
    fix: instead === null || !isAlone ? null : { start: pair.start, end: pair.end, text: instead },
  });
}

function readText(value: RawValue, pair: PairToken): TextValue {
  const text = plainText(value);
  if (hasToken(text)) return { text, isPhrase: value.isQuoted };
  const instead = pair.field.name === 'title' ? null : `has:${pair.field.name}`;
  const isAnything = text === '*' && instead !== null && pair.values.length === 1;
  throw fault({
    message: `nothing to search for in "${text}"`,
    start: value.start,
    end: value.end,
    hint: isAnything ? `write ${instead}` : 'words have letters or digits',
    expected: ['WORD', '"PHRASE"'],
    fix: isAnything ? { start: pair.start, end: pair.end, text: instead } : null,
  });
}
