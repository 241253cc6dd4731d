/** "Nothing found for `crahs`: did you mean `crash`?" Fuzziness is only ever a suggestion. */
import { editDistance } from '../../kernel/suggest.js';
import { foldTokens } from './search-tokens.js';

const WORDS_MAX = 3;
const TOKEN = /[^\s]+/g;

/**
 * Words of the encoded texts one edit away from `word` (or that begin with something one edit away), the most
 * frequent first, three at most. Empty for words of fewer than three characters, where anything is near.
 */
export function closestWords(word: string, texts: Iterable<string>): readonly string[] {
  const folded = foldTokens(word);
  if (folded.length < 3 || folded.includes(' ')) return [];
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const [token] of text.matchAll(TOKEN)) {
      if (token.length >= folded.length - 1) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  const near = [...counts].filter(([token]) => isNear(folded, token));
  near.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return near.slice(0, WORDS_MAX).map(([token]) => token);
}

function isNear(word: string, token: string): boolean {
  if (editDistance(word, token, 1) <= 1) return true;
  return token.length > word.length && editDistance(word, token.slice(0, word.length), 1) <= 1;
}
