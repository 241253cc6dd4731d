import { LIMITS } from '../../kernel/limits.js';
import { depthOf } from '../fields.js';
import { wellFormed } from '../text.js';
import { parseInstant } from './instant.js';
import { shown } from './object-reader.js';
import { isJsonObject, type JsonObject } from './parsed.js';

/**
 * Reads an object of our own making strictly: a missing field has its default where there is one, everything else
 * that is not as we write it is a problem with its path, since guessing would lose something unseen. [IMP3, IMP12]
 */
export class StrictReader {
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #path: string;
  readonly #problems: string[];

  constructor(object: JsonObject, path: string, problems: string[]) {
    this.#fields = new Map(Object.entries(object));
    this.#path = path;
    this.#problems = problems;
  }

  text(key: string, fallback?: string): string {
    const value = this.#fields.get(key) ?? fallback;
    return typeof value === 'string' ? wellFormed(value) : this.#wrong(key, 'a text', '');
  }

  textOrNull(key: string): string | null {
    return this.#fields.get(key) == null ? null : this.text(key);
  }

  /** The text as `parse` understands it; what it cannot is a problem. */
  parsed<Value>(key: string, what: string, parse: (text: string) => Value | null): Value {
    const value = this.#fields.get(key);
    const parsed = typeof value === 'string' ? parse(value) : null;
    // The empty answer is never used: a problem rejects the whole.
    return parsed ?? this.#wrong(key, what, null as Value);
  }

  number(key: string, range: NumberRange, fallback?: number): number {
    const value = this.#fields.get(key) ?? fallback;
    const isFit =
      typeof value === 'number' &&
      value >= range.min &&
      value <= range.max &&
      (range.isFraction === true || Number.isInteger(value));
    return isFit
      ? value
      : this.#wrong(key, `a number from ${range.min} to ${range.max}`, range.min);
  }

  numberOrNull(key: string, range: NumberRange): number | null {
    return this.#fields.get(key) == null ? null : this.number(key, range);
  }

  flag(key: string): boolean {
    const value = this.#fields.get(key) ?? false;
    return typeof value === 'boolean' ? value : this.#wrong(key, 'true or false', false);
  }

  timeMs(key: string): number {
    return this.parsed(key, 'an RFC 3339 time from 1970 on', parseInstant);
  }

  timeMsOrNull(key: string): number | null {
    return this.#fields.get(key) == null ? null : this.timeMs(key);
  }

  oneOf<Word extends string>(key: string, words: readonly Word[]): Word {
    return this.parsed(
      key,
      `one of ${words.join(', ')}`,
      (text) => words.find((word) => word === text) ?? null,
    );
  }

  /** Any JSON value of bounded depth; absent is null. */
  value(key: string): unknown {
    const value = this.#fields.get(key) ?? null;
    if (depthOf(value) <= LIMITS.jsonDepthMax) return value;
    return this.#wrong(key, `nested at most ${LIMITS.jsonDepthMax} deep`, null);
  }

  has(key: string): boolean {
    return this.#fields.has(key);
  }

  object(key: string): StrictReader {
    const value = this.#fields.get(key) ?? {};
    return this.#reader(value, key);
  }

  objectOrNull(key: string): StrictReader | null {
    return this.#fields.get(key) == null ? null : this.object(key);
  }

  entries(): readonly (readonly [string, unknown])[] {
    return [...this.#fields.keys()].map((key) => [key, this.value(key)] as const);
  }

  texts(key: string): readonly string[] {
    return this.#elements(key).map((element, index) =>
      typeof element === 'string'
        ? wellFormed(element)
        : this.#wrong(`${key}[${index}]`, 'a text', '', element),
    );
  }

  list<Item>(key: string, read: (reader: StrictReader) => Item): readonly Item[] {
    return this.#elements(key).map((element, index) =>
      read(this.#reader(element, `${key}[${index}]`)),
    );
  }

  #elements(key: string): readonly unknown[] {
    const value = this.#fields.get(key) ?? [];
    return Array.isArray(value) ? (value as readonly unknown[]) : this.#wrong(key, 'a list', []);
  }

  #reader(value: unknown, key: string): StrictReader {
    const object = isJsonObject(value) ? value : this.#wrong(key, 'an object', {}, value);
    return new StrictReader(object, `${this.#path}${key}.`, this.#problems);
  }

  #wrong<Value>(
    key: string,
    wanted: string,
    instead: Value,
    found: unknown = this.#fields.get(key),
  ): Value {
    this.#problems.push(`${this.#path}${key} is not ${wanted}: ${shown(found)}`);
    return instead;
  }
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Whole numbers only, unless true. */
  readonly isFraction?: boolean;
}
