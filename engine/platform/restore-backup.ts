/** A backup directory → merged into a replica. Idempotent: what is here already is not written again. [BAK4, BAK5] */
import { join } from 'node:path';
import type { ImportReport, Progress } from '../api.js';
import { parseIssueId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import { LIMITS } from '../kernel/limits.js';
import { chunkSize } from '../verbs/import-chunks.js';
import { ImportTally } from '../verbs/import-tally.js';
import { receiveDocuments, type ReceivedDocument } from '../verbs/receive.js';
import type { Work } from '../verbs/work.js';
import { DOCUMENTS_FILE, hashFile, readLines, readManifest } from './backup-files.js';

/**
 * Checks the files against the manifest, then merges document by document; a document that cannot be let in is told
 * in `rejected` and stops nobody else. @throws not_found, invalid_input when the files are not those once written
 */
export async function restoreBackup(
  work: Work,
  directory: string,
  progress?: Progress,
): Promise<ImportReport> {
  const manifest = readManifest(directory);
  const path = join(directory, DOCUMENTS_FILE);
  if ((await hashFile(path)) !== manifest.files[DOCUMENTS_FILE]?.sha256)
    throw new EngineError(
      'invalid_input',
      `the backup is damaged: ${path} is not the file once written`,
      {
        hint: 'use another copy of it; its issues.jsonl may still be imported as a file',
      },
    );
  const tally = new ImportTally(false);
  const workspace = await work.read((store) => store.meta.workspace);
  if (workspace !== manifest.workspace) tally.note('the backup is of another workspace');
  let chunk: ReceivedDocument[] = [];
  let bytes = 0;
  let done = 0;
  const flush = async (): Promise<void> => {
    await receiveDocuments(work, chunk, tally);
    done += chunk.length;
    chunk = [];
    bytes = 0;
    progress?.(done, manifest.issues, 'issues');
  };
  let max = await roomFor(work);
  let line = 0;
  const seen = new Set<string>();
  for await (const text of readLines(path)) {
    line += 1;
    const received = parseDocument(text, line);
    if (received === null || seen.has(received.id)) {
      tally.reject(line, 'not a document of a backup');
      continue;
    }
    seen.add(received.id);
    chunk.push(received);
    bytes += received.update.length;
    if (chunk.length < max && bytes < LIMITS.importChunkCharsMax) continue;
    await flush();
    max = await roomFor(work);
  }
  if (chunk.length > 0) await flush();
  return tally.report('backup');
}

async function roomFor(work: Work): Promise<number> {
  return work.read((store) => chunkSize(store.meta.counts.rows));
}

function parseDocument(text: string, line: number): ReceivedDocument | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // told by the caller, with its line
  }
  if (typeof value !== 'object' || value === null) return null;
  const { id, update } = value as Record<string, unknown>;
  const issue = parseIssueId(id);
  if (issue === null || typeof update !== 'string') return null;
  return { line, id: issue, update: Uint8Array.from(Buffer.from(update, 'base64')) };
}
