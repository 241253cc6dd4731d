import type { Issue } from '../domain/issue.js';
import { EngineError } from '../errors.js';
import { readIssue } from '../session/documents.js';
import type { Store } from '../store/store.js';
import { identify } from './identify.js';
import { toIssue } from './to-issue.js';
import type { Work } from './work.js';

/** The whole issue. @throws not_found, ambiguous_id, store_damaged */
export async function show(work: Work, text: string): Promise<Issue> {
  return work.read((store) => {
    const id = identify(store, text);
    const view = readIssue(store, id);
    if (view === null || view.deleted)
      throw new EngineError('not_found', `issue ${id} was deleted`, {
        hint: `issue activity ${id}`,
      });
    return toIssue(view, store.observation(id), work.now());
  });
}

/** Every issue in id order, deleted ones too if asked; one document open at a time. */
export function* allIssues(work: Work, store: Store, deleted: boolean): IterableIterator<Issue> {
  const now = work.now();
  for (const row of store.rows()) {
    if (row.deleted && !deleted) continue;
    const view = readIssue(store, row.id);
    if (view !== null) yield toIssue(view, store.observation(row.id), now);
  }
}
