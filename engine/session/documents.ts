import type * as Y from 'yjs';
import { openDocument } from '../doc/open-document.js';
import { projectDocument, type Projected } from '../doc/project.js';
import type { Incarnation, IssueId } from '../domain/ids.js';
import { LIMITS } from '../kernel/limits.js';
import type { Store } from '../store/store.js';

/** Bounded cache of open documents of one store handle; the least recently used go first. */
export class Documents {
  readonly #open = new Map<IssueId, Y.Doc>();
  readonly #max: number;

  constructor(max: number = LIMITS.openDocumentsMax) {
    this.#max = max;
  }

  /** The document of an existing issue, or null. */
  load(store: Store, id: IssueId, incarnation: Incarnation): Y.Doc | null {
    const cached = this.#open.get(id);
    if (cached !== undefined && cached.clientID === incarnation) {
      this.#open.delete(id);
      this.#open.set(id, cached);
      return cached;
    }
    const row = store.row(id);
    if (row === null) return null;
    return this.keep(id, openDocument(id, store.updates(row), incarnation));
  }

  keep(id: IssueId, doc: Y.Doc): Y.Doc {
    this.#open.set(id, doc);
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= this.#max) break;
      this.#open.delete(oldest);
    }
    return doc;
  }

  /** Forgets everything: the handle is gone, or a document was changed and not committed. */
  clear(): void {
    this.#open.clear();
  }
}

/** The issue without keeping its document open: for reading once. */
export function readIssue(store: Store, id: IssueId): Projected | null {
  const row = store.row(id);
  if (row === null) return null;
  const doc = openDocument(id, store.updates(row), store.meta.incarnation);
  return projectDocument(doc, id);
}
