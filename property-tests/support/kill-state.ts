/** What a project holds, as far as any reader can see, and how two states of it compare. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '#engine';
import { PROVER } from './cli-run.js';
import { builtEngine } from './cli-world.js';

export interface State {
  /** False before `issue init`. */
  readonly exists: boolean;
  /** One line of loss-free JSON an issue, deleted ones included, with the activity. */
  readonly issues: readonly string[];
  readonly queries: string;
  /** Text of the configuration, parsed to be sure that it is whole. */
  readonly config: string;
}

const NOTHING = { exists: false, issues: [], queries: '[]' } as const;

/**
 * Examines the project, opens it as the next command would, reads all of it, writes to it and reads that back.
 * @throws when any of this is not as it should be
 */
export async function readState(
  directory: string,
  options: { readonly writes: boolean },
): Promise<State> {
  const config = readConfigText(directory);
  const engine = await openOrNull(directory);
  if (engine === null) return { ...NOTHING, config };
  try {
    // The doctor comes first: he sees the files as they were left.
    const report = await engine.doctor();
    const bad = report.findings.filter(({ severity }) => severity !== 'info');
    if (!report.healthy || bad.length > 0)
      throw new Error(`doctor found: ${bad.map(({ message }) => message).join('; ')}`);
    const issues: string[] = [];
    for await (const line of engine.export({ deleted: true })) issues.push(line.trimEnd());
    const queries = JSON.stringify(await engine.savedQueries());
    if (options.writes) await proveWritable(engine, directory);
    return { exists: true, issues, queries, config };
  } finally {
    await engine.destroy();
  }
}

async function openOrNull(directory: string): Promise<Engine | null> {
  const { openEngine } = await builtEngine();
  try {
    return await openEngine({ directory, agent: { id: PROVER }, holding: 'exclusive' });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'no_replica') return null;
    throw cause;
  }
}

/** The next command works, and what it acknowledges is there after reopening. */
async function proveWritable(engine: Engine, directory: string): Promise<void> {
  const { issue } = await engine.create({ title: 'Written after the fault' });
  await engine.destroy();
  const again = await openOrNull(directory);
  if (again === null) throw new Error('the replica cannot be found any more');
  const { title } = await again.show(issue.id);
  await again.destroy();
  if (title !== 'Written after the fault') throw new Error('a later write reads back differently');
}

function readConfigText(directory: string): string {
  const path = join(directory, '.issue-facade', 'config.json');
  if (!existsSync(path)) return '';
  const text = readFileSync(path, 'utf8');
  JSON.parse(text);
  return text;
}

/** The state as text in which two runs of one command on equal states are equal: new ids and times are masked. */
export function maskState(state: State, before: State): string {
  const known = new Set(before.issues);
  const text = [...before.issues, before.queries].join('\n');
  const issues = state.issues.map((line) => (known.has(line) ? line : maskLine(line, text)));
  return [`exists ${state.exists}`, ...issues.toSorted(), state.queries, state.config].join('\n');
}

const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const EPOCH_MS = /\b1\d{12}\b/g;
const ENTRY_ID = /\b[0-9a-z]{12,}-[0-9a-z]{8,13}\b/g;
/** With a letter in it: checksums are numbers of ten digits. */
const ID = /\b(?=\d*[a-z])[0-9a-hjkmnp-tv-z]{10,32}\b/g;

function maskLine(line: string, known: string): string {
  let masked = line;
  for (const [pattern, name] of [
    [TIME, 'time'],
    [EPOCH_MS, '0'],
    [ENTRY_ID, 'entry'],
    [ID, 'id'],
  ] as const)
    masked = masked.replace(pattern, (found) => (known.includes(found) ? found : name));
  return sortDependencies(masked);
}

/** They are in the order of ids, and a masked id has none. */
function sortDependencies(line: string): string {
  const issue = JSON.parse(line) as { dependencies: object[] };
  const dependencies = issue.dependencies.map((one) => JSON.stringify(one)).toSorted();
  return JSON.stringify({ ...issue, dependencies });
}

export type Effect = 'none' | 'whole' | 'idle';

/**
 * What a command did: nothing, all of it, or (`idle`) it had nothing to do in the first place.
 * @throws when it did half of it, or acknowledged what it did not do
 */
export function judge(options: {
  readonly before: State;
  /** The state after an undisturbed run from the same state. */
  readonly after: State;
  readonly now: State;
  readonly isAcknowledged: boolean;
}): Effect {
  const { before, after, now, isAcknowledged } = options;
  const was = maskState(before, before);
  const wanted = maskState(after, before);
  const is = maskState(now, before);
  if (was === wanted && is === was) return 'idle';
  if (is === wanted) return 'whole';
  if (is !== was) throw new Error(`neither before nor after:\n${difference(was, wanted, is)}`);
  if (isAcknowledged) throw new Error('acknowledged, but nothing of it is there');
  return 'none';
}

function difference(was: string, wanted: string, is: string): string {
  const found = is.split('\n');
  const strange = found.filter((line) => !was.includes(line) || !wanted.includes(line));
  const missing = [was, wanted].map((text) =>
    text.split('\n').filter((line) => !found.includes(line)),
  );
  return [
    ['found', strange] as const,
    ['before', missing[0]] as const,
    ['wanted', missing[1]] as const,
  ]
    .map(([title, lines = []]) =>
      [title, ...lines.map((line) => `  ${shorten(line, found)}`)].join('\n'),
    )
    .join('\n');
}

/** The line from where it parts from the most similar line found. */
function shorten(line: string, found: readonly string[]): string {
  const shared = (other: string): number => {
    let length = 0;
    while (length < line.length && line[length] === other[length]) length += 1;
    return other === line ? 0 : length;
  };
  const start = Math.max(0, Math.max(...found.map(shared)) - 60);
  return `${line.slice(0, 30)} … ${line.slice(start, start + 500)}`;
}
