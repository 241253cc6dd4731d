import { chmodSync, statSync } from 'node:fs';
import type { Findings } from '../store/doctor/finding.js';

const OTHERS = 0o077;

/** Warns when other users of the machine can look into the replica. Windows keeps rights elsewhere. */
export function examinePermissions(directory: string, findings: Findings): void {
  if (process.platform === 'win32') return;
  const mode = statSync(directory).mode & 0o777;
  if ((mode & OTHERS) !== 0)
    findings.add(
      'permissions',
      `${directory} can be read by other users of this machine (mode ${mode.toString(8)})`,
    );
}

export function repairPermissions(directory: string): void {
  if (process.platform !== 'win32') chmodSync(directory, 0o700);
}
