import type * as Y from 'yjs';
import { hlcMs } from '../kernel/hlc.js';
import { foldActivity } from './activity-log.js';
import { encodeActivity } from './activity-text.js';
import { ROOT } from './layout.js';
import type { Recalled } from './recall.js';

/**
 * The entries under their own ids. The time of the source that an imported entry carried is told only for the whole
 * issue (`updatedAt`), so entries made later than that time carry it. [ACT1, RST1]
 */
export function restoreActivity(doc: Y.Doc, { record, entries }: Recalled): void {
  const { updatedMs } = record;
  const reached = entries.some(({ hlc }) => hlcMs(hlc) >= updatedMs);
  const texts = entries.map(({ activity, hlc, writer }, index) => {
    const isLast = index === entries.length - 1;
    const isLater = hlcMs(hlc) > updatedMs || (isLast && !reached);
    const { agent, agentType, via, verb, changes } = activity;
    const sourceMs = isLater ? updatedMs : null;
    return encodeActivity(
      { hlc, incarnation: writer, agent, agentType, via, verb, sourceMs },
      changes,
    );
  });
  if (texts.length > 0) doc.getArray<string>(ROOT.tail).push(texts);
  for (const writer of new Set(entries.map((entry) => entry.writer))) foldActivity(doc, writer);
  if (entries.length > 0 || updatedMs === record.createdMs) return;
  // A line written by another hand tells no history; a chunk without lines holds the time alone.
  const writer = doc.clientID.toString(36);
  doc.getMap(ROOT.history).set(`${writer}/0`, [0, updatedMs, '']);
}
