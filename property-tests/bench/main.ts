/**
 * `npm run bench [-- --quick] [-- --only NAME]`: the numbers that this program promises to hold, each beside bare
 * `node -e 0` of the same run. Names: commands, memory, import, commit, disk, history, claims. Writes RESULTS.md and
 * results.json unless only a part was measured.
 */
import { parseArgs } from 'node:util';
import { benchCommands, benchMemory } from './commands.js';
import { benchClaims } from './contention.js';
import { benchRealImport, importFigure, importSynthetic } from './imports.js';
import { Bench, describeMachine } from './machine.js';
import { formatTable, saveResults, type Figure } from './report.js';
import { race } from './stopwatch.js';
import { benchCommits, benchDisk, benchHistory } from './writes.js';

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
});
const machine = describeMachine();
const bench = new Bench(values.quick);
const figures: Figure[] = [];
const wants = (name: string): boolean => values.only === undefined || values.only.includes(name);

function take(name: string, more: readonly Figure[]): void {
  figures.push(...more);
  for (const { what, measured, held } of more)
    console.error(`${name}: ${what} — ${measured}${held === false ? ' — NOT HELD' : ''}`);
}

/** Everything that needs a replica of `count` issues. */
async function measureAt(count: number, nodeMs: number): Promise<void> {
  const { project, tookMs } = importSynthetic(bench, count);
  const budgetMs = count === 10_000 ? 5_000 : null;
  const what = `import of ${count.toLocaleString('en')} issues`;
  if (wants('import')) take('import', [importFigure(what, { tookMs, budgetMs, nodeMs })]);
  if (wants('commands')) take('commands', benchCommands(bench, project, count));
  if (wants('memory') && count === 100_000)
    take('memory', await benchMemory(bench, project, nodeMs));
  if (wants('commit') && count === 10_000)
    take('commit', await benchCommits(bench, project, nodeMs));
  if (wants('claims') && count === 1_000) take('claims', await benchClaims(bench, project, nodeMs));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    bench.remove();
    process.exit(1);
  });
try {
  const nodeMs = race(bench, [], values.quick ? 10 : 30).get('node')?.medianMs ?? Number.NaN;
  if (wants('import')) take('import', benchRealImport(bench, nodeMs));
  if (wants('disk')) take('disk', await benchDisk(bench, nodeMs));
  if (wants('history')) take('history', await benchHistory(bench, nodeMs));
  const sizes = values.quick ? [1_000, 10_000] : [1_000, 10_000, 100_000];
  const needed = new Set([
    ...(wants('commands') || wants('import') ? sizes : []),
    ...(wants('claims') ? [1_000] : []),
    ...(wants('commit') ? [10_000] : []),
    ...(wants('memory') && !values.quick ? [100_000] : []),
  ]);
  for (const count of needed) await measureAt(count, nodeMs);
} finally {
  bench.remove();
}
console.log(formatTable(figures, machine));
if (values.only === undefined && !values.quick) saveResults(figures, machine);
