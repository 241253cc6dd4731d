/** Tokens of the query language, with their place in the text (UTF-16 offsets). */
import type { Field } from './fields.js';

/** One value of a pair as written. */
export interface RawValue {
  /** With quotes and escapes taken away. */
  readonly text: string;
  /** The whole value is one quoted atom: it is taken literally. */
  readonly isQuoted: boolean;
  /** Quoted and bare pieces side by side, as in `"2025-01-01".."2025-02-01"`. */
  readonly isMixed: boolean;
  readonly start: number;
  readonly end: number;
}

export interface PairToken {
  readonly kind: 'pair';
  readonly field: Field;
  readonly values: readonly RawValue[];
  readonly start: number;
  /** Just after the colon. */
  readonly valueStart: number;
  readonly end: number;
}

export interface FreeTextToken {
  readonly kind: 'word' | 'phrase';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type Token =
  | PairToken
  | FreeTextToken
  | {
      readonly kind: 'saved';
      readonly text: string;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'minus' | 'end';
      readonly start: number;
      readonly end: number;
    };

/** A run: characters other than blanks, comma, parentheses and quotes. [QRY2] */
export const RUN = /[^\s,()"]+/y;
export const BLANKS = /\s+/y;

/** End of the sticky match at `at`, or `at` itself when there is none. */
export function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** `text` as a quoted atom. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
