/** `issue doctor`: looks at a replica however damaged it is, and repairs it without ever touching the only copy. [DIA2, DIA12] */
import type { DoctorReport, Progress } from '../api.js';
import { makeReport, toDoctorFinding } from '../verbs/doctor/report.js';
import type { Work } from '../verbs/work.js';
import { lookAt } from './look.js';
import { lockReplica } from './repair-lock.js';
import { repairReplica } from './repair.js';

/** @throws store_locked, store_full, store_readonly; damage is reported, never thrown */
export async function examineReplica(
  work: Work,
  directory: string,
  options: { readonly fix?: boolean; readonly progress?: Progress } = {},
): Promise<DoctorReport> {
  const { session } = work.options;
  return session.apart(async (waitFor) => {
    const unlock = await waitFor(() => lockReplica(directory));
    try {
      if (options.fix === true) return await repairReplica(work, directory, options.progress);
      const look = await lookAt(directory, options.progress);
      await look.db?.close();
      return makeReport(
        look.examined,
        look.findings.all().map((finding) => toDoctorFinding(finding)),
      );
    } finally {
      await unlock();
    }
  });
}
