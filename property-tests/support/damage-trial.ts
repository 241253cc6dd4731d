/** One trial: a copy of the replica is damaged, read, examined, repaired and read again; all that is wrong is told. */
import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openEngine, type DoctorReport, type Engine } from '#engine';
import { damageOne, type Damage, type FileKind } from './damage-files.js';
import { DAMAGE_CODES, readAll, type Readings } from './damage-reads.js';
import type { Oracle } from './damage-replica.js';

export interface Trial {
  readonly file: FileKind;
  readonly damage: Damage;
  readonly done: string;
  /** Answers that were errors, before the repair. */
  readonly refused: number;
  readonly kinds: readonly string[];
  /** Reads equal the oracle in everything after the repair. */
  readonly whole: boolean;
  readonly lost: number;
  readonly violations: readonly string[];
}

/** What is done to which copy. */
export interface Plan {
  readonly file: FileKind;
  readonly damage: Damage;
  readonly place: string;
}

/** Damages a fresh copy at `place` and judges it; null when there is nothing to damage. */
export async function runTrial(
  oracle: Oracle,
  plan: Plan & { readonly chance: () => number },
  onStep: (step: string) => void = () => undefined,
): Promise<Trial | null> {
  const { place, file, damage, chance } = plan;
  rmSync(place, { recursive: true, force: true });
  cpSync(dirname(oracle.directory), place, { recursive: true });
  const done = damageOne(join(place, '.issue-facade'), file, damage, chance);
  if (done === null) return null;
  onStep(`read after: ${done}`);
  const violations: string[] = [];
  const engine = await tryOpen(place);
  if (engine === null) {
    const answer = { refused: 1, kinds: ['no_replica'], whole: false, lost: 0 };
    return { file, damage, done, ...answer, violations };
  }
  try {
    const before = await readAll(engine, [...oracle.history.keys()]);
    const refused = judgeReads(oracle.readings, before, violations);
    const examined = await examineAndRepair(oracle, engine, { done, violations, onStep });
    return { file, damage, done, refused, ...examined, violations };
  } finally {
    await engine.destroy();
  }
}

/** Goes on with a copy whose reading ended the process. */
export async function resumeTrial(
  oracle: Oracle,
  { place, file, damage }: Plan,
  onStep: (step: string) => void,
): Promise<Trial> {
  const violations: string[] = [];
  const engine = await tryOpen(place);
  if (engine === null) throw new Error('a replica that was there is gone');
  try {
    const context = { done: 'resumed', violations, onStep };
    const examined = await examineAndRepair(oracle, engine, context);
    return { file, damage, done: 'resumed', refused: 1, ...examined, violations };
  } finally {
    await engine.destroy();
  }
}

async function examineAndRepair(
  oracle: Oracle,
  engine: Engine,
  context: {
    readonly done: string;
    readonly violations: string[];
    readonly onStep: (step: string) => void;
  },
): Promise<Pick<Trial, 'kinds' | 'whole' | 'lost'>> {
  const { done, violations, onStep } = context;
  onStep(`examine after: ${done}`);
  const report = await examine(engine, violations);
  onStep(`repair after: ${done}`);
  const fixed = await examine(engine, violations, true);
  onStep(`read after the repair of: ${done}`);
  const after = await readAll(engine, [...oracle.history.keys()]);
  if (fixed !== null) judgeRepair(oracle, after, fixed, violations);
  const again = await examine(engine, violations);
  if (fixed !== null && isRepaired(fixed) && again?.healthy !== true)
    violations.push(`still unhealthy after the repair: ${JSON.stringify(again?.findings)}`);
  // Nothing is repaired then. A merge in the background may have mended a damaged filter since the first reading.
  const whole = [...oracle.readings].every(([question, answer]) => after.get(question) === answer);
  if (report?.healthy === true && !whole)
    violations.push('the doctor calls healthy what cannot be read');
  const kinds = (report?.findings ?? []).map(({ kind }) => kind);
  return {
    kinds: [...new Set(kinds)].filter((kind) => kind !== 'copied_replica'),
    whole,
    lost: lostIssues(fixed).size,
  };
}

