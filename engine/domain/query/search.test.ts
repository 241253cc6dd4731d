import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IssueText } from '../row.js';
import { closestWords } from './closest-words.js';
import type { TextField } from './fields.js';
import { compileText } from './search-match.js';
import { encodeSearchText } from './search-text.js';
import { foldTokens } from './search-tokens.js';

function encoded(change: Partial<IssueText> | string): string {
  const text = typeof change === 'string' ? { body: change } : change;
  return encodeSearchText({ title: '', labels: [], body: '', comments: [], ...text });
}

function has(
  text: Partial<IssueText> | string,
  query: string,
  field: TextField | null = null,
): boolean {
  const isPhrase = query.startsWith('"');
  return compileText({ text: query.replaceAll('"', ''), isPhrase }).matches(encoded(text), field);
}

function rank(text: Partial<IssueText>, word: string): number {
  return compileText({ text: word, isPhrase: false }).rank(encoded(text), null);
}

test('[QRY15] a word matches the beginnings of words, without case and accents', () => {
  for (const text of ['It crashes', 'CRASHED', 'crash', 'the Crash!']) {
    expect([text, has(text, 'crash')]).toEqual([text, true]);
  }
  expect(has('backcrash', 'crash')).toBe(false);
  expect(has('crashes', 'ash')).toBe(false);
  expect(has('Café naïve Ærø straße İstanbul ΣΊΣΥΦΟΣ', 'cafe')).toBe(true);
  expect(has('cafe', 'CAFÉ')).toBe(true);
  expect(has('Ærø straße', 'strasse')).toBe(true);
  expect(has('İstanbul', 'istanbul')).toBe(true);
  expect(has('ΣΊΣΥΦΟΣ', 'σίσυφος')).toBe(true);
  expect(has('ＦＵＬＬ ﬁle', 'full')).toBe(true);
  expect(has('ＦＵＬＬ ﬁle', 'file')).toBe(true);
});

test.each([
  ['parseUrl', 'parseUrl'],
  ['parseUrl', 'parseurl'],
  ['parseUrl', 'parse'],
  ['parseUrl', 'url'],
  ['parse_url', 'parseUrl'],
  ['parseUrl', 'parse_url'],
  ['parse_url', 'url'],
  ['HTTPServer', 'server'],
  ['HTTPServer', 'httpserver'],
  ['src/a.ts', 'src/a.ts'],
  ['src/a.ts', 'a.ts'],
  ['at src/a.ts:12', 'src'],
  ['at src/a.ts:12', 'src/a.ts:12'],
  ['src/parseUrl.ts', 'src/parseUrl.ts'],
  ['src/parseUrl.ts', 'url'],
  ['E1234', 'E1234'],
  ['E1234', 'e12'],
  ['Error E1234: x', 'E1234:'],
  ['foo.barBaz', 'foo.barBaz'],
  ['v1.2.3', 'v1.2'],
  ['http://example.org/path', 'http://example.org'],
])('[QRY15] in %s the word %s is found', (text, word) => {
  expect(has(text, word)).toBe(true);
});

test.each([
  ['src/a.ts', 'a.src'],
  ['E1234', '1234'],
  ['reparse url', 'parseurl'],
])('[QRY15] in %s the word %s is not found', (text, word) => {
  expect(has(text, word)).toBe(false);
});

test('[QRY15] a phrase matches a run of whole tokens, and stays inside one label or comment', () => {
  expect(has('we are Out of Memory today', '"out of memory"')).toBe(true);
  expect(has('out of memories', '"out of memory"')).toBe(false);
  expect(has('shout of memory', '"out of memory"')).toBe(false);
  expect(has('calls parseUrl twice', '"calls parseUrl twice"')).toBe(true);
  expect(has('calls parseUrl twice', '"calls parseurl twice"')).toBe(true);
  expect(has('calls parseUrl twice', '"parse url"')).toBe(true);
  expect(has({ labels: ['a', 'b'] }, '"a b"')).toBe(false);
  expect(has({ comments: ['a', 'b'] }, '"a b"')).toBe(false);
  expect(has({ title: 'a', body: 'b' }, '"a b"')).toBe(false);
});

