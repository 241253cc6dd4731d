/** Looking for a text in stored bytes without decoding them: a quick "no" for most rows of a scan. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * What to look for to find JSON strings that end with `text`, whatever the case of their letters; null when `text`
 * may be stored in another form (escaped, or with letters beyond ASCII), so that only decoding tells.
 */
export function endingNeedle(text: string): Uint8Array | null {
  const bytes = new TextEncoder().encode(`${text}"`);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) return null;
    bytes[at] = folded(code);
  }
  return bytes;
}

/** Whether `needle` stands somewhere in `bytes`. */
export function holdsNeedle(bytes: Uint8Array, needle: Uint8Array): boolean {
  const last = needle.length - 1;
  // The closing quote is rarer than letters, and the engine of JavaScript looks for one byte by itself.
  for (let end = bytes.indexOf(QUOTE, last); end !== -1; end = bytes.indexOf(QUOTE, end + 1)) {
    let at = last - 1;
    while (at >= 0 && folded(bytes[end - last + at] ?? 0) === needle[at]) at -= 1;
    if (at < 0) return true;
  }
  return false;
}

/** Lower case of an ASCII capital; any other byte as it is. */
function folded(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}
