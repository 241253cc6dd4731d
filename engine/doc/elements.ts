/**
 * Sets where an add wins: a key for each element and writer, `<element>/<incarnation>` → true. Removing takes every add
 * seen here; one made elsewhere meanwhile has a key of its own and stays. One key an element would not do: of two adds
 * at once Yjs keeps one, and whoever removes that one removes both. [DOC9]
 */
import type * as Y from 'yjs';
import { parseIncarnation } from '../domain/ids.js';
import { plainEntries } from './layout.js';

/** Each element once, in the order of its text. */
export function readElements(map: Y.Map<unknown>): string[] {
  const found = new Set<string>();
  for (const [key] of plainEntries(map)) {
    const element = elementOf(key);
    if (element !== null) found.add(element);
  }
  return [...found].sort();
}

export function addElement(map: Y.Map<unknown>, element: string, incarnation: string): void {
  map.set(`${element}/${incarnation}`, true);
}

export function removeElement(map: Y.Map<unknown>, element: string): void {
  for (const key of map.keys()) if (elementOf(key) === element) map.delete(key);
}

/** The element that a key stands for, or null for a key of another form. */
export function elementOf(key: string): string | null {
  const slash = key.lastIndexOf('/');
  return slash < 1 || parseIncarnation(key.slice(slash + 1)) === null ? null : key.slice(0, slash);
}
