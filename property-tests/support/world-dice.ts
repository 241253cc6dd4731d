/** Choices of the simulated world: everything drawn from one seed. */
import { makeChance } from './histories.js';

/** Draws that repeat with the seed. */
export class Dice {
  readonly #chance: () => number;

  constructor(seed: number) {
    this.#chance = makeChance(seed);
  }

  /** True in `share` of the throws. */
  happens(share: number): boolean {
    return this.#chance() < share;
  }

  /** A whole number from 0 to `count` - 1. */
  below(count: number): number {
    return Math.floor(this.#chance() * count);
  }

  /** One of `values`, which is not empty. */
  pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to choose from');
    return value;
  }

  /** One of `values`, or null when there is none. */
  maybe<T>(values: readonly T[]): T | null {
    return values.length === 0 ? null : this.pick(values);
  }

  /** One of the keys, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries<number>(weights) as [K, number][];
    let left = this.#chance() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return this.pick(entries)[0];
  }
}
