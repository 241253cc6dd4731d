/** Findings → the report of `issue doctor`. */
import type { DoctorFinding, DoctorReport } from '../../api.js';
import { DAMAGE, type Finding } from '../../store/doctor/finding.js';
import type { Examined } from './examine-store.js';

export function makeReport(
  examined: Pick<Examined, 'issues' | 'checked'>,
  findings: readonly DoctorFinding[],
): DoctorReport {
  const healthy = findings.every(({ severity, fixed }) => severity === 'info' || fixed);
  return { healthy, findings, issues: examined.issues, checked: examined.checked };
}

export function toDoctorFinding({ kind, message }: Finding, fixed = false): DoctorFinding {
  return { kind, message, ...DAMAGE[kind], fixed };
}

/** What was found before a repair, what could not be saved, and what is still there after it. [DIA14] */
export function afterRepair(
  before: readonly Finding[],
  losses: readonly Finding[],
  after: readonly Finding[],
): DoctorFinding[] {
  const remaining = new Set(after.map(({ kind }) => kind));
  const known = new Set(before.map(({ kind, message }) => `${kind} ${message}`));
  return [
    ...before.map((finding) => {
      const fixed = DAMAGE[finding.kind].fixable && !remaining.has(finding.kind);
      return toDoctorFinding(finding, fixed);
    }),
    ...losses.map((finding) => toDoctorFinding(finding)),
    ...after
      .filter(({ kind, message }) => !known.has(`${kind} ${message}`))
      .map((finding) => toDoctorFinding(finding)),
  ];
}