test('[QRY15] sections are searched apart', () => {
  const text = {
    title: 'alpha',
    labels: ['beta'],
    body: 'gamma',
    comments: ['delta', 'eps getUrl'],
  };
  const where = (word: string): string[] =>
    (['title', 'body', 'comment'] as const).filter((field) => has(text, word, field));
  expect([where('alpha'), where('gamma'), where('delta'), where('eps'), where('url')]).toEqual([
    ['title'],
    ['body'],
    ['comment'],
    ['comment'],
    ['comment'],
  ]);
  expect(where('beta')).toEqual([]);
  expect(has(text, 'beta')).toBe(true);
  expect(has({ title: 'alphabet soup', body: 'alphabet' }, 'soup', 'body')).toBe(false);
});

test('[QRY16] scripts without blanks match anywhere in the run', () => {
  expect(has('全文検索エンジン', '検索')).toBe(true);
  expect(has('全文検索エンジン', '"検索"')).toBe(true);
  expect(has('全文検索', '索検')).toBe(false);
  expect(has('バグfix修正', 'fix')).toBe(true);
  expect(has('バグfix修正', 'バグfix')).toBe(true);
  expect(has('한국어검색', '검색')).toBe(true);
  expect(has('ｶﾞｲﾄﾞ', 'ガイド')).toBe(true);
  expect(has('ภาษาไทย', 'ไทย')).toBe(true);
  expect(has('ship it 🚀', '🚀')).toBe(true);
});

test('[QRY22] the title counts more than labels, labels more than body, body more than comments', () => {
  const ranks = [
    rank({ title: 'crash' }, 'crash'),
    rank({ title: 'crashes' }, 'crash'),
    rank({ labels: ['crash'] }, 'crash'),
    rank({ body: 'crash' }, 'crash'),
    rank({ comments: ['crash'] }, 'crash'),
    rank({ body: 'other' }, 'crash'),
  ];
  expect(ranks).toEqual([...ranks].sort((a, b) => b - a));
  expect(new Set(ranks).size).toBe(ranks.length);
});

test('[QRY15] every word of a text finds it, in upper case too', () => {
  const piece = fc.string({
    unit: fc.constantFrom(...Array.from('aBcÉß_./-1 日本x語Ω\u0301')),
    maxLength: 30,
  });
  fc.assert(
    fc.property(piece, fc.nat(), (body, at) => {
      const words = body.split(/\s+/).filter((word) => foldTokens(word) !== '');
      const word = words[at % Math.max(1, words.length)];
      if (word === undefined) return;
      expect(has(body, word)).toBe(true);
      expect(has(body, word.toUpperCase())).toBe(true);
      expect(has(body, `"${word}"`)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('[QRY15] folding twice is folding once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(foldTokens(foldTokens(text))).toBe(foldTokens(text));
    }),
    { numRuns: 2_000 },
  );
});

test('[QRY15] the stored text is about as long as the text', () => {
  const sentence =
    'When parseUrl(src/net/url-parser.ts:42) gets an empty HTTPHeaders map, it throws E1234. ';
  const text = {
    title: 'Crash in parseUrl',
    labels: ['bug'],
    body: sentence.repeat(8),
    comments: [sentence],
  };
  const plainLength = text.title.length + 3 + text.body.length + sentence.length;
  expect(encodeSearchText(text).length).toBeLessThan(plainLength * 1.2);
});

test('[QRY15] ten thousand texts are scanned in milliseconds', () => {
  const words =
    'the parser fails when a header is empty and nobody reads src/net/url.ts or getToken again'.split(
      ' ',
    );
  const texts = Array.from({ length: 10_000 }, (_, i) => {
    const body = Array.from({ length: 110 }, (_, j) => words[(i * 7 + j * j) % words.length]).join(
      ' ',
    );
    return encoded({ title: `issue ${i}`, body: i % 1_000 === 0 ? `${body} needle` : body });
  });
  const matcher = compileText({ text: 'needle', isPhrase: false });
  let bestMs = Number.POSITIVE_INFINITY;
  let count = 0;
  for (let round = 0; round < 5; round += 1) {
    const startMs = performance.now();
    count = 0;
    for (const text of texts) if (matcher.matches(text, null)) count += 1;
    bestMs = Math.min(bestMs, performance.now() - startMs);
  }
  expect(count).toBe(10);
  expect(bestMs).toBeLessThan(15);
});

test('[QRY26] words one edit away are offered when nothing matches', () => {
  const texts = [encoded('the crash happens'), encoded('crash again'), encoded('trash')];
  expect(closestWords('crahs', texts)).toEqual(['crash']);
  expect(closestWords('hapens', texts)).toEqual(['happens']);
  expect(closestWords('zz', texts)).toEqual([]);
});
