import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endingNeedle, holdsNeedle } from './find-text.js';

const encoder = new TextEncoder();

test('[STO4] no row that holds a name is passed over, whatever the case', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'B', '7', '#', '/', '-', '"', '\\', 'é', '\n'),
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.array(name), name, fc.boolean(), (names, wanted, isThere) => {
      const all = isThere ? [...names, `x${wanted.toUpperCase()}`, 'y'] : names;
      const needle = endingNeedle(wanted);
      const bytes = encoder.encode(JSON.stringify([1, all, null]));
      const isHeld = all.some((one) => one.toLowerCase().endsWith(wanted.toLowerCase()));
      if (needle !== null && isHeld) expect(holdsNeedle(bytes, needle)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('[STO4] what cannot be looked for in bytes is left to decoding, and most rows without it are passed over', () => {
  for (const text of ['a"b', 'a\\b', 'é', 'a\tb', '😀']) expect(endingNeedle(text)).toBe(null);
  const bytes = encoder.encode(JSON.stringify(['beads#bd-17', 'github#octo/repo#7']));
  const holds = (text: string): boolean => holdsNeedle(bytes, endingNeedle(text)!);
  expect(['#bd-17', '#BD-17', '#7', 'github#octo/repo#7', ''].map(holds)).toEqual([
    true,
    true,
    true,
    true,
    true,
  ]);
  expect(['#bd-1', '#17', '#repo', 'x#bd-17'].map(holds)).toEqual([false, false, false, false]);
});
