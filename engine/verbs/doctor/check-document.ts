/** Rows, search texts and state vectors equal a rebuild from the document. [L5, DIA8] */
import { encodeStateVector, openDocument } from '../../doc/open-document.js';
import { projectDocument } from '../../doc/project.js';
import { toRow, toText } from '../../doc/row.js';
import type { Incarnation } from '../../domain/ids.js';
import { encodeSearchText } from '../../domain/query/search-text.js';
import { EngineError } from '../../errors.js';
import type { RecordsOfRow } from '../../store/doctor/examine-records.js';
import type { Findings } from '../../store/doctor/finding.js';
import { anchorOf, encodeRow } from '../../store/row-codec.js';
import type { StoredRow } from '../../store/stored-row.js';

const encoder = new TextEncoder();
const READER = 1 as Incarnation; // documents are opened for looking only, so any writer's number will do

export function checkDocument(row: StoredRow, records: RecordsOfRow, findings: Findings): void {
  const { updates, text, anchor } = records;
  if (updates === null) return;
  try {
    const doc = openDocument(row.id, updates, READER);
    const view = projectDocument(doc, row.id);
    if (!equal(encodeRow(toRow(view), anchorOf(row)), row.bytes))
      findings.add('row_mismatch', `the row of issue ${row.id} differs from its document`, row.id);
    if (text !== null && !equal(encoder.encode(encodeSearchText(toText(view))), text))
      findings.add(
        'text_mismatch',
        `the search text of issue ${row.id} differs from its document`,
        row.id,
      );
    if (anchor !== null && !equal(encodeStateVector(doc), anchor.stateVector))
      findings.add(
        'state_vector_mismatch',
        `the state vector of issue ${row.id} differs from its document`,
        row.id,
      );
  } catch (cause) {
    if (!(cause instanceof EngineError)) throw cause;
    findings.add('document_damaged', cause.message, row.id);
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