async function tryOpen(place: string): Promise<Engine | null> {
  try {
    return await openEngine({
      directory: place,
      holding: 'exclusive',
      agent: { id: 'ada', session: 's1' },
    });
  } catch {
    return null; // no_replica: neither database nor head record is there
  }
}

/** Every answer is exactly right or a coded refusal. Returns the number of refusals. */
function judgeReads(expected: Readings, found: Readings, violations: string[]): number {
  let refused = 0;
  for (const [question, answer] of expected) {
    const got = found.get(question) ?? '';
    if (got === answer) continue;
    if (got.startsWith('!') && DAMAGE_CODES.has(got.slice(1))) refused += 1;
    else violations.push(`${question}: wrong without an error: ${got.slice(0, 300)}`);
  }
  return refused;
}

async function examine(
  engine: Engine,
  violations: string[],
  fix = false,
): Promise<DoctorReport | null> {
  try {
    return await engine.doctor({ fix });
  } catch (cause) {
    violations.push(
      `doctor${fix ? ' --fix' : ''} failed: ${String(cause instanceof Error ? cause.stack : cause)}`,
    );
    return null;
  }
}

function isRepaired(report: DoctorReport): boolean {
  return !report.findings.some(
    ({ kind }) => kind === 'not_repaired' || kind === 'database_missing',
  );
}

/** After a repair nothing is wrong, and what is missing is named: by issue, or by the operations that are gone. */
function judgeRepair(
  oracle: Oracle,
  after: Readings,
  report: DoctorReport,
  violations: string[],
): void {
  if (!isRepaired(report)) {
    judgeReads(oracle.readings, after, violations);
    return;
  }
  const named = lostIssues(report);
  const gone = lostOperations(report);
  let nameless = numberIn(report, 'issue_lost', /^(\d+) more/);
  const unproven = numberIn(report, 'history_unproven', /before operation (\d+)/);
  let isWhole = named.size === 0;
  for (const [id, states] of oracle.history) {
    const got = after.get(`show ${id}`) ?? '';
    if (named.has(id)) continue;
    const latest = states.at(-1);
    if (got === latest?.issue) continue;
    isWhole = false;
    const since = states.findLastIndex(({ issue }) => issue === got);
    const later = states.slice(since + 1);
    const isAbsent = since < 0 && got === '!not_found';
    if (isAbsent && later.every(({ seq }) => gone.has(seq) || seq < unproven)) continue;
    if (isAbsent && nameless > 0) nameless -= 1;
    else if (since < 0 || !later.every(({ seq }) => gone.has(seq)))
      violations.push(`after the repair, unnamed: show ${id}: ${got.slice(0, 200)}`);
  }
  const lostQueries = report.findings.some(({ kind }) => kind === 'queries_lost') || gone.size > 0;
  for (const [question, answer] of oracle.readings) {
    const got = after.get(question) ?? '';
    if (got.startsWith('!') && got !== '!not_found')
      violations.push(`after the repair: ${question}: ${got}`);
    else if (question === 'queries' && lostQueries) continue;
    else if (isWhole && got !== answer)
      violations.push(`after the repair: ${question} differs although no issue does`);
  }
}

function numberIn(report: DoctorReport, wanted: string, where: RegExp): number {
  const [told] = report.findings.flatMap(({ kind, message }) =>
    kind === wanted ? (where.exec(message)?.[1] ?? []) : [],
  );
  return Number(told ?? 0);
}

function lostIssues(report: DoctorReport | null): Set<string> {
  const losses = (report?.findings ?? []).filter(({ kind }) =>
    /^(issue_lost|changes_lost|history_unproven)$/.test(kind),
  );
  return new Set(
    losses.flatMap(({ message }) => message.match(/\b[a-hjkmnp-s][0-9a-hjkmnp-tv-z]{9}\b/g) ?? []),
  );
}

function lostOperations(report: DoctorReport): Set<number> {
  const gone = new Set<number>();
  for (const { kind, message } of report.findings) {
    if (kind !== 'operations_lost') continue;
    for (const [, from = '', to] of message.matchAll(/(\d+)(?:–(\d+))?(?=[, ])/g))
      for (let seq = Number(from); seq <= Number(to ?? from); seq += 1) gone.add(seq);
  }
  return gone;
}
