/** Whole commands, as an agent runs them: at growing numbers of issues. */
import type { Bench } from './machine.js';
import type { Figure } from './report.js';
import { race, type Contestant, type Times } from './stopwatch.js';
import { SEARCHED } from './synthetic.js';

interface Timed extends Contestant {
  /** Allowed over bare node, ms; null for figures without a budget. */
  readonly overMs: number | null;
}

/** Start-up, reading, writing and searching in `project`, which holds `count` issues. */
export function benchCommands(bench: Bench, project: string, count: number): Figure[] {
  const ids = readyIds(bench, project);
  const [shown = ''] = ids;
  const budget = (at10k: number): number | null =>
    count >= 100_000 ? 120 : count >= 10_000 ? at10k : null;
  const commands: readonly (Omit<Timed, 'project' | 'name'> & { readonly what: string })[] = [
    ...(count === 1_000
      ? [{ what: 'issue --version', args: () => ['--version'], overMs: 15 }]
      : []),
    { what: 'issue show', args: () => ['show', shown], overMs: budget(60) },
    { what: 'issue create', args: (n) => ['create', `Measured in round ${n}`], overMs: budget(60) },
    { what: 'issue claim', args: (n) => ['claim', ids[n] ?? shown], overMs: budget(60) },
    { what: 'issue list, first page', args: () => ['list'], overMs: budget(70) },
    { what: 'issue ready', args: () => ['ready'], overMs: budget(70) },
    { what: 'issue list label:perf', args: () => ['list', 'label:perf'], overMs: budget(120) },
    {
      what: 'issue search, two words',
      args: () => ['search', SEARCHED],
      overMs: count === 10_000 ? 120 : null,
    },
  ];
  const timed = commands.map((one) => ({
    ...one,
    name: `${one.what} at ${count.toLocaleString('en')}`,
    project,
  }));
  const rounds = bench.quick ? 7 : 25;
  const times = race(bench, timed, rounds);
  const node = times.get('node');
  return timed.flatMap(({ name, overMs }) => {
    const taken = times.get(name);
    return taken === undefined || node === undefined ? [] : toFigure(name, { taken, node, overMs });
  });
}

function toFigure(
  what: string,
  {
    taken,
    node,
    overMs,
  }: { readonly taken: Times; readonly node: Times; readonly overMs: number | null },
): Figure {
  const over = taken.medianMs - node.medianMs;
  return {
    what: what.replace('issue --version at 1,000', 'issue --version'),
    budget: overMs === null ? '' : `node + ${overMs} ms`,
    measured: `${taken.medianMs.toFixed(0)} ms (p90 ${taken.p90Ms.toFixed(0)}), over: ${over.toFixed(0)} ms`,
    nodeMs: node.medianMs,
    ratio: taken.medianMs / node.medianMs,
    held: overMs === null ? null : over <= overMs,
    value: over,
    unit: 'ms over node',
  };
}

/** Ids that nothing blocks, in the order of `ready`. */
function readyIds(bench: Bench, project: string): string[] {
  const answer = JSON.parse(bench.issue(project, ['ready', '--limit', '60', '--json', 'id'])) as {
    readonly data: readonly { readonly id: string }[];
  };
  return answer.data.map(({ id }) => id);
}

/** Highest memory of commands that see every issue. */
export async function benchMemory(
  bench: Bench,
  project: string,
  nodeMs: number,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const args of [['list'], ['ready'], ['search', SEARCHED], ['create', 'Memory']]) {
    const bytes = await bench.peakBytes(project, args);
    if (bytes === null) continue;
    const mb = bytes / 2 ** 20;
    figures.push({
      what: `memory of issue ${args[0] ?? ''} at 100,000`,
      budget: '250 MB',
      measured: `${mb.toFixed(0)} MB`,
      nodeMs,
      ratio: null,
      held: mb <= 250,
      value: mb,
      unit: 'MB',
    });
  }
  return figures;
}
