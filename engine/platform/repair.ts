/** A repair from beginning to end: set aside, rebuild beside, put in place, look again. [L3, L4, DIA12, DIA14] */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorReport, Progress } from '../api.js';
import { EngineError } from '../errors.js';
import type { WaitFor } from '../session/session.js';
import { DAMAGE, Findings } from '../store/doctor/finding.js';
import { headOf, type Meta } from '../store/meta.js';
import type { KeyValue } from '../store/ports.js';
import { rebuildStore } from '../verbs/doctor/rebuild-store.js';
import { afterRepair, makeReport, toDoctorFinding } from '../verbs/doctor/report.js';
import type { Work } from '../verbs/work.js';
import { nodeChecksums } from './checksums.js';
import { fingerprintStore } from './fingerprint.js';
import { replaceHeadFile } from './head-file.js';
import { lookAt, type Look } from './look.js';
import { repairPermissions } from './permissions.js';
import {
  cleanUp,
  copyAgain,
  hasUnfinishedRepair,
  markRepaired,
  openBuilding,
  openRepairedCopy,
  putInPlace,
  setAside,
} from './repair-files.js';
import { lockRepair } from './repair-lock.js';
import { HEAD_FILE, openUnguarded, REPLICA_DIRECTORY } from './replica-place.js';

interface RepairOptions {
  readonly waitFor: WaitFor;
  readonly progress?: Progress | undefined;
}

/** @throws store_locked, store_full, store_readonly, store_io; then the replica is as it was */
export async function repairReplica(
  work: Work,
  directory: string,
  options: RepairOptions,
): Promise<DoctorReport> {
  const unlock = await options.waitFor(() => lockRepair(directory));
  try {
    const unfinished = hasUnfinishedRepair(directory);
    if (unfinished) putInPlace(directory);
    cleanUp(directory);
    const report = await repairLocked(work, directory, options);
    if (!unfinished) return report;
    const message = 'an interrupted repair was completed';
    const finished = toDoctorFinding({ kind: 'repair_unfinished', message, issue: null }, true);
    return { ...report, findings: [finished, ...report.findings] };
  } finally {
    await unlock();
  }
}

async function repairLocked(work: Work, directory: string, options: RepairOptions): Promise<DoctorReport> {
  let waited = false;
  const open = async (place: string): Promise<KeyValue> => {
    try {
      return await openUnguarded(place);
    } catch (cause) {
      waited ||= cause instanceof EngineError && cause.code === 'store_locked';
      throw cause;
    }
  };
  const look = (): Promise<Look> => lookAt(directory, { ...options, open });
  // Opening lets LevelDB throw away what it cannot read of its log, so the copy comes first.
  const aside = existsSync(join(directory, REPLICA_DIRECTORY)) ? setAside(directory, work.options.clock.nowMs()) : null;
  const before = await look();
  if (waited && aside !== null) copyAgain(directory, aside); // its holder may have written while we copied
  const found = before.findings.all();
  const wanted = found.filter(({ kind }) => DAMAGE[kind].fixable && DAMAGE[kind].severity !== 'info');
  const isDeep = wanted.some(({ kind }) => kind !== 'permissions');
  try {
    if (before.findings.has('permissions')) repairPermissions(directory);
    if (!isDeep || aside === null || before.findings.has('schema_newer')) {
      await before.db?.close();
      if (aside !== null) rmSync(aside, { recursive: true, force: true });
      return makeReport(
        before.examined,
        found.map((finding) => toDoctorFinding(finding, finding.kind === 'permissions')),
      );
    }
    const losses = new Findings();
    const meta = await rebuild(work, directory, { aside, before, losses, progress: options.progress });
    if (meta !== null) adopt(directory, meta);
    const after = meta === null ? before : await look();
    if (meta !== null) await after.db?.close();
    return makeReport(after.examined, afterRepair(found, losses.all(), meta === null ? found : after.findings.all()));
  } finally {
    cleanUp(directory);
  }
}

/** Builds the new database and puts it in place; null when there is nothing to build it from. */
async function rebuild(
  work: Work,
  directory: string,
  from: { readonly aside: string; readonly before: Look; readonly losses: Findings; readonly progress?: Progress | undefined },
): Promise<Meta | null> {
  const { aside, before, losses, progress } = from;
  const { clock, random } = work.options;
  const copy = await openRepairedCopy(directory, aside);
  const readings = [before.db, copy].filter((db): db is KeyValue => db !== null);
  let built: Meta | null = null;
  try {
    const target = await openBuilding(directory);
    try {
      const { head } = before.state;
      const options = { head, agent: work.agent.id, clock, random, checksums: nodeChecksums, losses, progress };
      built = await rebuildStore(readings, target, options);
    } finally {
      await target.close();
    }
    if (built === null) losses.add('not_repaired', `nothing could be read; restore from a backup. All files are in ${aside}`);
    else {
      losses.add('repaired', `rebuilt from what could be proved; the files as they were are in ${aside}`);
      markRepaired(directory);
    }
  } finally {
    await copy?.close();
    await before.db?.close();
  }
  if (built !== null) putInPlace(directory);
  return built;
}

/** Head record, fingerprint and mirror of the new replica. */
function adopt(directory: string, meta: Meta): void {
  replaceHeadFile(join(directory, HEAD_FILE), headOf(meta, 0));
  const prints = fingerprintStore(directory, meta.replica, process.env);
  prints.save();
  prints.mirror.write(headOf(meta, 0));
  prints.mirror.close();
}
