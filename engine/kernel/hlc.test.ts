import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  HLC_AHEAD_MAX_MS,
  HLC_ZERO,
  hlcCounter,
  hlcMs,
  makeHlc,
  observeHlc,
  parseHlc,
  tickHlc,
  type Hlc,
} from './hlc.js';

const NOW_MS = Date.UTC(2026, 0, 1);
const MS_MAX = 36 ** 9 - 1;
const COUNTER_MAX = 36 ** 3 - 1;

const wall = fc.integer({ min: NOW_MS - 1_000_000, max: NOW_MS + 1_000_000 });
const reading = fc
  .tuple(wall, fc.integer({ min: 0, max: COUNTER_MAX }))
  .map(([ms, counter]) => makeHlc(ms, counter));

describe('text form', () => {
  test('[HLC1] text order is clock order, and both parts read back', () => {
    const part = fc.tuple(
      fc.integer({ min: 0, max: MS_MAX }),
      fc.integer({ min: 0, max: COUNTER_MAX }),
    );
    fc.assert(
      fc.property(part, part, ([ms, counter], [otherMs, otherCounter]) => {
        const [a, b] = [makeHlc(ms, counter), makeHlc(otherMs, otherCounter)];
        expect([hlcMs(a), hlcCounter(a), a.length]).toEqual([ms, counter, 12]);
        const byParts = Math.sign(ms - otherMs || counter - otherCounter);
        expect(a < b ? -1 : a > b ? 1 : 0).toBe(byParts);
      }),
    );
  });

  test('[HLC1] only twelve digits of base 36 are a reading', () => {
    expect(parseHlc(HLC_ZERO)).toBe(HLC_ZERO);
    for (const other of [
      '',
      '00000000000',
      '0000000000000',
      '00000000000A',
      '0000 0000000',
      null,
      12,
      ['000000000000'],
    ])
      expect(parseHlc(other)).toBe(null);
  });

  test('[HLC1] wall times outside what the text can hold become the nearest inside', () => {
    expect(makeHlc(-5, 0)).toBe(HLC_ZERO);
    expect(hlcMs(makeHlc(Number.MAX_SAFE_INTEGER, 0))).toBe(MS_MAX);
    expect(hlcMs(makeHlc(NOW_MS + 0.9, 0))).toBe(NOW_MS);
  });
});

describe('ticking', () => {
  test('[HLC1] each reading is greater than the last, however the wall jumps', () => {
    fc.assert(
      fc.property(fc.array(wall, { minLength: 1, maxLength: 50 }), (walls) => {
        let last: Hlc = HLC_ZERO;
        for (const nowMs of walls) {
          const next = tickHlc(last, nowMs);
          expect(next > last).toBe(true);
          expect(hlcMs(next)).toBeGreaterThanOrEqual(nowMs);
          last = next;
        }
      }),
    );
  });

  test('[HLC1] a wall that stands still or goes back moves the counter, not the time', () => {
    const last = makeHlc(NOW_MS, 7);
    expect(tickHlc(last, NOW_MS)).toBe(makeHlc(NOW_MS, 8));
    expect(tickHlc(last, NOW_MS - 3_600_000)).toBe(makeHlc(NOW_MS, 8));
    expect(tickHlc(last, NOW_MS + 1)).toBe(makeHlc(NOW_MS + 1, 0));
  });

  test('[HLC1] a counter that is full carries into the time', () => {
    const full = makeHlc(NOW_MS, COUNTER_MAX);
    expect(tickHlc(full, NOW_MS)).toBe(makeHlc(NOW_MS + 1, 0));
  });

  test('[HLC1] ten thousand operations within one millisecond stay in order and run ahead by none', () => {
    let last: Hlc = HLC_ZERO;
    for (let n = 0; n < 10_000; n += 1) last = tickHlc(last, NOW_MS);
    expect(hlcMs(last)).toBe(NOW_MS);
    expect(hlcCounter(last)).toBe(9_999);
  });
});

describe('observing', () => {
  test('[HLC2] the mark never falls, and what is written next is greater than what was seen', () => {
    fc.assert(
      fc.property(reading, reading, wall, (last, seen, nowMs) => {
        const mark = observeHlc(last, seen, nowMs);
        expect(mark >= last).toBe(true);
        expect([last, seen]).toContain(mark);
        if (hlcMs(seen) - nowMs <= HLC_AHEAD_MAX_MS) expect(tickHlc(mark, nowMs) > seen).toBe(true);
      }),
    );
  });

  test('[HLC3] a reading more than ten minutes ahead of the wall does not move the clock', () => {
    const last = makeHlc(NOW_MS, 0);
    const near = makeHlc(NOW_MS + HLC_AHEAD_MAX_MS, 0);
    const far = makeHlc(NOW_MS + HLC_AHEAD_MAX_MS + 1, 0);
    expect(observeHlc(last, near, NOW_MS)).toBe(near);
    expect(observeHlc(last, far, NOW_MS)).toBe(last);
    expect(observeHlc(last, far, NOW_MS + 1)).toBe(far);
  });

  test('[HLC3] no chain of observations drags a clock further ahead than the bound', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: NOW_MS, max: NOW_MS + 10 * HLC_AHEAD_MAX_MS })),
        (seen) => {
          let mark = makeHlc(NOW_MS, 0);
          for (const ms of seen) mark = tickHlc(observeHlc(mark, makeHlc(ms, 0), NOW_MS), NOW_MS);
          expect(hlcMs(mark)).toBeLessThanOrEqual(NOW_MS + HLC_AHEAD_MAX_MS + 1);
        },
      ),
    );
  });
});
