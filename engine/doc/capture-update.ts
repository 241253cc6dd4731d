import type * as Y from 'yjs';

/** Runs `change` as one transaction of `doc` and answers with the update it made, or null when it changed nothing. */
export function captureUpdate(doc: Y.Doc, change: () => void): Uint8Array | null {
  let update: Uint8Array | null = null;
  const keep = (bytes: Uint8Array): void => {
    update = bytes;
  };
  doc.on('update', keep);
  try {
    doc.transact(change);
  } finally {
    doc.off('update', keep);
  }
  return update;
}
