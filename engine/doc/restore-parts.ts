/** Comments and checkpoints of an exported issue, under the keys they had. */
import type * as Y from 'yjs';
import type { Change } from '../domain/activity.js';
import { hlcMs, makeHlc, type Hlc } from '../kernel/hlc.js';
import { ROOT } from './layout.js';
import { changesOf, readingAfter, type Moment, type Recalled } from './recall.js';

type CommentChange = Extract<Change, { kind: 'comment' }>;

/** Comments with the reading of the entry that added (edited) them; deleted ones stay deleted. [RST1] */
export function restoreComments(doc: Y.Doc, { record, entries }: Recalled): void {
  const told = new Map<string, (readonly [Moment, CommentChange])[]>();
  const map = doc.getMap(ROOT.comments);
  const shown = new Set<string>(record.comments.map(({ id }) => id));
  for (const [entry, change] of changesOf(entries, 'comment')) {
    const changes = told.get(change.id) ?? [];
    changes.push([entry, change]);
    told.set(change.id, changes);
    if (change.op === 'delete' && !shown.has(change.id) && !change.id.includes('/'))
      map.set(`${change.id}!`, [entry.activity.agent, entry.hlc]);
  }
  const fallback = doc.clientID.toString(36);
  for (const { id, author, createdMs, editedMs, body } of record.comments) {
    const changes = told.get(id) ?? [];
    const added = changes.find(([, change]) => change.op === 'add')?.[0];
    const founded = added?.hlc ?? makeHlc(createdMs, 0);
    const edit = changes.findLast(
      ([{ hlc }, { op }]) => op === 'edit' && hlcMs(hlc) === editedMs && hlc !== founded,
    )?.[0];
    const written = editedMs === null ? founded : (edit?.hlc ?? editReading(founded, editedMs));
    const writer = editedMs === null ? added : edit;
    map.set(id, [author, createdMs, founded]);
    map.set(`${id}/${writer?.incarnation ?? fallback}`, [body, written]);
  }
}

function editReading(founded: Hlc, editedMs: number): Hlc {
  return hlcMs(founded) === editedMs ? readingAfter(founded, editedMs) : makeHlc(editedMs, 0);
}

/** A checkpoint's key is the entry that made it; those that no entry tells get a key of their time. */
export function restoreCheckpoints(doc: Y.Doc, { record, entries }: Recalled): void {
  const map = doc.getMap(ROOT.checkpoints);
  const told = [...changesOf(entries, 'checkpoint')];
  let last: Hlc | null = null;
  for (const { name, note, agent, atMs } of record.work.checkpoints) {
    const at = told.findIndex(
      ([{ activity, hlc }, change]) =>
        change.name === name &&
        change.note === note &&
        activity.agent === agent &&
        hlcMs(hlc) === atMs,
    );
    const [entry] = at < 0 ? [] : told.splice(at, 1).flatMap(([one]) => one);
    const hlc: Hlc = entry?.hlc ?? readingAfter(last, atMs);
    map.set(`${hlc}-${entry?.incarnation ?? doc.clientID.toString(36)}`, [name, note, agent]);
    last = hlc;
  }
}
