/** The first `limit` of many by `compare`, without sorting all of them. */
export class Top<T> {
  /** How many were added. */
  total = 0;
  readonly #limit: number;
  readonly #compare: (a: T, b: T) => number;
  readonly #trimAt: number;
  readonly #kept: T[] = [];
  /** The worst that is sure to be among the best so far; what is not before it need not be kept. */
  #last: T | null = null;

  constructor(limit: number, compare: (a: T, b: T) => number) {
    this.#limit = limit;
    this.#compare = compare;
    this.#trimAt = Math.max(256, limit * 4);
  }

  add(value: T): void {
    this.total += 1;
    if (this.#last !== null && this.#compare(value, this.#last) >= 0) return;
    this.#kept.push(value);
    if (this.#kept.length < this.#trimAt) return;
    this.#kept.sort(this.#compare);
    this.#kept.length = this.#limit;
    this.#last = this.#kept[this.#limit - 1] ?? null;
  }

  /** Best first. */
  best(): T[] {
    return this.#kept.sort(this.#compare).slice(0, this.#limit);
  }
}
