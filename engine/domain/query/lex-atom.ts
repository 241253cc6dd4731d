/** Quoted atoms and the comma list of a pair's values. */
import { fault } from './fault.js';
import { isOrdered, type Field } from './fields.js';
import { BLANKS, endOf, quote, RUN, type PairToken, type RawValue } from './token.js';

/** Reads a quoted atom that begins at `start`; only `\"` and `\\` are escapes. [QRY2] */
export function lexQuoted(
  source: string,
  start: number,
): { readonly text: string; readonly end: number } {
  const pieces: string[] = [];
  let from = start + 1;
  for (let at = from; at < source.length; at += 1) {
    const char = source[at];
    if (char === '"') {
      pieces.push(source.slice(from, at));
      return { text: pieces.join(''), end: at + 1 };
    }
    const next = source[at + 1];
    if (char === '\\' && (next === '"' || next === '\\')) {
      pieces.push(source.slice(from, at));
      from = at + 1;
      at += 1;
    }
  }
  throw fault({
    message: 'this quote is never closed',
    start,
    end: start + 1,
    hint: 'add the closing "',
    expected: ['"'],
    fix: { start: source.length, end: source.length, text: '"' },
  });
}

/** Reads `value {"," value}` after the colon of a pair that begins at `start`. */
export function lexPair(
  source: string,
  place: { readonly field: Field; readonly start: number; readonly valueStart: number },
): PairToken {
  const values: RawValue[] = [];
  let at = place.valueStart;
  for (;;) {
    const value = lexValue(source, at);
    if (value.start === value.end) throw emptyValue(source, place, at, values.length > 0);
    if (value.isQuoted && value.text.trim() === '') {
      throw fault({
        message: `nothing between the quotes after "${nameOf(source, place)}"`,
        start: value.start,
        end: value.end,
        hint: 'write a value, or leave the condition out',
      });
    }
    values.push(value);
    at = value.end;
    if (source[at] !== ',') break;
    at += 1;
  }
  return { kind: 'pair', ...place, values, end: at };
}

function lexValue(source: string, start: number): RawValue {
  const texts: string[] = [];
  let quotedPieces = 0;
  let at = start;
  for (;;) {
    if (source[at] === '"') {
      const { text, end } = lexQuoted(source, at);
      texts.push(text);
      quotedPieces += 1;
      at = end;
      continue;
    }
    const end = endOf(RUN, source, at);
    if (end === at) break;
    texts.push(source.slice(at, end));
    at = end;
  }
  return {
    text: texts.join(''),
    isQuoted: texts.length === 1 && quotedPieces === 1,
    isMixed: texts.length > 1,
    start,
    end: at,
  };
}

function nameOf(
  source: string,
  place: { readonly start: number; readonly valueStart: number },
): string {
  return source.slice(place.start, place.valueStart);
}

/** An empty value is most often the work of the shell, which took `>7d` for a redirection. [QRY18] */
function emptyValue(
  source: string,
  place: { readonly field: Field; readonly start: number; readonly valueStart: number },
  at: number,
  isAfterComma: boolean,
): Error {
  const name = nameOf(source, place);
  const afterBlanks = endOf(BLANKS, source, at);
  const hasValueLater =
    afterBlanks > at && /^[^\s,()]/.test(source.slice(afterBlanks, afterBlanks + 1));
  const isJoinable = hasValueLater && !/^\S*:/.test(source.slice(afterBlanks, afterBlanks + 40));
  const joined = isJoinable ? { start: at, end: afterBlanks, text: '' } : null;
  if (isAfterComma) {
    return fault({
      message: `nothing after the comma in "${source.slice(place.start, at)}"`,
      start: at - 1,
      end: at,
      hint: 'values stand together: label:a,b',
      fix: joined ?? { start: at - 1, end: at, text: '' },
    });
  }
  const next = source[at];
  if (next === '(' || next === ',') {
    return fault({
      message: `a value cannot begin with "${next}"`,
      start: at,
      end: at + 1,
      hint: `several values are written ${name}a,b`,
      fix: next === ',' ? { start: at, end: at + 1, text: '' } : null,
    });
  }
  if (isOrdered(place.field) && joined === null) {
    const example = `${name}${place.field.kind === 'time' ? '>7d' : place.field.kind === 'number' ? '>5' : '>=high'}`;
    return fault({
      message: `nothing after "${name}" — did the shell take ">"? quote it: '${example}'`,
      start: place.start,
      end: place.valueStart,
      hint: `quote it: '${example}'`,
      expected: [example],
    });
  }
  return fault({
    message: `nothing after "${name}"`,
    start: place.start,
    end: place.valueStart,
    hint:
      joined === null
        ? `write ${name}VALUE, or ${quote(name)} for the text`
        : 'no blank after the colon',
    fix:
      joined ??
      (isOrdered(place.field)
        ? null
        : { start: place.start, end: place.valueStart, text: quote(name) }),
  });
}
