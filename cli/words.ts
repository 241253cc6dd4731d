/** Splits text into words as a shell does: blanks separate, single and double quotes and backslashes protect. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  const piece = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(['"\\])/gsu;
  let word: string | null = null;
  for (const match of text.matchAll(piece)) {
    const [whole, single, double, escaped, bare, stray] = match;
    if (/^\s/.test(whole)) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    const part = single ?? double?.replace(/\\(.)/gsu, '$1') ?? escaped ?? bare ?? stray ?? '';
    word = (word ?? '') + part;
  }
  if (word !== null) words.push(word);
  return words;
}
