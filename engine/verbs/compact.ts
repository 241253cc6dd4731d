import { encodeDocument, encodeStateVector, openDocument } from '../doc/open-document.js';
import { projectDocument } from '../doc/project.js';
import { toRow, toText } from '../doc/row.js';
import { encodeSearchText } from '../domain/query/search-text.js';
import { tickHlc } from '../kernel/hlc.js';
import { LIMITS } from '../kernel/limits.js';
import type { DocumentChange } from '../store/commit.js';
import type { Store } from '../store/store.js';
import type { StoredRow } from '../store/stored-row.js';
import type { Work } from './work.js';

const CHUNK = 500;

/** Folds every document's updates into one, cuts the log back, rewrites the files. Readers see no difference. [STO7] */
export async function compact(
  work: Work,
): Promise<{ readonly bytesBefore: number; readonly bytesAfter: number }> {
  const { session, clock, agent } = work.options;
  return session.run(async (opened) => {
    let store = opened;
    const bytesBefore = await store.db.sizeBytes();
    const long = [...store.rows()].filter((row) => row.lastUpdate > row.firstUpdate);
    for (let at = 0; at < Math.max(1, long.length); at += CHUNK) {
      const current = store;
      const documents = long.slice(at, at + CHUNK).map((row) => folded(current, row));
      const hlc = tickHlc(store.meta.hlc, clock.nowMs());
      const logFirst = Math.max(store.meta.logFirst, store.meta.seq - LIMITS.logEntriesKept);
      store = await session.commit(store, {
        hlc,
        verb: 'compacted',
        agent: agent.id,
        documents,
        logFirst,
      });
    }
    session.onClose();
    await store.db.compact();
    return { bytesBefore, bytesAfter: await store.db.sizeBytes() };
  });
}

function folded(store: Store, row: StoredRow): DocumentChange {
  const doc = openDocument(row.id, store.updates(row), store.meta.incarnation);
  const view = projectDocument(doc, row.id);
  const merged = encodeDocument(doc);
  return {
    id: row.id,
    update: merged,
    entry: null,
    row: toRow(view),
    text: encodeSearchText(toText(view)),
    stateVector: encodeStateVector(doc),
    merged,
  };
}
