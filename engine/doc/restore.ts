/**
 * An exported issue → its document again. Everything is written as it once was: registers under the clock reading and
 * incarnation of the entry that set them, losers of conflicts beside their winners, the activity under its own ids.
 * Projecting and encoding the result gives the line it came from. [L7, RST1]
 */
import type * as Y from 'yjs';
import { dependencyElement } from '../domain/mutation.js';
import { makeHlc } from '../kernel/hlc.js';
import { captureUpdate } from './capture-update.js';
import { addElement } from './elements.js';
import { META_FOUNDED, META_SCHEMA, ROOT, SCHEMA } from './layout.js';
import type { Recalled } from './recall.js';
import { restoreActivity } from './restore-activity.js';
import { restoreClaims } from './restore-claims.js';
import { restoreCheckpoints, restoreComments } from './restore-parts.js';
import { restoreRegisters } from './restore-registers.js';

/** Writes the issue into an empty document and answers with the update. */
export function restoreIssue(doc: Y.Doc, recalled: Recalled): Uint8Array | null {
  return captureUpdate(doc, () => {
    const { record } = recalled;
    restoreFounding(doc, recalled);
    restoreRegisters(doc, recalled);
    if (record.body !== '') doc.getText(ROOT.body).insert(0, record.body);
    addAll(doc, ROOT.labels, record.labels ?? []);
    addAll(doc, ROOT.assignees, record.assignees ?? []);
    addAll(
      doc,
      ROOT.dependencies,
      record.dependencies.map(({ kind, target }) => dependencyElement(kind, target)),
    );
    restoreComments(doc, recalled);
    restoreCheckpoints(doc, recalled);
    for (const { source, ref, url } of record.links)
      doc.getMap(ROOT.links).set(`${source}#${ref}`, url ?? true);
    restoreClaims(doc, recalled);
    restoreActivity(doc, recalled);
  });
}

function restoreFounding(doc: Y.Doc, { record, entries }: Recalled): void {
  const meta = doc.getMap(ROOT.meta);
  const [first] = entries;
  const hlc = first?.hlc ?? makeHlc(record.createdMs, 0);
  meta.set(META_SCHEMA, [SCHEMA.major, SCHEMA.minor]);
  meta.set(META_FOUNDED, [
    record.author,
    record.createdMs,
    hlc,
    first?.activity.agent ?? record.author,
  ]);
}

function addAll(doc: Y.Doc, root: string, elements: readonly string[]): void {
  const map = doc.getMap(root);
  const incarnation = doc.clientID.toString(36);
  for (const element of elements) addElement(map, element, incarnation);
}
