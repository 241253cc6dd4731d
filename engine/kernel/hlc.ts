/**
 * Hybrid logical clock (Kulkarni et al. 2014): wall time where it moves, a counter where it does not,
 * so that a later command of one replica, or one that saw another's, always compares greater. [HLC1]
 *
 * Text form: 9 base-36 digits of epoch ms, 3 of the counter; text order = clock order. The third part
 * of the total order, the incarnation, is kept beside the text where it is not already the key.
 */
import type { Brand } from './brand.js';

/** Sortable clock reading, e.g. `0lq3v8k2a00b` (12 characters). */
export type Hlc = Brand<string, 'Hlc'>;

const MS_DIGITS = 9;
const COUNTER_DIGITS = 3;
const COUNTER_MAX = 36 ** COUNTER_DIGITS - 1;
const MS_MAX = 36 ** MS_DIGITS - 1;
const SHAPE = /^[0-9a-z]{12}$/;

/** A remote reading further ahead than this is stored but does not move our clock. [HLC3] */
export const HLC_AHEAD_MAX_MS = 10 * 60_000;
/** A remote reading further ahead than this is worth a warning. */
export const HLC_AHEAD_WARN_MS = 60_000;

export const HLC_ZERO = '000000000000' as Hlc;

export function makeHlc(ms: number, counter: number): Hlc {
  const wall = Math.min(Math.max(0, Math.floor(ms)), MS_MAX);
  const text =
    wall.toString(36).padStart(MS_DIGITS, '0') + counter.toString(36).padStart(COUNTER_DIGITS, '0');
  return text as Hlc;
}

/** The reading, or null for anything that is not one. */
export function parseHlc(text: unknown): Hlc | null {
  return typeof text === 'string' && SHAPE.test(text) ? (text as Hlc) : null;
}

/** Wall part, epoch ms. */
export function hlcMs(hlc: Hlc): number {
  return Number.parseInt(hlc.slice(0, MS_DIGITS), 36);
}

export function hlcCounter(hlc: Hlc): number {
  return Number.parseInt(hlc.slice(MS_DIGITS), 36);
}

/** The next local reading: greater than `last`, and at least the wall time `nowMs`. [HLC1] */
export function tickHlc(last: Hlc, nowMs: number): Hlc {
  const lastMs = hlcMs(last);
  if (nowMs > lastMs) return makeHlc(nowMs, 0);
  const counter = hlcCounter(last) + 1;
  return counter > COUNTER_MAX ? makeHlc(lastMs + 1, 0) : makeHlc(lastMs, counter);
}

/** The mark after seeing a remote reading: never lower, and never dragged far ahead of our wall. [HLC2, HLC3] */
export function observeHlc(last: Hlc, seen: Hlc, nowMs: number): Hlc {
  if (hlcMs(seen) - nowMs > HLC_AHEAD_MAX_MS) return last;
  return seen > last ? seen : last;
}
