/** A look at a replica that may not open: its files first, then everything in its database. [DIA2] */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from '../api.js';
import type { HeadState } from '../store/doctor/examine-anchors.js';
import { Findings, formatOperations, span } from '../store/doctor/finding.js';
import type { Meta } from '../store/meta.js';
import type { KeyValue } from '../store/ports.js';
import { examineStore, type Examined } from '../verbs/doctor/examine-store.js';
import { nodeChecksums } from './checksums.js';
import { fingerprintStore } from './fingerprint.js';
import { readHeadState } from './head-file.js';
import { readLevelFiles } from './level-files.js';
import { examinePermissions } from './permissions.js';
import { hasUnfinishedRepair } from './repair-files.js';
import { HEAD_FILE, openUnguarded, REPLICA_DIRECTORY, suspect } from './replica-place.js';
import { toStoreError } from './store-error.js';

/** What a look at the replica found; its database stays open for the caller, null when there is none. */
export interface Look {
  readonly findings: Findings;
  readonly state: HeadState;
  readonly db: KeyValue | null;
  readonly examined: Examined;
}

/** The caller has the lock. Damage is found, never thrown. @throws store_full, store_readonly */
export async function lookAt(directory: string, progress?: Progress): Promise<Look> {
  const findings = new Findings();
  const database = join(directory, REPLICA_DIRECTORY);
  const state = readHeadState(join(directory, HEAD_FILE));
  examinePermissions(directory, findings);
  if (hasUnfinishedRepair(directory))
    findings.add(
      'repair_unfinished',
      'a repair was interrupted before its result was put in place',
    );
  else if (!existsSync(database))
    findings.add(
      'database_missing',
      `the database is gone: ${database}; restore it from a backup (issue import)`,
    );
  if (findings.has('repair_unfinished') || findings.has('database_missing'))
    return { findings, state, db: null, examined: { meta: null, issues: 0, checked: {} } };
  const db = await openReading(directory, findings);
  try {
    const examined = await examineStore(db, state, {
      checksums: nodeChecksums,
      findings,
      progress,
    });
    if (examined.meta !== null) examineOrigin(directory, examined.meta, findings);
    return { findings, state, db, examined };
  } catch (cause) {
    await db.close();
    throw toStoreError(cause);
  }
}

/**
 * The database as commands open it. Where its files do not match their checksums LevelDB is not let near them (it may
 * drop what it cannot read, or end the process): then it is read from its files, as far as they hold. [DIA9]
 */
async function openReading(directory: string, findings: Findings): Promise<KeyValue> {
  const database = join(directory, REPLICA_DIRECTORY);
  const files = readLevelFiles(database);
  for (const damage of files.damage)
    findings.add('level_corruption', `a file of the database is damaged: ${damage}`);
  if (!existsSync(join(database, 'CURRENT')))
    findings.add('current_missing', `the file CURRENT of the database is missing: ${database}`);
  if (findings.has('level_corruption') || findings.has('current_missing')) return files;
  try {
    return await openUnguarded(directory);
  } catch (cause) {
    const error = toStoreError(cause);
    if (error.code !== 'store_damaged' && error.code !== 'store_io') throw error;
    findings.add('level_corruption', `LevelDB cannot open the database: ${error.message}`);
    return files;
  }
}

/** Whether the directory is where this replica was last written, and no older than then. [L4] */
function examineOrigin(directory: string, meta: Meta, findings: Findings): void {
  const prints = fingerprintStore(directory, meta.replica, process.env);
  const suspicion = suspect(prints, meta.seq);
  const known = prints.mirror.read()?.seq ?? 0;
  prints.mirror.close();
  if (suspicion === 'copied')
    findings.add(
      'copied_replica',
      'the replica was copied or moved here; its next write gets an identity of its own',
    );
  if (known > meta.seq)
    findings.add(
      'rolled_back',
      `the replica was put back to an older state: it lacks ${formatOperations(span(meta.seq + 1, known))}, written here before`,
    );
}
