/** Pairs without a value, and what probably happened to it. */
import { fault } from './fault.js';
import { isOrdered, type Field } from './fields.js';
import { BLANKS, endOf, quote } from './token.js';

export interface PairPlace {
  readonly field: Field;
  readonly start: number;
  /** Just after the colon. */
  readonly valueStart: number;
}

/** The field as typed, with its colon. */
export function nameOf(source: string, place: PairPlace): string {
  return source.slice(place.start, place.valueStart);
}

/** An empty value is most often the work of the shell, which took `>7d` for a redirection. [QRY18] */
export function emptyValue(
  source: string,
  place: PairPlace,
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
