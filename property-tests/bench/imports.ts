/** Importing: the real file, and synthetic ones of growing size. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './machine.js';
import type { Figure } from './report.js';
import { quantile } from './stopwatch.js';
import { syntheticLines } from './synthetic.js';

/** A project with `count` synthetic issues, and how long the import of them took, ms. */
export function importSynthetic(
  bench: Bench,
  count: number,
): { readonly project: string; readonly tookMs: number } {
  const file = join(bench.directory, `${count}.jsonl`);
  writeFileSync(file, [...syntheticLines(count)].join('\n'));
  const project = bench.project(`synthetic-${count}`);
  return { project, tookMs: timeImport(bench, project, file) };
}

function timeImport(bench: Bench, project: string, file: string): number {
  const startMs = performance.now();
  bench.issue(project, ['import', file]);
  return performance.now() - startMs;
}

/** The figure of one import. */
export function importFigure(
  what: string,
  {
    tookMs,
    budgetMs,
    nodeMs,
  }: { readonly tookMs: number; readonly budgetMs: number | null; readonly nodeMs: number },
): Figure {
  return {
    what,
    budget: budgetMs === null ? '' : `${budgetMs / 1_000} s`,
    measured: `${(tookMs / 1_000).toFixed(2)} s`,
    nodeMs,
    ratio: tookMs / nodeMs,
    held: budgetMs === null ? null : tookMs <= budgetMs,
    value: tookMs,
    unit: 'ms',
  };
}

/** The 3,077 issues of a real project, when `$ISSUE_FACADE_DATA` has them. */
export function benchRealImport(bench: Bench, nodeMs: number): Figure[] {
  const file = join(process.env['ISSUE_FACADE_DATA'] ?? '', 'beads-issues.jsonl');
  if (process.env['ISSUE_FACADE_DATA'] === undefined || !existsSync(file)) {
    console.error(
      'skipped: the import of real issues (ISSUE_FACADE_DATA names no directory with beads-issues.jsonl)',
    );
    return [];
  }
  const times = Array.from({ length: bench.quick ? 1 : 3 }, (_, n) =>
    timeImport(bench, bench.project(`real-${n}`), file),
  );
  const again = timeImport(bench, join(bench.directory, 'real-0'), file);
  return [
    importFigure('import of 3,077 real issues', {
      tookMs: quantile(times, 0.5),
      budgetMs: 2_000,
      nodeMs,
    }),
    importFigure('… the same file again, nothing new', { tookMs: again, budgetMs: null, nodeMs }),
  ];
}
