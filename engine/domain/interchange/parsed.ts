/** What reading one foreign object can come to: expected answers, so data and never a thrown error. [IMP3] */

/** An object as JSON gives it; keys such as `__proto__` are keys like any other. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** One issue, read in full. */
export interface Accepted<Item> {
  readonly record: Item;
}

/** It claims to be an issue and cannot be read; the reason is for people and names the field. */
export interface Rejected {
  readonly rejected: string;
}

/** It is sound, but not an issue (a pull request, say); nothing is wrong with the file. */
export interface Skipped {
  readonly skipped: string;
}

/** Narrowing to objects with keys: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object without prototype: assigning `__proto__` to it makes a plain key. [IMP4] */
export function plainObject(
  entries: Iterable<readonly [string, unknown]>,
): Record<string, unknown> {
  const object = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of entries) object[key] = value;
  return object;
}

/** The fields that have a value: optional properties are left out instead of being set to undefined. */
export function present<Fields extends object>(
  fields: Fields,
): { readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };
}
