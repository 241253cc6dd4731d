/** Text → folded tokens: the one definition of what a word is, for the stored text and for queries alike. [QRY15] */

/** Letters of scripts written without blanks, and pictographs: found anywhere, not only at a word's start. [QRY16] */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}' +
  '\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\u30fc\\p{Extended_Pictographic}';
const UNSPACED_RUN = new RegExp(`[${UNSPACED}]+`, 'gu');
const UNSPACED_CHAR = new RegExp(`[${UNSPACED}]`, 'u');
const TOKEN_CHAR = /[\p{L}\p{N}\p{M}\p{Extended_Pictographic}]/u;
const BETWEEN_TOKENS = /[^\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+/gu;
/** Marks that make accents, and the selector that only chooses a picture's style. */
const ACCENTS =
  /[\u0300-\u036f]|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|\ufe0f|[\ufe20-\ufe2f]/g;
const NOT_ASCII = /[^\u0000-\u007f]/;
/** Letters that Unicode does not take apart but that hands type as plain ones. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  ð: 'd',
  ς: 'σ',
};
const SPECIAL = /[ßæœøđłıðς]/g;

/** Camel case: a capital after a small letter, or the last capital of a run before small ones. */
const CAMEL = /[\p{Ll}]\p{Lu}|\p{N}\p{Lu}\p{Ll}|\p{Lu}\p{Lu}\p{Ll}{2}/u;
/** The same on ASCII, where it is five times as fast and almost all text is. */
const ASCII_CAMEL = /[a-z][A-Z]|[0-9][A-Z][a-z]|[A-Z][A-Z][a-z]{2}/;
const BETWEEN_ASCII_TOKENS = /[^A-Za-z0-9]+/;
const CAMEL_JOINTS =
  /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{N})(?=\p{Lu}\p{Ll})|(?<=\p{Lu})(?=\p{Lu}\p{Ll}{2})/gu;
/** A longer token is data (base 64, a hash), and its joints mean nothing. */
const CAMEL_CHARS_MAX = 64;

/** True when the text has anything to search for. */
export function hasToken(text: string): boolean {
  return TOKEN_CHAR.test(text);
}

/** The text without the signs in front of its first token, which searching ignores anyway. */
export function fromFirstToken(text: string): string {
  return text.slice(Math.max(0, text.search(TOKEN_CHAR)));
}

/** Accents taken off, compatibility forms unified; case stays. */
function plain(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  return text.normalize('NFKD').replace(ACCENTS, '').normalize('NFC');
}

function lower(text: string): string {
  const folded = text.toLowerCase();
  if (!NOT_ASCII.test(folded)) return folded;
  return folded.replace(SPECIAL, (char) => PLAIN[char] ?? char);
}

/** The tokens of the text in order, folded, one space between them; unspaced scripts stand apart from others. */
export function foldTokens(text: string): string {
  const folded = lower(plain(text));
  if (!NOT_ASCII.test(folded)) return folded.replace(/[^a-z0-9]+/g, ' ').trim();
  return folded.replace(UNSPACED_RUN, ' $& ').replace(BETWEEN_TOKENS, ' ').trim();
}

/** `parseUrl` → `parse url`, for each distinct camel-case identifier of the text. Linear in its length. */
export function camelParts(text: string): readonly string[] {
  const source = plain(text);
  const isAscii = !NOT_ASCII.test(source);
  const camel = isAscii ? ASCII_CAMEL : CAMEL;
  if (!camel.test(source)) return [];
  const found = new Set<string>();
  for (const token of source.split(isAscii ? BETWEEN_ASCII_TOKENS : BETWEEN_TOKENS)) {
    if (token.length <= CAMEL_CHARS_MAX && camel.test(token)) found.add(splitCamel(token));
  }
  return [...found];
}

/** The text with each camel-case identifier in parts, folded. */
export function splitCamel(text: string): string {
  return foldTokens(plain(text).replace(CAMEL_JOINTS, ' '));
}

/** True when a token that starts (or ends) with this character may do so inside a run of text. */
export function isUnspaced(char: string): boolean {
  return UNSPACED_CHAR.test(char);
}
