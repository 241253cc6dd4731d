/** Planted bugs: ways into a document that look right on one replica. The laws must catch each of them. */
import * as Y from 'yjs';
import { applyMutations, ROOT } from './world-rooms.js';
import type { Apply } from './world.js';

/** Does more around the engine's own way in, all in one transaction; answers with the whole update. */
function around(before: (...args: Parameters<Apply>) => void, after: typeof before): Apply {
  return (doc, mutations, stamp) => {
    const updates: Uint8Array[] = [];
    const keep = (update: Uint8Array): void => void updates.push(update);
    doc.on('update', keep);
    const entry = doc.transact(() => {
      before(doc, mutations, stamp);
      const applied = applyMutations(doc, mutations, stamp);
      after(doc, mutations, stamp);
      return applied.entry;
    });
    doc.off('update', keep);
    return { update: Y.mergeUpdates(updates), entry };
  };
}

const nothing = (): void => undefined;

/** One key a field, as plain `Y.Map.set` would have it: the higher client id wins, whatever the clock says. */
export const plainRegisters = around(nothing, (doc, mutations, stamp) => {
  const fields = doc.getMap<unknown>(ROOT.fields);
  const own = stamp.incarnation.toString(36);
  for (const mutation of mutations) {
    if (mutation.op !== 'set') continue;
    const stored = fields.get(`${mutation.field}/${own}`);
    fields.delete(`${mutation.field}/${own}`);
    fields.set(`${mutation.field}/0`, stored);
  }
});

/** The whole body is taken out and written anew. */
export const wholesaleBody = around((doc, mutations) => {
  const body = doc.getText(ROOT.body);
  if (mutations.some((mutation) => mutation.op === 'body')) body.delete(0, body.length);
}, nothing);

/** A write that settles a conflict leaves no entry. */
export const droppedActivity: Apply = (doc, mutations, stamp) => {
  const counts = new Map<string, number>();
  for (const key of doc.getMap(ROOT.fields).keys()) {
    const field = key.slice(0, key.lastIndexOf('/'));
    counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  const settles = mutations.some(
    ({ op, ...rest }) => op === 'set' && 'field' in rest && (counts.get(rest.field) ?? 0) > 1,
  );
  const tail = doc.getArray(ROOT.tail);
  const drop = (): void => (settles ? tail.delete(tail.length - 1, 1) : undefined);
  return around(nothing, drop)(doc, mutations, stamp);
};
