/**
 * `npm run proof -- damage`: no damage to one file of a replica is ever returned as data, and a repair is never wrong.
 * PROOF_TRIALS trials (400), or as many as PROOF_SECONDS allow; PBT_SEED repeats the choices of a run. The directory of
 * a failed trial is kept and named.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formatTable, say, stopwatch } from '../support/cli-proof.js';
import { DAMAGES, FILE_KINDS, type Damage, type FileKind } from '../support/damage-files.js';
import { TrialProcess } from '../support/damage-process.js';
import { makeReplica, type Oracle } from '../support/damage-replica.js';
import type { Trial } from '../support/damage-trial.js';
import type { Task } from '../support/damage-worker.js';
import { makeChance } from '../support/histories.js';

const { PROOF_TRIALS, PROOF_SECONDS, PBT_SEED, PROOF_SEED } = process.env;
const seed = Number(PBT_SEED ?? PROOF_SEED ?? Date.now() % 1_000_000);
const trials = Number(PROOF_TRIALS ?? 400);
const seconds = PROOF_SECONDS === undefined ? Number.POSITIVE_INFINITY : Number(PROOF_SECONDS);
const ISSUES = 200;
/** Most trials go where most bytes are. */
const WEIGHTS: Readonly<Record<FileKind, number>> = {
  '.ldb': 10,
  '.log': 5,
  MANIFEST: 3,
  CURRENT: 1,
  HEAD: 2,
  LOCK: 0.3,
  LOG: 0.3,
};

const base = mkdtempSync(join(tmpdir(), 'issue-facade-damage-'));
let oracle: Oracle;
const STOPPED = 'stopped by LevelDB';
let trialProcess: TrialProcess | null = null;

beforeAll(async () => {
  process.env['XDG_STATE_HOME'] = join(base, 'state');
  oracle = await makeReplica(join(base, 'whole'), makeChance(seed), ISSUES);
  trialProcess = new TrialProcess(oracle);
}, 600_000);

afterAll(() => {
  trialProcess?.stop();
  rmSync(base, { recursive: true, force: true });
});

test('[L3, L5, STO5, DIA1–DIA14] damage is refused, named and repaired, never returned', async () => {
  say(`damage: PBT_SEED=${seed}, ${oracle.history.size} issues, ${oracle.operations} operations`);
  const hasTime = stopwatch(seconds);
  const done: Trial[] = [];
  const failures: string[] = [];
  const plan = FILE_KINDS.flatMap((file) =>
    DAMAGES.flatMap((damage) =>
      Array.from({ length: Math.ceil(WEIGHTS[file] * 2) }, () => ({ file, damage })),
    ),
  );
  for (let n = 0; done.length < trials && n < trials * 2 && hasTime(); n += 1) {
    const chance = makeChance(seed * 10_007 + n);
    const what = plan[Math.floor(chance() * plan.length)] ?? {
      file: '.ldb' as const,
      damage: 'flip' as const,
    };
    const place = join(base, 'trial');
    const trial = await runOne({ ...what, place, seed: seed * 10_007 + n, resume: false });
    if (trial === null) continue;
    done.push(trial);
    if (trial.violations.length === 0) continue;
    const kept = join(tmpdir(), `issue-facade-damage-${seed}-${n}`);
    cpSync(place, kept, { recursive: true });
    failures.push(
      `trial ${n} (${trial.done}; kept in ${kept})\n    ${trial.violations.slice(0, 5).join('\n    ')}`,
    );
  }
  say(formatTable(table(done)));
  expect(failures.join('\n')).toBe('');
  expect(done.length).toBeGreaterThan(0);
}, 7_200_000);

/**
 * A flipped bit in the key of a table can make LevelDB end the process by its own assertion when it merges the table in
 * the background. Nothing is answered then and nothing written; the doctor must still do its work. Anything else that
 * ends the process is a violation.
 */
async function runOne(task: Task): Promise<Trial | null> {
  const outcome = await trialProcess?.run(task);
  if (outcome === undefined) throw new Error('no process');
  if ('trial' in outcome) return outcome.trial;
  const { ended, signal } = outcome;
  const isAssertion =
    signal === 'SIGABRT' && ended.startsWith('read after: replica/') && ended.includes('.ldb');
  const resumed = isAssertion ? await trialProcess?.run({ ...task, resume: true }) : undefined;
  const trial = resumed !== undefined && 'trial' in resumed ? resumed.trial : null;
  if (trial !== null) return { ...trial, done: ended, kinds: [...trial.kinds, STOPPED] };
  const violations = [`the process was ended by ${signal} at: ${ended}`];
  const { file, damage } = task;
  return { file, damage, done: ended, refused: 0, kinds: [], whole: false, lost: 0, violations };
}

function table(done: readonly Trial[]): (string | number)[][] {
  const heads = [
    'file, damage',
    'trials',
    'harmless',
    'refused',
    'stopped',
    'whole again',
    'losses named',
    'operations gone',
    'wrong',
  ];
  const rows = FILE_KINDS.flatMap((file) =>
    DAMAGES.flatMap((damage) => {
      const of = done.filter((trial) => trial.file === file && trial.damage === damage);
      return of.length === 0 ? [] : [rowOf(file, damage, of)];
    }),
  );
  const kinds = [...new Set(done.flatMap((trial) => trial.kinds))].sort();
  const counted = kinds.map((kind) => [
    `  ${kind}`,
    done.filter((trial) => trial.kinds.includes(kind)).length,
  ]);
  return [heads, ...rows, ['total', done.length], ['damage named:'], ...counted];
}

function rowOf(file: FileKind, damage: Damage, of: readonly Trial[]): (string | number)[] {
  const count = (isOne: (trial: Trial) => boolean): number => of.filter(isOne).length;
  return [
    `${file}, ${damage}`,
    of.length,
    count(({ refused, kinds }) => refused === 0 && kinds.length === 0),
    count(({ refused, kinds }) => refused > 0 && !kinds.includes(STOPPED)),
    count(({ kinds }) => kinds.includes(STOPPED)),
    count(({ whole, refused }) => whole && refused > 0),
    count(({ whole, lost }) => !whole && lost > 0),
    count(({ whole, lost }) => !whole && lost === 0),
    count(({ violations }) => violations.length > 0),
  ];
}
