import { fraction, type Random } from './random.js';

/** Full-jitter exponential delay in ms for the 0-based `attempt`: uniform in [0, min(cap, base·2^attempt)). */
export function backoffMs(
  attempt: number,
  options: { readonly baseMs: number; readonly capMs: number; readonly random: Random },
): number {
  const ceiling = Math.min(options.capMs, options.baseMs * 2 ** Math.min(attempt, 30));
  return Math.floor(fraction(options.random) * ceiling);
}
