import { join } from 'node:path';
import type { Progress } from '../api.js';
import { exportIssues } from '../verbs/transfer.js';
import type { Work } from '../verbs/work.js';
import { DOCUMENTS_FILE, ISSUES_FILE, readLines } from './backup-files.js';
import { restoreBackup } from './restore-backup.js';
import { openScratchReplica } from './scratch-replica.js';

/** Null when the backup, read from disk into a new replica, tells exactly what its lines say; else what differs. [BAK3] */
export async function verifyBackup(
  work: Work,
  directory: string,
  progress: Progress,
): Promise<string | null> {
  const scratch = await openScratchReplica(work.options);
  try {
    const report = await restoreBackup(scratch.work, directory, (done, total) =>
      progress(done, total, 'verified'),
    );
    const [rejected] = report.rejected;
    if (rejected !== undefined)
      return `line ${rejected.line} of ${DOCUMENTS_FILE}: ${rejected.reason}`;
    const restored = exportIssues(scratch.work, { deleted: true })[Symbol.asyncIterator]();
    let line = 0;
    for await (const written of readLines(join(directory, ISSUES_FILE))) {
      line += 1;
      const next = await restored.next();
      if (next.done === true || next.value !== written)
        return `line ${line} of ${ISSUES_FILE} does not come back`;
    }
    return (await restored.next()).done === true ? null : 'more issues come back than were written';
  } finally {
    await scratch.remove();
  }
}
