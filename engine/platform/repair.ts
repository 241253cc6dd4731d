/** A repair from beginning to end: set aside, rebuild beside, put in place, look again. [L3, L4, DIA12, DIA14] */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorReport, Progress } from '../api.js';
import { DAMAGE, Findings } from '../store/doctor/finding.js';
import { headOf, type Meta } from '../store/meta.js';
import { rebuildStore } from '../verbs/doctor/rebuild-store.js';
import { afterRepair, makeReport, toDoctorFinding } from '../verbs/doctor/report.js';
import type { Work } from '../verbs/work.js';
import { nodeChecksums } from './checksums.js';
import { fingerprintStore } from './fingerprint.js';
import { replaceHeadFile } from './head-file.js';
import { readLevelFiles } from './level-files.js';
import { lookAt, type Look } from './look.js';
import { repairPermissions } from './permissions.js';
import {
  cleanUp,
  hasUnfinishedRepair,
  markRepaired,
  openBuilding,
  putInPlace,
  setAside,
} from './repair-files.js';
import { HEAD_FILE, REPLICA_DIRECTORY } from './replica-place.js';

/** The caller has the lock. @throws store_full, store_readonly, store_io; then the replica is as it was */
export async function repairReplica(
  work: Work,
  directory: string,
  progress?: Progress,
): Promise<DoctorReport> {
  const unfinished = hasUnfinishedRepair(directory);
  if (unfinished) putInPlace(directory);
  cleanUp(directory);
  try {
    const report = await repairDamage(work, directory, progress);
    if (!unfinished) return report;
    const message = 'an interrupted repair was completed';
    const finished = toDoctorFinding({ kind: 'repair_unfinished', message, issue: null }, true);
    return { ...report, findings: [finished, ...report.findings] };
  } finally {
    cleanUp(directory);
  }
}

async function repairDamage(
  work: Work,
  directory: string,
  progress?: Progress,
): Promise<DoctorReport> {
  // Opening lets LevelDB throw away what it cannot read of its log, so the copy comes first.
  const isThere = existsSync(join(directory, REPLICA_DIRECTORY));
  const aside = isThere ? setAside(directory, work.options.clock.nowMs()) : null;
  const before = await lookAt(directory, progress);
  const found = before.findings.all();
  const wanted = found.filter(
    ({ kind }) => DAMAGE[kind].fixable && DAMAGE[kind].severity !== 'info',
  );
  if (before.findings.has('permissions')) repairPermissions(directory);
  const isDeep = wanted.some(({ kind }) => kind !== 'permissions');
  if (!isDeep || aside === null || before.findings.has('schema_newer')) {
    await before.db?.close();
    if (aside !== null) rmSync(aside, { recursive: true, force: true });
    return makeReport(
      before.examined,
      found.map((finding) => toDoctorFinding(finding, finding.kind === 'permissions')),
    );
  }
  const losses = new Findings();
  const meta = await rebuild(work, directory, { aside, before, losses, progress });
  if (meta === null) return makeReport(before.examined, afterRepair(found, losses.all(), found));
  adopt(directory, meta);
  const after = await lookAt(directory);
  await after.db?.close();
  return makeReport(after.examined, afterRepair(found, losses.all(), after.findings.all()));
}

/** Builds the new database and puts it in place; null when there is nothing to build it from. */
async function rebuild(
  work: Work,
  directory: string,
  from: {
    readonly aside: string;
    readonly before: Look;
    readonly losses: Findings;
    readonly progress: Progress | undefined;
  },
): Promise<Meta | null> {
  const { aside, before, losses, progress } = from;
  const { clock, random, agent } = work.options;
  const files = readLevelFiles(join(aside, REPLICA_DIRECTORY));
  const readings = before.db === null ? [files] : [before.db, files];
  let built: Meta | null;
  try {
    const target = await openBuilding(directory);
    try {
      const { head } = before.state;
      const options = {
        head,
        agent: agent.id,
        clock,
        random,
        checksums: nodeChecksums,
        losses,
        progress,
      };
      built = await rebuildStore(readings, target, options);
    } finally {
      await target.close();
    }
  } finally {
    for (const reading of readings) await reading.close();
  }
  if (built === null) {
    losses.add(
      'not_repaired',
      `nothing could be read; restore from a backup. All files are in ${aside}`,
    );
    return null;
  }
  losses.add(
    'repaired',
    `rebuilt from what could be proved; the files as they were are in ${aside}`,
  );
  markRepaired(directory);
  // Without any head record an interruption here would leave nothing that looks like a replica.
  if (before.state.head === null) replaceHeadFile(join(directory, HEAD_FILE), headOf(built, 0));
  putInPlace(directory);
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
