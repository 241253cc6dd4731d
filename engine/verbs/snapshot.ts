/** One issue as a backup keeps it: the line that people and programs read, and the document that merges. */
import { encodeDocument, openDocument } from '../doc/open-document.js';
import { projectDocument } from '../doc/project.js';
import type { IssueId } from '../domain/ids.js';
import { encodeOwn } from '../domain/interchange/own.js';
import type { Store } from '../store/store.js';
import type { StoredRow } from '../store/stored-row.js';
import { toIssue } from './to-issue.js';
import type { Work } from './work.js';

export interface IssueSnapshot {
  readonly id: IssueId;
  /** Canonical, without its line end. */
  readonly line: string;
  /** The whole document as one update. */
  readonly update: Uint8Array;
}

/** @throws store_damaged */
export function takeSnapshot(work: Work, store: Store, row: StoredRow): IssueSnapshot {
  const { id } = row;
  const doc = openDocument(id, store.updates(row), store.meta.incarnation);
  const issue = toIssue(projectDocument(doc, id), store.observation(id), work.now());
  return { id, line: encodeOwn(issue), update: encodeDocument(doc) };
}
