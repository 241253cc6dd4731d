import { expect, test } from 'vitest';
import { splitWords } from './words.js';

test.each([
  ['', []],
  ['list no:label', ['list', 'no:label']],
  [`list 'label:"Q1 Release" x' y`, ['list', 'label:"Q1 Release" x', 'y']],
  [`a"b c"d`, ['ab cd']],
  [`"say \\"hi\\""`, ['say "hi"']],
  [`one\\ word`, ['one word']],
  [`''`, ['']],
  [`unclosed 'quote here`, ['unclosed', "'quote", 'here']],
])('splits %s as a shell would', (text, words) => {
  expect(splitWords(text)).toEqual(words);
});
