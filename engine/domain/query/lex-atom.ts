import { emptyValue, nameOf, type PairPlace } from './empty-value.js';
/** Quoted atoms and the comma list of a pair's values. */
import { fault } from './fault.js';
import { endOf, RUN, type PairToken, type RawValue } from './token.js';

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
export function lexPair(source: string, place: PairPlace): PairToken {
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
