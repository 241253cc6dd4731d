/** Words and phrases against encoded search texts, as plain substring scans without allocation. [QRY15, QRY16] */
import type { TextValue } from './ast.js';
import type { TextField } from './fields.js';
import { SECTION_END } from './search-text.js';
import { foldTokens, isUnspaced, splitCamel } from './search-tokens.js';

export interface TextMatcher {
  /** True when there is nothing to look for: such a word holds for every issue. */
  readonly isEmpty: boolean;
  /** Whether the text has it, anywhere or in one section. */
  matches(text: string, field: TextField | null): boolean;
  /** Worth of the best place where the text has it, 0 for none: title > label > body > comment, whole > prefix. [QRY22] */
  rank(text: string, field: TextField | null): number;
}

/** A run of tokens to find. An end is anchored when it must coincide with the end of a token. */
interface Needle {
  readonly text: string;
  readonly isStartAnchored: boolean;
  readonly isEndAnchored: boolean;
}

/** Characters up to this one end a token: blank, segment end, section end. */
const BOUNDARY_CODE_MAX = 0x20;
const SECTION_INDEX: Readonly<Record<TextField, number>> = { title: 0, body: 2, comment: 3 };
const SECTION_WORTH: readonly number[] = [8, 6, 4, 2];

/** The matcher of a word (token prefix) or phrase (run of whole tokens). Cheap to build, made to be reused. */
export function compileText(value: TextValue): TextMatcher {
  const needles = needlesOf(value);
  return {
    isEmpty: needles.length === 0,
    matches: (text, field) => {
      if (needles.length === 0) return true;
      const from = field === null ? 0 : sectionStart(text, SECTION_INDEX[field]);
      const to = field === null ? text.length : sectionEnd(text, from);
      for (const needle of needles) {
        if (findNeedle(text, needle, from, to) !== -1) return true;
      }
      return false;
    },
    rank: (text, field) => {
      let best = 0;
      for (const needle of needles) best = Math.max(best, rankNeedle(text, needle, field));
      return best;
    },
  };
}

/** The token run itself, and for camel case also its parts; an identifier is thus found in each of its spellings. */
function needlesOf(value: TextValue): readonly Needle[] {
  const whole = foldTokens(value.text);
  if (whole === '') return [];
  const parts = value.isPhrase ? whole : splitCamel(value.text);
  const runs = parts === whole ? [whole] : [whole, parts];
  return runs.map((text) => {
    const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
    const last = Array.from(text).at(-1) ?? '';
    return {
      text,
      isStartAnchored: !isUnspaced(first),
      isEndAnchored: value.isPhrase && !isUnspaced(last),
    };
  });
}

/** Offset of the first occurrence that begins in `[from, to)`, or -1. */
function findNeedle(text: string, needle: Needle, from: number, to: number): number {
  const { text: run, isStartAnchored, isEndAnchored } = needle;
  for (let at = text.indexOf(run, from); at !== -1 && at < to; at = text.indexOf(run, at + 1)) {
    if (isStartAnchored && at > 0 && text.charCodeAt(at - 1) > BOUNDARY_CODE_MAX) continue;
    const end = at + run.length;
    if (isEndAnchored && end < text.length && text.charCodeAt(end) > BOUNDARY_CODE_MAX) continue;
    return at;
  }
  return -1;
}

function rankNeedle(text: string, needle: Needle, field: TextField | null): number {
  let from = 0;
  for (let section = 0; section < SECTION_WORTH.length; section += 1) {
    const to = sectionEnd(text, from);
    if (field === null || SECTION_INDEX[field] === section) {
      const worth = SECTION_WORTH[section] ?? 0;
      // Needles of phrases are whole already; for words the stricter needle tells whole tokens from prefixes.
      if (findNeedle(text, needle, from, to) !== -1) {
        const isWhole = findNeedle(text, { ...needle, isEndAnchored: true }, from, to) !== -1;
        return isWhole ? worth : worth - 1;
      }
    }
    from = to + 1;
  }
  return 0;
}

function sectionStart(text: string, index: number): number {
  let start = 0;
  for (let i = 0; i < index; i += 1) start = sectionEnd(text, start) + 1;
  return start;
}

function sectionEnd(text: string, start: number): number {
  const end = text.indexOf(SECTION_END, start);
  return end === -1 ? text.length : end;
}
