import type { Command } from 'commander';
import type { DoctorFinding, DoctorReport } from '#engine';
import type { Context } from '../context.js';
import { Failure } from '../failure.js';
import { describe } from '../flags/describe.js';
import { progressLine } from '../progress-line.js';
import { fieldSet } from '../render/fields.js';
import type { Paint } from '../render/paint.js';
import { cleanLine } from '../render/sanitise.js';

interface Flags {
  readonly fix?: boolean;
  readonly compact?: boolean;
}

/** `issue doctor`: looks for damage, and mends it when asked. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('doctor')
    .description('check the replica; --fix mends what can be mended')
    .option('--fix', 'mend')
    .option('--compact', 'fold logs afterwards; changes nothing a reader can see');
  describe(command, {
    examples: ['issue doctor', 'issue doctor --fix', 'issue doctor --compact'],
    fields: fieldSet('healthy findings issues checked compaction'),
    exits: { 1: 'damage is left' },
  });
  command.action(async (flags: Flags) => {
    const engine = await context.engine();
    const line = progressLine(context.io);
    const report = await engine.doctor({ fix: flags.fix === true, progress: line.tell });
    await line.end();
    const compaction = flags.compact === true ? await engine.compact() : null;
    await context.reply({
      data: { ...report, compaction },
      text: () =>
        [formatReport(report, context.paint), formatCompaction(compaction)].join('\n').trimEnd(),
    });
    requireHealth(report);
  });
}

function formatReport({ healthy, findings, issues, checked }: DoctorReport, paint: Paint): string {
  const verdict = healthy ? paint('good', 'healthy') : paint('bad', 'damaged');
  const counts = Object.entries(checked).map(([what, count]) => `${count} ${what}`);
  const all = counts.length === 0 ? '' : ` (checked ${counts.join(', ')})`;
  return [`${verdict}: ${issues} issues${all}`, ...findings.map(findingLine)].join('\n');
}

function findingLine({ severity, kind, message, fixed, fixable }: DoctorFinding): string {
  const mended = fixed ? ' (mended)' : fixable ? ' (--fix mends it)' : '';
  return cleanLine(`${severity} ${kind}: ${message}${mended}`);
}

function formatCompaction(compaction: { bytesBefore: number; bytesAfter: number } | null): string {
  if (compaction === null) return '';
  return `compacted: ${compaction.bytesBefore} bytes before, ${compaction.bytesAfter} after`;
}

function requireHealth({ healthy, findings }: DoctorReport): void {
  if (healthy) return;
  const left = findings.filter(({ severity, fixed }) => severity === 'error' && !fixed);
  const hint = left.some(({ fixable }) => fixable)
    ? 'issue doctor --fix'
    : 'restore a backup: issue import FILE';
  throw new Failure(
    'store_damaged',
    `${left.length} kind${left.length === 1 ? '' : 's'} of damage left`,
    {
      hint,
      details: { kinds: left.map(({ kind }) => kind) },
    },
  );
}
