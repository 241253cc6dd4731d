/** Text → tokens. */
import { fault } from './fault.js';
import { findField } from './fields.js';
import { lexPair, lexQuoted } from './lex-atom.js';
import { comparisonFault, isComparison, meaningOf } from './lex-run.js';
import { hasToken } from './search-tokens.js';
import { BLANKS, endOf, quote, RUN, type Token } from './token.js';

/** The tokens of a query, an `end` last. Throws a fault; linear in the length of the text. */
export function lexQuery(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at = endOf(BLANKS, source, at);
    if (at >= source.length) break;
    at = lexToken(source, at, tokens);
  }
  tokens.push({ kind: 'end', start: source.length, end: source.length });
  return tokens;
}

function lexToken(source: string, start: number, tokens: Token[]): number {
  const char = source[start];
  const end = start + 1;
  if (char === '"') return lexPhrase(source, start, tokens);
  if (char === ',') {
    throw fault({
      message: 'a comma only separates values, as in label:a,b',
      start,
      end,
      hint: 'leave it out, or quote the text',
      fix: { start, end, text: ' ' },
    });
  }
  if (char !== '(' && char !== ')') return lexRun(source, start, tokens);
  tokens.push({ kind: char === '(' ? 'open' : 'close', start, end });
  return end;
}

function lexPhrase(source: string, start: number, tokens: Token[]): number {
  const { text, end } = lexQuoted(source, start);
  if (text.trim() === '') {
    throw fault({
      message: 'nothing between the quotes',
      start,
      end,
      hint: 'leave them out',
      fix: { start, end, text: '' },
    });
  }
  tokens.push({ kind: 'phrase', text, start, end });
  return end;
}

function lexRun(source: string, start: number, tokens: Token[]): number {
  const end = endOf(RUN, source, start);
  const run = source.slice(start, end);
  const dashes = countDashes(run, source[end]);
  if (dashes > 0) {
    for (let i = 0; i < dashes; i += 1) {
      tokens.push({ kind: 'minus', start: start + i, end: start + i + 1 });
    }
    return start + dashes;
  }
  if (isComparison(run)) throw bareComparison(source, { run, start, end }, tokens);
  const meaning = meaningOf(run, start);
  if (meaning.kind === 'pair') {
    const pair = lexPair(source, {
      field: meaning.field,
      start,
      valueStart: start + meaning.colon + 1,
    });
    tokens.push(pair);
    return pair.end;
  }
  if (meaning.kind === 'word' || meaning.kind === 'saved') {
    const text = meaning.kind === 'saved' ? run.slice(1) : run;
    tokens.push({ kind: meaning.kind, text, start, end });
  } else tokens.push({ kind: meaning.kind, start, end });
  return end;
}

/** Leading hyphens that negate: none in `->` or a lone `-`, which are words without a letter. [QRY4] */
function countDashes(run: string, after: string | undefined): number {
  const dashes = run.length - run.replace(/^-+/, '').length;
  if (dashes === 0) return 0;
  if (dashes === run.length) return after === '(' || after === '"' ? dashes : 0;
  return hasToken(run) ? dashes : 0;
}

function bareComparison(
  source: string,
  place: { readonly run: string; readonly start: number; readonly end: number },
  tokens: readonly Token[],
): Error {
  const last = tokens.at(-1);
  const valueStart = endOf(BLANKS, source, place.end);
  const valueEnd =
    source[valueStart] === '"' ? lexQuoted(source, valueStart).end : endOf(RUN, source, valueStart);
  if (last?.kind === 'word' && findField(last.text) !== null && valueEnd > valueStart) {
    const value = source.slice(valueStart, valueEnd);
    return comparisonFault(last.text, place.run, value, { start: last.start, end: valueEnd });
  }
  return fault({
    message: `"${place.run}" is not an operator here`,
    start: place.start,
    end: place.end,
    hint: 'conditions are written field:value, as in created:>7d; quote it for the text',
    expected: ['FIELD:VALUE'],
    fix: { start: place.start, end: place.end, text: quote(place.run) },
  });
}
