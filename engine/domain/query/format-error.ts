/** A query error as a picture: message, the query, a caret under the mistake and what would be right. [QRY19] */
import type { EngineError } from '../../errors.js';
import { quoteVisible, textColumns } from './text-columns.js';

const INDENT = '  ';
/** Longer queries are shown as the part around the mistake. */
const WINDOW_CHARS = 72;
const CARETS_MAX = 60;

/**
 * The error as lines for a terminal:
 *
 *     error[unknown_value]: unknown state "opne"
 *       is:opne label:bug
 *          ^^^^ did you mean "open"?
 *
 * Errors that are not about a place in a query have no picture. Control characters are shown, never sent.
 */
export function formatQueryError(error: EngineError): string {
  const head = `error[${error.code}]: ${quoteVisible(error.message)}`;
  const { query, position, length } = error.details;
  if (typeof query !== 'string' || typeof position !== 'number' || typeof length !== 'number') {
    return error.hint === null ? head : `${head}\n${INDENT}${quoteVisible(error.hint)}`;
  }
  const { text, start, end } = windowOf(query, position, position + length);
  const before = quoteVisible(text.slice(0, start));
  const carets = Math.min(
    CARETS_MAX,
    Math.max(1, textColumns(quoteVisible(text.slice(start, end)))),
  );
  const pointer = ' '.repeat(textColumns(before)) + '^'.repeat(carets);
  const hint = error.hint === null ? '' : ` ${quoteVisible(error.hint)}`;
  return `${head}\n${INDENT}${quoteVisible(text)}\n${INDENT}${pointer}${hint}`;
}

/** The query, or for a long one the part that shows the mistake, with the place inside it. */
function windowOf(
  query: string,
  start: number,
  end: number,
): { readonly text: string; readonly start: number; readonly end: number } {
  if (query.length <= WINDOW_CHARS) return { text: query, start, end };
  const from = Math.max(0, Math.min(start - WINDOW_CHARS / 4, query.length - WINDOW_CHARS));
  const to = from + WINDOW_CHARS;
  const head = from > 0 ? '…' : '';
  const tail = to < query.length ? '…' : '';
  return {
    text: head + query.slice(from, to) + tail,
    start: start - from + head.length,
    end: Math.min(end, to) - from + head.length,
  };
}
