/** One process that keeps the replica: what a commit costs, and what history weighs on disk. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { IssueChange } from '#engine';
import { builtEngine, type Bench } from './machine.js';
import type { Figure } from './report.js';
import { quantile } from './stopwatch.js';
import { syntheticLines } from './synthetic.js';

/** Median and p99 of one durable edit, the replica held. */
export async function benchCommits(
  bench: Bench,
  project: string,
  nodeMs: number,
): Promise<Figure[]> {
  const { openEngine } = await builtEngine();
  const engine = await openEngine({
    directory: project,
    holding: 'exclusive',
    agent: { id: 'bench' },
  });
  const { issues } = await engine.list({ limit: 200 });
  const times: number[] = [];
  const count = bench.quick ? 300 : 2_000;
  for (let n = 0; n < count; n += 1) {
    const id = issues[n % issues.length]?.row.id ?? '';
    const startMs = performance.now();
    await engine.edit([id], { priority: n % 2 === 0 ? 1 : 2, title: `Edit ${n}` });
    times.push(performance.now() - startMs);
  }
  await engine.destroy();
  const [median, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
  return [
    {
      what: 'one durable commit in-process',
      budget: '2 ms median',
      measured: `${median.toFixed(2)} ms (p99 ${p99.toFixed(1)})`,
      nodeMs,
      ratio: median / nodeMs,
      held: median <= 2,
      value: median,
      unit: 'ms',
    },
  ];
}

/** Bytes an issue of a 500-character body and 2 comments takes, as imported and as made by commands. */
export async function benchDisk(bench: Bench, nodeMs: number): Promise<Figure[]> {
  const count = bench.quick ? 500 : 3_000;
  const project = bench.project('disk');
  const { openEngine } = await builtEngine();
  const engine = await openEngine({
    directory: project,
    holding: 'exclusive',
    agent: { id: 'bench' },
  });
  for (const line of syntheticLines(count, 3)) {
    const { title, description, priority, labels, comments } = JSON.parse(line) as SyntheticIssue;
    const { issue } = await engine.create({
      title,
      body: description.slice(0, 500),
      priority,
      labels,
    });
    for (const { text } of comments) await engine.comment(issue.id, text);
  }
  const before = sizeOf(project) / count;
  await engine.compact();
  await engine.destroy();
  const after = sizeOf(project) / count;
  const figure = (what: string, bytes: number): Figure => ({
    what,
    budget: '3 KB',
    measured: `${(bytes / 1_000).toFixed(2)} KB`,
    nodeMs,
    ratio: null,
    held: bytes <= 3_000,
    value: bytes,
    unit: 'bytes',
  });
  return [
    figure('disk an issue (500 characters, 2 comments), written one by one', before),
    figure('… after compaction', after),
  ];
}

interface SyntheticIssue {
  readonly title: string;
  readonly description: string;
  readonly priority: 0 | 1 | 2 | 3 | 4;
  readonly labels: readonly string[];
  readonly comments: readonly { readonly text: string }[];
}

/** Ten thousand edits of one issue, and what stays of them on disk. */
export async function benchHistory(bench: Bench, nodeMs: number): Promise<Figure[]> {
  const count = bench.quick ? 2_000 : 10_000;
  const project = bench.project('history');
  const { openEngine } = await builtEngine();
  const engine = await openEngine({
    directory: project,
    holding: 'exclusive',
    agent: { id: 'bench' },
  });
  const { issue } = await engine.create({ title: 'Edited often', body: 'One issue.' });
  const startMs = performance.now();
  for (let n = 0; n < count; n += 1) await engine.edit([issue.id], changeOf(n));
  const eachMs = (performance.now() - startMs) / count;
  const { bytesAfter } = await engine.compact();
  await engine.destroy();
  const budget = (200_000 * count) / 10_000;
  return [
    {
      what: `${count.toLocaleString('en')} edits of one issue, after compaction`,
      budget: `${budget / 1_000} KB`,
      measured: `${(bytesAfter / 1_000).toFixed(0)} KB (${eachMs.toFixed(2)} ms an edit)`,
      nodeMs,
      ratio: null,
      held: bytesAfter <= budget,
      value: bytesAfter,
      unit: 'bytes',
    },
  ];
}

/** What agents change while they work: mostly how far they are, now and then what the issue says. */
function changeOf(n: number): IssueChange {
  if (n % 50 === 0) return { title: `Edited often, for the ${n}th time` };
  if (n % 20 === 0)
    return { addLabels: [`round-${n % 7}`], removeLabels: [`round-${(n + 6) % 7}`] };
  if (n % 10 === 0)
    return { state: n % 20 === 10 ? 'in-progress' : 'open', priority: n % 3 === 0 ? 1 : 2 };
  return { progress: (n % 100) / 100, ...(n % 5 === 0 ? { status: `step ${n % 13}` } : {}) };
}

/** Bytes of the files of a project's replica. */
function sizeOf(project: string): number {
  const directory = join(project, '.issue-facade', 'replica');
  return readdirSync(directory).reduce(
    (sum, name) => sum + statSync(join(directory, name)).size,
    0,
  );
}
