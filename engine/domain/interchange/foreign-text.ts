/** Texts of other systems made fit for ours without losing a word. [IMP6] */
import { LIMITS } from '../../kernel/limits.js';
import { singleLine, wellFormed } from '../text.js';

const NO_TITLE = '(no title)';
const ELLIPSIS = '…';

/** A text that had to be cut to one bounded line, and what was cut off ('' when nothing). */
export interface CutLine {
  readonly line: string;
  readonly rest: string;
}

/** One line of at most `charsMax` characters; `line` without its ellipsis followed by `rest` is the whole. */
export function cutLine(text: string, charsMax: number): CutLine {
  const whole = singleLine(text);
  if (whole.length <= charsMax) return { line: whole, rest: '' };
  let end = charsMax - ELLIPSIS.length;
  // Half a surrogate pair is no character.
  if (/[\ud800-\udbff]/.test(whole.charAt(end - 1))) end -= 1;
  return { line: whole.slice(0, end) + ELLIPSIS, rest: whole.slice(end) };
}

/** Title and body as we hold them: the part of an over-long title that does not fit opens the body. */
export function titleAndBody(
  title: string,
  paragraphs: readonly string[],
): { readonly title: string; readonly body: string } {
  const { line, rest } = cutLine(title, LIMITS.titleCharsMax);
  const moved = rest === '' ? '' : ELLIPSIS + rest;
  const body = [moved, ...paragraphs].filter((text) => text.trim() !== '').join('\n\n');
  return { title: line === '' ? NO_TITLE : line, body };
}

/** A body or comment: valid Unicode without NUL, with `\n` as the only line end. */
export function cleanBody(text: string): string {
  return wellFormed(text).replaceAll('\r\n', '\n');
}
