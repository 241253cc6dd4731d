/**
 * Sixteen real processes on one replica, some of them killed on the way: nothing acknowledged is lost, and every
 * issue's history of claims is one that a single lock could have given. `npm run proof:linear`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleProgram } from '../support/children.js';
import { claimModel } from '../support/claim-model.js';
import { readProof, say, stopwatch } from '../support/cli-proof.js';
import { builtEngine } from '../support/cli-world.js';
import { claimCalls, tokenFaults, writeFaults } from '../support/linear-history.js';
import { raceForClaims, raceToFound } from '../support/linear-race.js';
import { runRound, type Round, type RoundPlan } from '../support/linear-round.js';
import { checkLinearizable, formatHistory } from '../support/linearizability.js';

const proof = readProof('proof:linear');
const base = mkdtempSync(join(tmpdir(), 'issue-facade-linear-'));
/** Absent PROOF_SECONDS: three rounds of sixteen processes and ten planted ones. */
const seconds = Math.min(proof.seconds, 240);
const PROCESSES = 16;
const COMMANDS = 200;
const COMMANDS_PER_SECOND_MIN = 100;
/** Share of the processors that others may use while the rate still counts. */
const OTHERS_SHARE_MAX = 0.1;
let program: string;

beforeAll(async () => {
  program = await bundleProgram('linear-child', base);
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

function plan(name: string, options: Partial<RoundPlan>): RoundPlan {
  return {
    program,
    directory: join(base, name),
    seed: proof.seed,
    processes: PROCESSES,
    commands: COMMANDS,
    seconds: 60,
    contestedCount: 6,
    stealShare: 0.05,
    badShare: 0,
    kills: 0,
    ...options,
  };
}

async function openRound({ directory }: RoundPlan) {
  const { openEngine } = await builtEngine();
  return openEngine({ directory, holding: 'exclusive' });
}

/** Verdicts over the issues of a round. */
function judgeClaims({
  history,
  contested,
}: Round): { kind: string; calls: number; text: string }[] {
  return contested.map((issue) => {
    const calls = claimCalls(history, issue);
    const verdict = checkLinearizable(claimModel, calls);
    const stuck = verdict.kind === 'violation' ? formatHistory([verdict.stuckAt]) : '';
    return { kind: verdict.kind, calls: calls.length, text: stuck };
  });
}

function reportRound(round: Round, seed: number, verdicts: readonly { calls: number }[]): number {
  const { history } = round;
  const rate = history.length / round.seconds;
  const refused = history.filter(({ returned }) => returned?.result.kind === 'refused');
  const codes = new Set(
    refused.map(({ returned }) => returned?.result.kind === 'refused' && returned.result.code),
  );
  const unknown = history.filter(({ returned }) => returned === null).length;
  const waits = history.map(
    ({ calledAt, returned }) => ((returned?.at ?? calledAt) - calledAt) / 1e6,
  );
  const slowest = Math.round(waits.reduce((most, wait) => Math.max(most, wait), 0));
  say(
    `proof:linear: seed ${seed}: ${history.length} commands of ${PROCESSES} processes in ` +
      `${round.seconds.toFixed(1)} s (${Math.round(rate)}/s, slowest ${slowest} ms, ` +
      `${(round.use.oursMs / history.length).toFixed(1)} ms of processor time each, ` +
      `others used ${Math.round(100 * round.use.othersShare)} % of it), ${round.killed} killed, ` +
      `${unknown} unknown, ${refused.length} refused (${[...codes].join(', ')}); ` +
      `${verdicts.length} claim histories of ${verdicts.map(({ calls }) => calls).join(', ')} calls`,
  );
  return rate;
}

test('[L1, L9] sixteen processes on one replica: nothing acknowledged is lost, claims are linearizable', async () => {
  const hasTime = stopwatch(seconds * 0.5);
  const rounds: { rate: number; othersShare: number }[] = [];
  for (let round = 0; round < 3 && (round === 0 || hasTime()); round += 1) {
    const seed = proof.seed + round;
    const options = plan(`round-${round}`, {
      seed,
      kills: 3,
      seconds: Math.max(10, seconds * 0.5),
    });
    const done = await runRound(options);
    const verdicts = judgeClaims(done);
    rounds.push({ rate: reportRound(done, seed, verdicts), othersShare: done.use.othersShare });
    const replay = `PROOF_SEED=${seed} npm run proof:linear`;
    for (const { kind, text } of verdicts) expect(kind, `${replay}\n${text}`).toBe('linearizable');
    expect(
      done.contested.flatMap((issue) => tokenFaults(done.history, issue)),
      replay,
    ).toEqual([]);
    const engine = await openRound(options);
    expect(await writeFaults(done.history, engine), replay).toEqual([]);
    expect((await engine.doctor()).findings.filter(({ severity }) => severity !== 'info')).toEqual(
      [],
    );
    await engine.destroy();
    expect(done.killed, 'processes were killed').toBeGreaterThan(0);
  }
  const judged = rounds.filter(({ othersShare }) => othersShare < OTHERS_SHARE_MAX);
  if (judged.length === 0)
    say('proof:linear: the machine is busy with other things: its rate is not judged');
  else
    expect(Math.max(...judged.map(({ rate }) => rate)), 'commands a second').toBeGreaterThanOrEqual(
      COMMANDS_PER_SECOND_MIN,
    );
});

test('[L9] the proof itself: a lock that grants 2 % of the claims it must refuse is rejected', async () => {
  const hasTime = stopwatch(seconds * 0.3);
  const counts = { histories: 0, broken: 0, caught: 0, accused: 0, grants: 0 };
  for (let round = 0; round < 10 && (counts.broken < 4 || hasTime()); round += 1) {
    const options = plan(`planted-${round}`, {
      seed: proof.seed + 100 + round,
      processes: 8,
      seconds: 20,
      contestedCount: 4,
      stealShare: 0,
      badShare: 0.02,
    });
    const done = await runRound(options);
    judgeClaims(done).forEach(({ kind }, index) => {
      const issue = done.contested[index];
      const bad = done.history.filter(
        ({ deed, returned }) =>
          deed.kind === 'lock' &&
          deed.issue === issue &&
          returned?.result.kind === 'lock' &&
          returned.result.isBad,
      ).length;
      counts.histories += 1;
      counts.grants += bad;
      if (bad > 0) counts.broken += 1;
      if (bad > 0 && kind === 'violation') counts.caught += 1;
      if (bad === 0 && kind === 'violation') counts.accused += 1;
    });
  }
  const share = ((100 * counts.caught) / counts.broken).toFixed(0);
  say(
    `proof:linear: planted: ${counts.grants} bad grants in ${counts.broken} of ${counts.histories} histories; ` +
      `caught ${counts.caught} (${share} %), wrongly accused ${counts.accused}`,
  );
  expect(counts.broken, proof.replay()).toBeGreaterThan(0);
  expect(counts.accused, proof.replay()).toBe(0);
  expect(counts.caught / counts.broken, proof.replay()).toBeGreaterThanOrEqual(0.5);
});

test('[L9] sixteen commands claim one issue at one instant: one wins, the others exit with 5', async () => {
  const rounds = await raceForClaims(
    join(base, 'race'),
    PROCESSES,
    Math.max(2, Math.min(6, seconds / 20)),
  );
  say(`proof:linear: races of ${PROCESSES} commands: ${JSON.stringify(rounds)}`);
});

test('[L1] sixteen commands found one project at one instant: all succeed, one replica is there', async () => {
  const counts = await raceToFound(
    join(base, 'found'),
    PROCESSES,
    Math.max(2, Math.min(6, seconds / 20)),
  );
  say(`proof:linear: foundings by ${PROCESSES} commands: ${JSON.stringify(counts)}`);
});
