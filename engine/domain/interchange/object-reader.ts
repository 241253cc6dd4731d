import { singleLine } from '../text.js';
import { parseInstant } from './instant.js';
import { isJsonObject, type JsonObject } from './parsed.js';

/** What Go programs write for "no time". */
const GO_ZERO_TIME = '0001-01-01T00:00:00Z';
const WEB_ADDRESS = /^https?:\/\/[^\s\p{Cc}]+$/iu;

/**
 * Reads a foreign object leniently: a field of the wrong type is as good as absent and stays in `rest()`, where
 * it can be kept as it is. Only dates are strict, since a wrong one would silently reorder history. [IMP3, IMP5]
 */
export class ObjectReader {
  /** What makes the object unreadable; empty when nothing does. */
  readonly problems: string[] = [];
  /** A Map, so that no key can reach a prototype. [IMP4] */
  readonly #fields: ReadonlyMap<string, unknown>;
  readonly #taken = new Set<string>();

  constructor(object: JsonObject) {
    this.#fields = new Map(Object.entries(object));
  }

  /** What `read` makes of the field; undefined when it is absent, null, or `read` cannot use it. */
  take<Value>(key: string, read: (value: unknown) => Value | undefined): Value | undefined {
    const value = this.#fields.get(key);
    if (value === undefined) return undefined;
    const result = value === null ? undefined : read(value);
    if (value === null || result !== undefined) this.#taken.add(key);
    return result;
  }

  /** True when there is a value, of whatever type. */
  has(key: string): boolean {
    return (this.#fields.get(key) ?? null) !== null;
  }

  /** True when the field is there to say that it has no value. */
  isNull(key: string): boolean {
    return this.#fields.get(key) === null;
  }

  text(key: string): string | undefined {
    return this.take(key, asText);
  }

  /** A text that is more than blanks. */
  name(key: string): string | undefined {
    return this.take(key, asName);
  }

  number(key: string): number | undefined {
    return this.take(key, (value) => (typeof value === 'number' ? value : undefined));
  }

  /** Epoch ms; anything that is neither absent, empty nor an instant is a problem. */
  timeMs(key: string): number | undefined {
    return this.take(key, (value) => {
      if (value === '' || value === GO_ZERO_TIME) return undefined;
      const ms = typeof value === 'string' ? parseInstant(value) : null;
      if (ms !== null) return ms;
      this.problems.push(`${key} is not an RFC 3339 time from 1970 on: ${shown(value)}`);
      return undefined;
    });
  }

  /** The elements, or none. */
  list(key: string): readonly unknown[] {
    return (
      this.take(key, (value): readonly unknown[] | undefined =>
        Array.isArray(value) ? value : undefined,
      ) ?? []
    );
  }

  object(key: string): ObjectReader | undefined {
    return this.take(key, (value) => (isJsonObject(value) ? new ObjectReader(value) : undefined));
  }

  /** Gives a field back to `rest()`: it was read, but not everything it says could be used. */
  keep(key: string): void {
    this.#taken.delete(key);
  }

  /** The fields nobody took, in the order of the object. */
  rest(): readonly (readonly [string, unknown])[] {
    return [...this.#fields].filter(([key, value]) => value !== null && !this.#taken.has(key));
  }
}

/** The value when it is a text. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The trimmed value when it is a text with more than blanks. */
export function asName(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The value as one clean line when it is a text with more than blanks. */
export function asLine(value: unknown): string | undefined {
  return typeof value === 'string' ? asName(singleLine(value)) : undefined;
}

/** The value when it is a web address; others (`javascript:` …) are no links. */
export function asUrl(value: unknown): string | undefined {
  const text = asName(value);
  return text !== undefined && WEB_ADDRESS.test(text) ? text : undefined;
}

/** An identity, which some systems write as a number. */
export function asId(value: unknown): string | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : asName(value);
}

/** A value as a reason shows it: short, on one line, and never walked into. */
export function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
