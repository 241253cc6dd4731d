/**
 * Backups: the issues as canonical lines, their documents for merging, and a manifest with checksums. A backup counts
 * only when it was read back from disk into a new replica and told the same, byte for byte. [BAK1–BAK3]
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Engine, Progress } from '../api.js';
import { EngineError } from '../errors.js';
import { takeSnapshot } from '../verbs/snapshot.js';
import type { Work } from '../verbs/work.js';
import {
  BACKUP_SCHEMA,
  DOCUMENTS_FILE,
  ISSUES_FILE,
  LineFile,
  MANIFEST_FILE,
  type Manifest,
} from './backup-files.js';
import { syncDirectory } from './create-replica.js';
import { toStoreError } from './store-error.js';
import { verifyBackup } from './verify-backup.js';

type Backup = Awaited<ReturnType<Engine['backup']>>;

/** @param directory the replica's `.issue-facade/`, into which no backup goes @throws already_exists, backup_failed, store_io … */
export async function backupReplica(
  work: Work,
  directory: string,
  target: string,
  options: { readonly progress?: Progress } = {},
): Promise<Backup> {
  const place = resolve(target);
  checkPlace(place, directory);
  const partial = `${place}.partial-${process.pid}`;
  const progress = options.progress ?? (() => undefined);
  let manifest: Manifest;
  try {
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(dirname(place), { recursive: true });
    mkdirSync(partial, { mode: 0o700 });
    manifest = await writeFiles(work, partial, progress);
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true });
    throw cause instanceof EngineError ? cause : toStoreError(cause);
  }
  const difference = await verifyBackup(work, partial, progress).catch((cause: unknown) =>
    cause instanceof Error ? cause.message : String(cause),
  );
  if (difference !== null) throw keepFailed(partial, place, difference);
  try {
    if (existsSync(place)) rmdirSync(place);
    renameSync(partial, place);
    syncDirectory(dirname(place));
  } catch (cause) {
    throw toStoreError(cause);
  }
  const bytes = Object.values(manifest.files).reduce((sum, file) => sum + file.bytes, 0);
  return { directory: place, issues: manifest.issues, bytes, digest: manifest.digest };
}

function checkPlace(place: string, directory: string): void {
  if (`${place}/`.startsWith(`${resolve(directory)}/`))
    throw new EngineError('invalid_input', 'a backup belongs outside the replica it saves', {
      hint: 'name a directory elsewhere, best on another disk',
    });
  let entries: string[];
  try {
    entries = existsSync(place) ? readdirSync(place) : [];
  } catch (cause) {
    throw new EngineError('already_exists', `${place} exists and is not a directory`, { cause });
  }
  if (entries.length === 0) return;
  throw new EngineError('already_exists', `${place} exists and is not empty`, {
    hint: 'name a new directory',
  });
}

/** All of it from one view of the store: no other work runs between the first issue and the last. */
async function writeFiles(work: Work, directory: string, progress: Progress): Promise<Manifest> {
  const issues = new LineFile(join(directory, ISSUES_FILE));
  const documents = new LineFile(join(directory, DOCUMENTS_FILE));
  const { count, workspace } = await work.read((store) => {
    let written = 0;
    for (const row of store.rows()) {
      const { id, line, update } = takeSnapshot(work, store, row);
      issues.append(line);
      documents.append(JSON.stringify({ id, update: Buffer.from(update).toString('base64') }));
      written += 1;
      if (written % 500 === 0) progress(written, store.meta.counts.rows, 'written');
    }
    return { count: written, workspace: store.meta.workspace };
  });
  const files = { [ISSUES_FILE]: issues.close(), [DOCUMENTS_FILE]: documents.close() };
  const created = new Date(work.now().wallMs).toISOString();
  const digest = files[ISSUES_FILE]?.sha256 ?? '';
  const manifest = { schema: BACKUP_SCHEMA, workspace, created, issues: count, files, digest };
  const file = new LineFile(join(directory, MANIFEST_FILE));
  file.append(JSON.stringify(manifest, null, 2));
  file.close();
  syncDirectory(directory);
  return manifest;
}

function keepFailed(partial: string, place: string, difference: string): EngineError {
  let kept = `${place}.failed`;
  for (let number = 2; existsSync(kept); number += 1) kept = `${place}.failed-${number}`;
  renameSync(partial, kept);
  return new EngineError(
    'backup_failed',
    `the backup does not tell what the replica holds: ${difference}`,
    {
      hint: `issue doctor; what was written is kept as ${basename(kept)}`,
      details: { kept },
    },
  );
}
