import { isJsonObject, plainObject } from './parsed.js';

/**
 * The same JSON value with the keys of every object in one order, so that equal values give equal texts. What
 * JSON cannot hold becomes null. Values come from documents, whose depth is bounded.
 */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (isJsonObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return plainObject(
      entries.toSorted(byKey).map(([key, item]) => [key, canonical(item)] as const),
    );
  }
  return value ?? null;
}

/** Order of entries by key, in code units: the same in every locale. */
export function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] === b[0] ? 0 : a[0] < b[0] ? -1 : 1;
}
