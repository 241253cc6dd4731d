import { describe, expect, test } from 'vitest';
import { cleanBlock, cleanJson, cleanLine, cleanOutput } from './sanitise.js';

const ESC = '\x1b';
const BEL = '\x07';

/** One of each kind that a terminal, an eye or an agent can be deceived with. */
const PROBES: readonly (readonly [kind: string, text: string, shown: string])[] = [
  ['CSI colour', `${ESC}[31mred`, '^[[31mred'],
  ['CSI cursor', `${ESC}[2J${ESC}[H`, '^[[2J^[[H'],
  ['OSC title', `${ESC}]0;owned${BEL}`, '^[]0;owned^G'],
  ['OSC hyperlink', `${ESC}]8;;http://x${ESC}\\a`, '^[]8;;http://x^[\\a'],
  ['DCS', `${ESC}P1$r0m${ESC}\\`, '^[P1$r0m^[\\'],
  ['APC', `${ESC}_Gf=100${ESC}\\`, '^[_Gf=100^[\\'],
  ['C1 CSI', '\u009b31m', '<U+009B>31m'],
  ['C1 OSC', '\u009d0;x\u009c', '<U+009D>0;x<U+009C>'],
  ['reset', `${ESC}c`, '^[c'],
  ['CR', 'safe\rfake', 'safe^Mfake'],
  ['BS', 'no\b\byes', 'no^H^Hyes'],
  ['BEL', BEL, '^G'],
  ['NUL', 'a\0b', 'a^@b'],
  ['DEL', 'a\x7fb', 'a^?b'],
  ['bidi override', 'a\u202egpj.exe', 'a<U+202E>gpj.exe'],
  ['bidi isolate', '\u2066x\u2069', '<U+2066>x<U+2069>'],
  ['zero width', 'a\u200bb\ufeff', 'a<U+200B>b<U+FEFF>'],
  ['tag characters', 'x\u{e0041}\u{e007f}', 'x<U+E0041><U+E007F>'],
  ['line separator', 'a\u2028b\u2029c', 'a<U+2028>b<U+2029>c'],
];

/** What hides although it is no control character. */
const HIDDEN: readonly (readonly [kind: string, text: string, shown: string])[] = [
  ['lone surrogate', 'a\ud800b', 'a<U+D800>b'],
  ['private use', '\ue000', '<U+E000>'],
  ['Hangul filler', 'a\u3164b', 'a<U+3164>b'],
  ['braille blank', '\u2800', '<U+2800>'],
  ['variation selectors as data', 'a\ufe01\u{e0101}', 'a<U+FE01><U+E0101>'],
  ['repeated emoji selector', '\u26a0\ufe0f\ufe0f', '\u26a0\ufe0f<U+FE0F>'],
  ['joiner between letters', 'ad\u200dmin', 'ad<U+200D>min'],
  ['soft hyphen', 'a\u00adb', 'a<U+00AD>b'],
];

describe('cleanLine', () => {
  test.each([...PROBES, ...HIDDEN])('[CLI20] shows %s', (_kind, text, shown) => {
    expect(cleanLine(text)).toBe(shown);
    expect(cleanLine(cleanLine(text))).toBe(shown);
  });

  test('[CLI20] a line has no line break and no tab', () => {
    expect(cleanLine('one\ntwo\tthree')).toBe('one^Jtwo^Ithree');
  });

  test.each([
    'plain',
    'Grüße',
    '日本語',
    'שלום',
    'e\u0301',
    '⚠\ufe0f',
    '👩\u200d💻',
    '👍🏽',
    '1\ufe0f\u20e3',
  ])('[CLI20] leaves %s as it is', (text) => expect(cleanLine(text)).toBe(text));
});

describe('cleanBlock', () => {
  test.each([...PROBES, ...HIDDEN])('[CLI20] shows %s', (_kind, text, shown) => {
    expect(cleanBlock(text)).toBe(shown);
  });

  test('[CLI20] keeps line breaks and tabs; CRLF is a line break, a lone CR is not', () => {
    expect(cleanBlock('a\tb\nc')).toBe('a\tb\nc');
    expect(cleanBlock('a\r\nb\rc')).toBe('a\nb^Mc');
  });
});

describe('cleanOutput', () => {
  test.each(PROBES.filter(([kind]) => kind !== 'CSI colour'))(
    '[CLI20] stops %s, with colours on too',
    (_kind, text, shown) => {
      expect(cleanOutput(text, true)).toBe(shown);
      expect(cleanOutput(text, false)).toBe(shown);
    },
  );

  test('[CLI20] our colours pass only when colours are on', () => {
    expect(cleanOutput('\x1b[31mred\x1b[0m', true)).toBe('\x1b[31mred\x1b[0m');
    expect(cleanOutput('\x1b[31mred\x1b[0m', false)).toBe('^[[31mred^[[0m');
  });
});

describe('cleanJson', () => {
  test.each([...PROBES, ...HIDDEN])(
    '[CLI20] escapes %s without changing the value',
    (_kind, text) => {
      const json = cleanJson(JSON.stringify({ title: text }));
      expect(JSON.parse(json)).toEqual({ title: text });
      expect(cleanLine(json)).toBe(json);
    },
  );
});
