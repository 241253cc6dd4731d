/** Cleaning of text at the wall: what is stored is well-formed, and single lines are single lines. */

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
// oxlint-disable-next-line no-control-regex -- control characters are exactly what this looks for
const CONTROL_RUN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Valid UTF-16: lone surrogates become U+FFFD, NUL is removed (UTF-8 and C readers cut there). */
export function wellFormed(text: string): string {
  return text.replaceAll('\u0000', '').replace(LONE_SURROGATE, '\ufffd');
}

/** One line: runs of control characters and line ends become one space; trimmed. */
export function singleLine(text: string): string {
  return wellFormed(text).replace(CONTROL_RUN, ' ').trim();
}

/** Upper bound of the UTF-8 size without encoding. */
export function utf8BytesMax(text: string): number {
  return text.length * 3;
}
