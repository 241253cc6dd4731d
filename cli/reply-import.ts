/** The answer to an import or a restore: counts, what was rejected, and a failure when something was. [CLI24] */
import type { ImportReport } from '#engine';
import type { Context } from './context.js';
import { Failure } from './failure.js';
import { fieldSet } from './render/fields.js';
import { cleanLine } from './render/sanitise.js';

/** Fields of its JSON. */
export const IMPORT_FIELDS = fieldSet(
  'source created updated unchanged tombstones dependencies comments rejected',
);

const REJECTED_SHOWN = 20;

/** Answers with `report`. @throws import_partial when it holds rejected lines */
export async function replyImport(context: Context, report: ImportReport): Promise<void> {
  await context.reply({
    data: reportJson(report),
    notes: report.notes,
    dryRun: report.dryRun,
    text: () => formatReport(report),
    next: report.created > 0 && !report.dryRun ? ['issue ready'] : [],
  });
  requireComplete(report);
}

function reportJson(report: ImportReport): object {
  const { source, created, updated, unchanged, tombstones, dependencies, comments, rejected } =
    report;
  return { source, created, updated, unchanged, tombstones, dependencies, comments, rejected };
}

function formatReport(report: ImportReport): string {
  const { source, created, updated, unchanged, tombstones, dependencies, comments, rejected } =
    report;
  const counts = [
    `${created} created`,
    `${updated} updated`,
    `${unchanged} unchanged`,
    tombstones === 0
      ? ''
      : `${tombstones} tombstone${tombstones === 1 ? '' : 's'} skipped (kept as deleted)`,
    `${dependencies} ${dependencies === 1 ? 'dependency' : 'dependencies'}`,
    `${comments} comment${comments === 1 ? '' : 's'}`,
    rejected.length === 0 ? '' : `${rejected.length} rejected`,
  ].filter((text) => text !== '');
  const lines = rejected
    .slice(0, REJECTED_SHOWN)
    .map(({ line, reason }) => cleanLine(`line ${line}: ${reason}`));
  const more =
    rejected.length > REJECTED_SHOWN ? [`… and ${rejected.length - REJECTED_SHOWN} more`] : [];
  const dry = report.dryRun ? 'dry run: ' : '';
  return [`${dry}${cleanLine(source)}: ${counts.join(', ')}`, ...lines, ...more].join('\n');
}

function requireComplete({ rejected, dryRun }: ImportReport): void {
  if (rejected.length === 0) return;
  const what = rejected.length === 1 ? '1 line' : `${rejected.length} lines`;
  throw new Failure(
    'import_partial',
    `${what} could not be read; the rest ${dryRun ? 'is fine' : 'was imported'}`,
    {
      hint: 'mend those lines and import the file again',
      details: { rejected: rejected.length },
    },
  );
}
