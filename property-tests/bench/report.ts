/** The figures as a table people read and as JSON machines compare. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Machine } from './machine.js';

export interface Figure {
  readonly what: string;
  readonly budget: string;
  readonly measured: string;
  /** Median of `node -e 0` in the same run, ms. */
  readonly nodeMs: number;
  /** The figure in units of `node -e 0`, or null where that says nothing. */
  readonly ratio: number | null;
  /** Null for figures without a budget. */
  readonly held: boolean | null;
  readonly value: number;
  readonly unit: string;
}

export function formatTable(figures: readonly Figure[], machine: Machine): string {
  const rows = figures.map(({ what, budget, measured, nodeMs, ratio, held }) =>
    [
      what,
      budget,
      measured,
      `${nodeMs.toFixed(1)} ms`,
      ratio === null ? '' : `${ratio.toFixed(1)}×`,
      heldWord(held),
    ].join(' | '),
  );
  return [
    '# Benchmarks',
    '',
    `\`npm run bench\` on ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.platform}, Node ${machine.node}, ${machine.date}; load before: ${machine.loadBefore}.`,
    'Times of commands are whole processes, start to exit, medians over rounds with bare `node -e 0` between them (samples around slow bare starts are left out: the machine was busy); “over” is what the command adds to it.',
    '',
    '| what | budget | measured | bare node | ratio | held? |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n');
}

function heldWord(held: boolean | null): string {
  if (held === null) return '';
  return held ? 'yes' : '**no**';
}

/** Writes RESULTS.md and results.json beside this file. */
export function saveResults(figures: readonly Figure[], machine: Machine): void {
  const at = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  writeFileSync(at('RESULTS.md'), formatTable(figures, machine));
  writeFileSync(at('results.json'), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
}
