/** What stands behind one row: its updates, search text, claim observation, and the anchor beside the updates. [DIA6] */
import { decodeAnchor, type DocumentAnchor } from '../document-anchor.js';
import { observationKey, SAVED_QUERIES_KEY, stateVectorKey, textKey, updateKey } from '../keys.js';
import type { Meta } from '../meta.js';
import type { StoredRow } from '../stored-row.js';
import { formatRanges } from './finding.js';
import type { Reader } from './reader.js';

export interface RecordsOfRow {
  /** All updates in order, or null when they are not what was written. */
  readonly updates: readonly Uint8Array[] | null;
  /** Null when missing or not what was written. */
  readonly text: Uint8Array | null;
  readonly anchor: DocumentAnchor | null;
}

export function examineRecords(reader: Reader, row: StoredRow): RecordsOfRow {
  examineObservation(reader, row);
  return {
    updates: examineUpdates(reader, row),
    text: examineText(reader, row),
    anchor: examineAnchor(reader, row),
  };
}

function examineUpdates(reader: Reader, row: StoredRow): Uint8Array[] | null {
  const updates: Uint8Array[] = [];
  const missing: number[] = [];
  let crc = 0;
  for (let n = row.firstUpdate; n <= row.lastUpdate; n += 1) {
    const update = reader.get(updateKey(row.id, n));
    if (update === null) missing.push(n);
    else {
      crc = reader.checksums.crc32(update, crc);
      updates.push(update);
    }
  }
  const of = row.lastUpdate - row.firstUpdate + 1;
  if (missing.length > 0)
    reader.findings.add(
      'document_update_missing',
      `issue ${row.id} (${shownTitle(row)}) lacks update ${formatRanges(missing)} of ${of}`,
      row.id,
    );
  else if (crc !== row.updatesCrc)
    reader.findings.add(
      'document_damaged',
      `the ${of} updates of issue ${row.id} (${shownTitle(row)}) do not match their checksum`,
      row.id,
    );
  else return updates;
  return null;
}

function examineText(reader: Reader, row: StoredRow): Uint8Array | null {
  const text = reader.get(textKey(row.id));
  if (text !== null && reader.checksums.crc32(text) === row.textCrc) return text;
  const how = text === null ? 'is missing' : 'is not the one last written';
  reader.findings.add('text_mismatch', `the search text of issue ${row.id} ${how}`, row.id);
  return null;
}

function examineObservation(reader: Reader, row: StoredRow): void {
  if (row.observationCrc === 0) return;
  const value = reader.get(observationKey(row.id));
  if (value !== null && reader.checksums.crc32(value) === row.observationCrc) return;
  const how = value === null ? 'is missing' : 'is not the one last written';
  reader.findings.add(
    'observation_damaged',
    `what was seen of the claim on ${row.id} ${how}`,
    row.id,
  );
}

function examineAnchor(reader: Reader, row: StoredRow): DocumentAnchor | null {
  const value = reader.get(stateVectorKey(row.id));
  const anchor = value === null ? null : decodeAnchor(value, reader.checksums);
  const agrees =
    anchor !== null &&
    anchor.first === row.firstUpdate &&
    anchor.last === row.lastUpdate &&
    anchor.updatesCrc === row.updatesCrc;
  if (agrees) return anchor;
  const how = value === null ? 'is missing' : 'is not the one last written';
  reader.findings.add(
    'state_vector_mismatch',
    `the state vector of issue ${row.id} ${how}`,
    row.id,
  );
  return null;
}

export function examineQueries(reader: Reader, meta: Meta): void {
  if (meta.queriesCrc === 0) return;
  const value = reader.get(SAVED_QUERIES_KEY);
  if (value !== null && reader.checksums.crc32(value) === meta.queriesCrc) return;
  const how = value === null ? 'are missing' : 'are not the ones last written';
  reader.findings.add('saved_queries_damaged', `the saved queries ${how}`);
}

function shownTitle(row: StoredRow): string {
  return row.title.length > 60 ? `${row.title.slice(0, 59)}…` : row.title;
}
