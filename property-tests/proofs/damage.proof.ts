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
import { makeReplica, type Oracle } from '../support/damage-replica.js';
import { TrialProcess } from '../support/damage-process.js';
import type { Trial } from '../support/damage-trial.js';
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
    DAMAGES.flatMap((damage) => Array.from({ length: Math.ceil(WEIGHTS[file] * 2) }, () => ({ file, damage }))),
  );
  for (let n = 0; done.length < trials && n < trials * 2 && hasTime(); n += 1) {
    const chance = makeChance(seed * 10_007 + n);
    const what = plan[Math.floor(chance() * plan.length)] ?? { file: '.ldb' as const, damage: 'flip' as const };
    const place = join(base, 'trial');
    const outcome = await trialProcess?.run({ ...what, seed: seed * 10_007 + n, place });
    if (outcome === undefined) break;
    const trial = 'trial' in outcome ? outcome.trial : endedTrial(what, outcome);
    if (trial === null) continue;
    done.push(trial);
    if (trial.violations.length === 0) continue;
    const kept = join(tmpdir(), `issue-facade-damage-${seed}-${n}`);
    cpSync(place, kept, { recursive: true });
    failures.push(`trial ${n} (${trial.done}; kept in ${kept})\n    ${trial.violations.slice(0, 5).join('\n    ')}`);
  }
  say(formatTable(table(done)));
  expect(failures.join('\n')).toBe('');
  expect(done.length).toBeGreaterThan(0);
}, 7_200_000);

/** The process was ended, by LevelDB's own assertion or by a signal. */
function endedTrial(
  what: { readonly file: FileKind; readonly damage: Damage },
  { ended, signal }: { readonly ended: string; readonly signal: string },
): Trial {
  const violations = [`the process was ended by ${signal} at: ${ended}`];
  return { ...what, done: ended, refused: 0, kinds: [`ended: ${signal}`], whole: false, lost: 0, violations };
}

function table(done: readonly Trial[]): (string | number)[][] {
  const heads = ['file, damage', 'trials', 'harmless', 'refused', 'whole again', 'losses named', 'operations gone', 'wrong'];
  const rows = FILE_KINDS.flatMap((file) =>
    DAMAGES.flatMap((damage) => {
      const of = done.filter((trial) => trial.file === file && trial.damage === damage);
      return of.length === 0 ? [] : [rowOf(file, damage, of)];
    }),
  );
  const kinds = [...new Set(done.flatMap((trial) => trial.kinds))].sort();
  const counted = kinds.map((kind) => [`  ${kind}`, done.filter((trial) => trial.kinds.includes(kind)).length]);
  return [heads, ...rows, ['total', done.length], ['damage named:'], ...counted];
}

function rowOf(file: FileKind, damage: Damage, of: readonly Trial[]): (string | number)[] {
  const count = (isOne: (trial: Trial) => boolean): number => of.filter(isOne).length;
  return [
    `${file}, ${damage}`,
    of.length,
    count(({ refused, kinds }) => refused === 0 && kinds.length === 0),
    count(({ refused }) => refused > 0),
    count(({ whole, refused }) => whole && refused > 0),
    count(({ whole, lost }) => !whole && lost > 0),
    count(({ whole, lost }) => !whole && lost === 0),
    count(({ violations }) => violations.length > 0),
  ];
}
