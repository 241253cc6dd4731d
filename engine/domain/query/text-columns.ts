/** How wide text stands on a terminal, and text made safe to send there. */

/** Controls, line ends, invisible and direction-changing characters, and halves of surrogate pairs. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const COMBINING = /^\p{M}$/u;
/** East Asian wide and fullwidth, and pictographs, as terminals draw them. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

/** The text with every unsafe character replaced by one visible character. */
export function quoteVisible(text: string): string {
  return text.replace(UNSAFE, (char) => (/^[\t\n\r]$/.test(char) ? ' ' : '·'));
}

/** Columns that the text takes on a terminal. */
export function textColumns(text: string): number {
  let columns = 0;
  for (const char of text) columns += COMBINING.test(char) ? 0 : WIDE.test(char) ? 2 : 1;
  return columns;
}
