import * as Y from 'yjs';
import type { Incarnation, IssueId } from '../domain/ids.js';
import { EngineError } from '../errors.js';

/**
 * The document of one issue with all its updates applied, writing under `incarnation`. The id is set after loading:
 * Yjs draws a random one when it meets its own id in foreign updates. The guid spares a UUID a document. [DOC6]
 * @throws store_damaged when the bytes are no updates or leave gaps
 */
export function openDocument(
  id: IssueId,
  updates: readonly Uint8Array[],
  incarnation: Incarnation,
): Y.Doc {
  const doc = new Y.Doc({ guid: id });
  try {
    doc.transact(() => {
      for (const update of updates) Y.applyUpdate(doc, update);
    });
  } catch (cause) {
    throw new EngineError('store_damaged', `the document of issue ${id} cannot be read`, {
      hint: 'issue doctor',
      cause,
    });
  }
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
    throw new EngineError('store_damaged', `the document of issue ${id} has gaps`, {
      hint: 'issue doctor',
    });
  doc.clientID = incarnation;
  return doc;
}

/** The whole document as one update (v1 encoding). */
export function encodeDocument(doc: Y.Doc): Uint8Array {
  return Y.encodeStateAsUpdate(doc);
}

export function encodeStateVector(doc: Y.Doc): Uint8Array {
  return Y.encodeStateVector(doc);
}
