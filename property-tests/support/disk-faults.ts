/** Single calls on single files that fail: once, or from then on. */
import { errorOf, runIssue } from './cli-run.js';
import { Slot, type World } from './cli-world.js';
import type { SweptCommand } from './kill-commands.js';
import { traceCalls, type TracedCall } from './kill-points.js';
import { judge, readState, type State } from './kill-state.js';

const FAILING = [
  'write',
  'pwrite64',
  'fdatasync',
  'fsync',
  'rename',
  'unlink',
  'openat',
  'mkdir',
] as const;
type Failing = (typeof FAILING)[number];

export interface Fault {
  readonly call: Failing;
  readonly path: string;
  readonly nth: number;
  readonly error: 'EIO' | 'ENOSPC';
  /** `all`: from that call on, on every file of the replica, new ones as well. */
  readonly lasting: 'once' | 'on' | 'all';
}

export interface FaultTarget {
  readonly command: SweptCommand;
  readonly before: State;
  readonly after: State;
  /** By name. */
  readonly faults: ReadonlyMap<string, Fault>;
}

/** One of several places where faults are met side by side. */
export interface FaultLane {
  readonly slot: Slot;
  readonly targets: ReadonlyMap<string, FaultTarget>;
}

export async function openFaultLane(
  world: World,
  directory: string,
  commands: readonly SweptCommand[],
): Promise<FaultLane> {
  const slot = await Slot.settle(world, directory);
  const targets = new Map<string, FaultTarget>();
  for (const command of commands)
    targets.set(command.name, await measureFaults(slot, world, command));
  return { slot, targets };
}

/** What an undisturbed run in the slot does, and every fault that can meet it there. */
async function measureFaults(
  slot: Slot,
  world: World,
  command: SweptCommand,
): Promise<FaultTarget> {
  slot.reset();
  command.prepare?.(slot.directory);
  const before = await readState(slot.directory, { writes: false });
  slot.reset();
  command.prepare?.(slot.directory);
  const { run, calls } = await traceCalls(command.argv(world), slot.directory);
  if (run.code !== 0) throw new Error(`${command.name} fails undisturbed: ${run.stderr}`);
  const after = await readState(slot.directory, { writes: false });
  const faults = new Map(faultsOf(calls).map((fault) => [nameOfFault(fault), fault]));
  return { command, before, after, faults };
}

function faultsOf(calls: readonly TracedCall[]): Fault[] {
  const counts = new Map<string, { call: Failing; path: string; count: number }>();
  for (const { call, path } of calls) {
    const failing = FAILING.find((one) => one === call);
    if (failing === undefined || path === null || !path.includes('issue-facade')) continue;
    // LevelDB's own diary of what it does; it goes on without.
    if (path.endsWith('/LOG')) continue;
    const key = `${call} ${path}`;
    const { count } = counts.get(key) ?? { count: 0 };
    counts.set(key, { call: failing, path, count: count + 1 });
  }
  return [...counts.values()].flatMap(({ call, path, count }) =>
    Array.from({ length: count }, (_, index) => index + 1).flatMap((nth) =>
      (['EIO', 'ENOSPC'] as const).flatMap((error) =>
        (['once', 'on', 'all'] as const).map((lasting) => ({ call, path, nth, error, lasting })),
      ),
    ),
  );
}

/** `write:replica/000005.log:1:EIO:once`: how a fault is named on the command line, in whatever slot. */
export function nameOfFault({ call, path, nth, error, lasting }: Fault): string {
  const remembered = /replicas\/.*\.(head|json)$/.exec(path)?.[1];
  const file =
    remembered === undefined ? path.split('/').slice(-2).join('/') : `memory.${remembered}`;
  return [call, file, nth, error, lasting].join(':');
}

export type FaultOutcome = 'acknowledged' | 'refused' | 'done but refused' | 'no fault';

/** Runs the command into the fault. @throws when what it said and what is there do not agree */
export async function runIntoFault(
  slot: Slot,
  world: World,
  target: FaultTarget,
  fault: Fault,
): Promise<FaultOutcome> {
  const { command, before, after } = target;
  slot.reset();
  command.prepare?.(slot.directory);
  const { call, nth, error, lasting } = fault;
  const when = lasting === 'once' ? String(nth) : `${nth}+`;
  const calls = lasting === 'all' ? FAILING.filter((one) => one !== 'unlink').join(',') : call;
  const run = await runIssue([...command.argv(world), '--json'], {
    directory: slot.directory,
    strace: [
      '-o',
      '/dev/null',
      ...pathsOf(slot, fault),
      '-e',
      `trace=${calls}`,
      '-e',
      `inject=${calls}:error=${error}:when=${when}`,
    ],
  });
  const now = await readState(slot.directory, { writes: true });
  const isAcknowledged = run.code === 0;
  const effect = judge({ before, after, now, isAcknowledged });
  if (isAcknowledged) return 'acknowledged';
  const said = errorOf(run);
  if (said === null || !said.code.startsWith('store_'))
    throw new Error(`exit ${run.code}, signal ${run.signal}: ${run.stderr}`);
  if (effect !== 'whole') return 'refused';
  if (!/may have taken effect|is written/.test(said.message))
    throw new Error(`it said "${said.message}", and nothing of its having been done`);
  return 'done but refused';
}

/** Files that the fault is about. Numbers of LevelDB's files grow by a few in each run. */
function pathsOf(slot: Slot, { path, lasting }: Fault): string[] {
  if (lasting !== 'all') return ['-P', path];
  const replica = `${slot.directory}/.issue-facade/replica`;
  const first = Number(/(\d{6})/.exec(path)?.[1] ?? 1);
  const numbers = Array.from({ length: 40 }, (_, index) =>
    String(Math.max(1, first - 8) + index).padStart(6, '0'),
  );
  const names = numbers.flatMap((number) => [
    `${number}.log`,
    `${number}.ldb`,
    `${number}.dbtmp`,
    `MANIFEST-${number}`,
  ]);
  return [replica, path, ...['CURRENT', ...names].map((name) => `${replica}/${name}`)].flatMap(
    (one) => ['-P', one],
  );
}
