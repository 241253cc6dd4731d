/** A walk over every key: nothing lies about that no record names, and the walk misses nothing that asking finds. [DIA7] */
import type { IssueId } from '../../domain/ids.js';
import { kindOfKey, type KeyKind } from '../key-kinds.js';
import type { Meta } from '../meta.js';
import type { StoredRow } from '../stored-row.js';
import type { Findings } from './finding.js';
import { noteUnreadable, type Reader } from './reader.js';

export const EVERYTHING = { gte: Uint8Array.of(0), lt: Uint8Array.of(255, 255) } as const;

interface Seen {
  readonly meta: Meta;
  readonly rows: ReadonlyMap<IssueId, StoredRow>;
  /** False when some rows could not be read: then nothing can be called an orphan. */
  readonly complete: boolean;
}

/** Returns the number of keys walked over. */
export async function examineKeys(reader: Reader, seen: Seen): Promise<number> {
  const { findings } = reader;
  const orphans = new Map<IssueId, number>();
  let walked = 0;
  let named = 0;
  try {
    for await (const [key] of reader.db.entries(EVERYTHING)) {
      walked += 1;
      const kind = kindOfKey(key);
      if (isNamed(kind, seen)) named += 1;
      else if (kind.kind === 'update' && !seen.rows.has(kind.id))
        orphans.set(kind.id, (orphans.get(kind.id) ?? 0) + 1);
      else if (seen.complete || kind.kind === 'unknown') noteStray(kind, key, seen, findings);
    }
  } catch (cause) {
    noteUnreadable(cause, findings);
    return walked;
  }
  if (named < reader.found)
    findings.add(
      'level_corruption',
      `a walk over all keys meets ${named} of ${reader.found} known records: a table of LevelDB ends early`,
    );
  if (seen.complete)
    for (const [id, count] of orphans)
      findings.add(
        'orphan_document',
        `issue ${id} has a document (${count} update${count === 1 ? '' : 's'}), but no row lists it`,
        id,
      );
  return walked;
}

/** Some record vouches for this key. */
function isNamed(kind: KeyKind, { meta, rows }: Seen): boolean {
  switch (kind.kind) {
    case 'update': {
      const row = rows.get(kind.id);
      return row !== undefined && kind.n >= row.firstUpdate && kind.n <= row.lastUpdate;
    }
    case 'anchor':
    case 'text':
      return rows.has(kind.id);
    case 'observation':
      return (rows.get(kind.id)?.observationCrc ?? 0) !== 0;
    case 'bucket':
      return kind.index < meta.bucketCount;
    case 'log':
      return kind.index >= meta.logFirst && kind.index <= meta.seq;
    case 'queries':
      return meta.queriesCrc !== 0;
    case 'meta':
    case 'directory':
      return true;
    case 'unknown':
      return false;
  }
}

function noteStray(kind: KeyKind, key: Uint8Array, { rows }: Seen, findings: Findings): void {
  switch (kind.kind) {
    case 'update':
      findings.add(
        'stray_record',
        `issue ${kind.id} has an update ${kind.n} that its row does not count`,
        kind.id,
      );
      return;
    case 'text':
      findings.add(
        'orphan_text',
        `there is a search text of issue ${kind.id}, but no row`,
        kind.id,
      );
      return;
    case 'anchor':
    case 'observation':
      if (rows.has(kind.id))
        findings.add('stray_record', `${kind.kind} of ${kind.id} is left over`, kind.id);
      else
        findings.add(
          'stray_record',
          `there is an ${kind.kind} of issue ${kind.id}, but no row`,
          kind.id,
        );
      return;
    case 'bucket':
    case 'log':
      findings.add(
        'stray_record',
        `${kind.kind} ${kind.index} lies outside of what the meta record names`,
      );
      return;
    case 'queries':
      findings.add('stray_record', 'saved queries that the meta record does not name');
      return;
    case 'unknown':
      findings.add('unknown_key', `a key that this version does not know: ${shownKey(key)}`);
      return;
    case 'meta':
    case 'directory':
      return;
  }
}

function shownKey(key: Uint8Array): string {
  let text = '';
  for (const byte of key.subarray(0, 40))
    text +=
      byte > 32 && byte < 127
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`;
  return text;
}
