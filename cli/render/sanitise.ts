/**
 * The one way foreign text reaches a screen. Titles, labels, logins, bodies and error texts come from anyone on the
 * internet; a control sequence in them could move the cursor, rename the window, answer for the user, hide text or
 * reorder it. What is not plainly printable is shown as itself: `^[` for ESC, `<U+202E>` for an override. [CLI20]
 */

/** Controls, format and tag characters, surrogates, private use, line separators, everything drawn as nothing. */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu;
const PLAIN_LINE = /^[\x20-\x7e]*$/;
const PLAIN_BLOCK = /^[\x20-\x7e\n\t]*$/;
const PICTURE_BEFORE = /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\ufe0f)?$/u;
const PICTURE_AFTER = /^\p{Extended_Pictographic}/u;
const KEYCAP_BEFORE = /[#*0-9]$/;
const COLOUR = /\x1b\[[0-9;]*m/g;

/** One line: no line break, no tab. For titles, names, labels, ids. */
export function cleanLine(text: string): string {
  return PLAIN_LINE.test(text) ? text : text.replace(UNSAFE, showUnlessEmoji);
}

/** Several lines: keeps line breaks (CRLF becomes one) and tabs. For bodies, comments and messages. */
export function cleanBlock(text: string): string {
  if (PLAIN_BLOCK.test(text)) return text;
  return text
    .replaceAll('\r\n', '\n')
    .replace(UNSAFE, (char, offset: number, whole: string) =>
      char === '\n' || char === '\t' ? char : showUnlessEmoji(char, offset, whole),
    );
}

/** The last gate before a stream: like `cleanBlock`, but our own colours pass when `colour` is on. */
export function cleanOutput(text: string, colour: boolean): string {
  if (PLAIN_BLOCK.test(text)) return text;
  if (!colour) return cleanBlock(text);
  let clean = '';
  let end = 0;
  for (const match of text.matchAll(COLOUR)) {
    clean += cleanBlock(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return clean + cleanBlock(text.slice(end));
}

/** JSON text with every such character as a `\u` escape: the same value, harmless to look at. */
export function cleanJson(json: string): string {
  if (PLAIN_LINE.test(json)) return json;
  return json.replace(UNSAFE, (char) => (char === '\n' ? char : escapeUnits(char)));
}

function escapeUnits(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

function showUnlessEmoji(char: string, offset: number, whole: string): string {
  return isPartOfEmoji(char, offset, whole) ? char : show(char);
}

/** A joiner between two pictures and a variation selector after one draw something; elsewhere they hide. */
function isPartOfEmoji(char: string, offset: number, whole: string): boolean {
  if (char !== '\u200d' && char !== '\ufe0f') return false;
  const before = whole.slice(Math.max(0, offset - 5), offset);
  const after = whole.slice(offset + 1, offset + 3);
  if (char === '\u200d') return PICTURE_BEFORE.test(before) && PICTURE_AFTER.test(after);
  const isDoubled = before.endsWith('\ufe0f');
  const isKeycap = KEYCAP_BEFORE.test(before) && after.startsWith('\u20e3');
  return !isDoubled && (PICTURE_BEFORE.test(before) || isKeycap);
}

function show(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  if (code === 0x7f) return '^?';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
