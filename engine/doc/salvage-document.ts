/** What can be kept of a document when some of its updates are lost. */
import * as Y from 'yjs';
import type { Incarnation, IssueId } from '../domain/ids.js';
import { META_FOUNDED, ROOT } from './layout.js';
import { openDocument } from './open-document.js';

export interface Salvaged {
  readonly doc: Y.Doc;
  /** Numbers of the updates that are in it. */
  readonly kept: readonly number[];
}

/**
 * Applies these updates in order and leaves out each that throws or builds on something lost. Null when the founding
 * of the issue is not among what applies: then there is no issue to keep.
 */
export function salvageDocument(
  id: IssueId,
  updates: ReadonlyMap<number, Uint8Array>,
  incarnation: Incarnation,
): Salvaged | null {
  const kept: number[] = [];
  let applied: Uint8Array[] = [];
  for (const [n, update] of [...updates].sort(([a], [b]) => a - b)) {
    if (!appliesCleanly(applied, update)) continue;
    kept.push(n);
    applied = [...applied, update];
  }
  const doc = openDocument(id, applied, incarnation);
  return doc.getMap(ROOT.meta).has(META_FOUNDED) ? { doc, kept } : null;
}

/** On a scratch document: a failing update may leave half of itself behind. [L6] */
function appliesCleanly(before: readonly Uint8Array[], update: Uint8Array): boolean {
  const scratch = new Y.Doc({ guid: 'scratch' });
  try {
    for (const one of before) Y.applyUpdate(scratch, one);
    Y.applyUpdate(scratch, update);
  } catch {
    return false; // these bytes are no update
  }
  return scratch.store.pendingStructs === null && scratch.store.pendingDs === null;
}
