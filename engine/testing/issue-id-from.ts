import { ID_ALPHABET, type IssueId } from '../domain/ids.js';

/** The issue id of ten numbers below 32; the first counts modulo 16, for a letter. */
export function issueIdFrom([first = 0, ...rest]: readonly number[]): IssueId {
  const letter = ID_ALPHABET.indexOf('a') + (first % 16);
  return [letter, ...rest].map((digit) => ID_ALPHABET[digit]).join('') as IssueId;
}
