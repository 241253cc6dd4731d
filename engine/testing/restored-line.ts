import { openDocument, encodeDocument } from '../doc/open-document.js';
import { projectDocument } from '../doc/project.js';
import { recall } from '../doc/recall.js';
import { restoreIssue } from '../doc/restore.js';
import type { Incarnation } from '../domain/ids.js';
import { decodeOwn } from '../domain/interchange/own-decode.js';
import { encodeOwn } from '../domain/interchange/own.js';
import { toIssue } from '../verbs/to-issue.js';
import { FIXTURE_ISSUE } from './play-history.js';

type Document = ReturnType<typeof openDocument>;

const now = { wallMs: 1_760_000_000_000, bootId: 'b', uptimeMs: 0 };

/** The canonical line of the fixture's document. */
export function lineOf(doc: Document): string {
  return encodeOwn(toIssue(projectDocument(doc, FIXTURE_ISSUE), null, now));
}

/** The document that the line restores to, read back from bytes as another process would. */
export function restoredFrom(line: string): Document {
  const parsed = decodeOwn(JSON.parse(line));
  if (!('record' in parsed)) throw new Error(JSON.stringify(parsed));
  const recalled = recall(parsed.record);
  if ('rejected' in recalled) throw new Error(recalled.rejected);
  const doc = openDocument(FIXTURE_ISSUE, [], 77 as Incarnation);
  restoreIssue(doc, recalled);
  return openDocument(FIXTURE_ISSUE, [encodeDocument(doc)], 78 as Incarnation);
}
