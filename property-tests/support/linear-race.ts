/** Commands of the built CLI that want the same thing at the same instant. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCodeOf, runIssue, type CliRun } from './cli-run.js';
import { builtEngine } from './cli-world.js';

/** All processes are up and wait for the replica by then. */
const GATHERING_MS = 3_000;

/**
 * Holds the replica until all processes wait for it, then lets go: first they race for one issue by its id, then with
 * `--next` for three ready ones. @throws when there is not one winner an issue
 */
export async function raceForClaims(
  directory: string,
  processes: number,
  rounds: number,
): Promise<{ readonly races: number; readonly winners: number; readonly refused: number }> {
  const counts = { races: 0, winners: 0, refused: 0 };
  const { initReplica, openEngine } = await builtEngine();
  mkdirSync(directory);
  await initReplica({ directory });
  for (let round = 0; round + 1 < rounds; round += 2) {
    const engine = await openEngine({ directory, holding: 'exclusive' });
    const { issue } = await engine.create({ title: `One ${round}`, labels: ['one'] });
    const many = [`many${round}`];
    for (const title of ['A', 'B', 'C']) await engine.create({ title, labels: many });
    const one = race(directory, processes, ['claim', issue.id, '--json']);
    await sleep(GATHERING_MS);
    await engine.destroy();
    expectWinners(await one, 1, 5, 'claim_held');
    const holder = await openEngine({ directory, holding: 'exclusive' });
    await holder.status();
    const next = race(directory, processes, ['claim', '--next', `label:${many[0]}`, '--json']);
    await sleep(GATHERING_MS);
    await holder.destroy();
    const won = expectWinners(await next, 3, 3, 'not_found').map(claimedIssue);
    if (new Set(won).size !== 3) throw new Error(`--next gave one issue twice: ${won.join(', ')}`);
    counts.races += 2;
    counts.winners += 4;
    counts.refused += 2 * processes - 4;
  }
  return counts;
}

async function race(
  directory: string,
  processes: number,
  argv: readonly string[],
): Promise<CliRun[]> {
  return Promise.all(
    Array.from({ length: processes }, (_, index) =>
      runIssue(argv, { directory, env: { ISSUE_AGENT_ID: `racer-${index}` } }),
    ),
  );
}

function expectWinners(
  runs: readonly CliRun[],
  winners: number,
  exit: number,
  code: string,
): CliRun[] {
  const won = runs.filter((run) => run.code === 0);
  const wrong = runs.filter(
    (run) => run.code !== 0 && (run.code !== exit || errorCodeOf(run) !== code),
  );
  if (won.length === winners && wrong.length === 0) return won;
  const others = wrong.map((run) => `${run.code} ${run.stderr}`).join('\n');
  throw new Error(`${won.length} winners instead of ${winners}; others:\n${others}`);
}

function claimedIssue({ stdout }: CliRun): string {
  const { data } = JSON.parse(stdout) as { data: { id: string } };
  return data.id;
}

/** All run `issue init` at once, and each creates an issue as soon as it is through. @throws when one of them fails */
export async function raceToFound(
  directory: string,
  processes: number,
  rounds: number,
): Promise<{ readonly foundings: number; readonly issues: number }> {
  mkdirSync(directory);
  const { openEngine } = await builtEngine();
  let issues = 0;
  for (let round = 0; round < rounds; round += 1) {
    const project = join(directory, String(round));
    mkdirSync(project);
    const found = async (index: number): Promise<readonly CliRun[]> => {
      const init = await runIssue(['init', '--json'], { directory: project });
      return [init, await runIssue(['create', `By ${index}`, '--json'], { directory: project })];
    };
    const runs = (
      await Promise.all(Array.from({ length: processes }, (_, index) => found(index)))
    ).flat();
    const failed = runs.filter(({ code }) => code !== 0);
    const left = readdirSync(join(project, '.issue-facade')).filter((name) =>
      name.endsWith('.tmp'),
    );
    const engine = await openEngine({ directory: project });
    const { total } = await engine.list();
    issues += total;
    if (failed.length === 0 && left.length === 0 && total === processes) continue;
    const said = failed.map(({ stderr }) => stderr).join('');
    throw new Error(`${failed.length} failed, ${total} issues, left ${left.join()}:\n${said}`);
  }
  return { foundings: Math.ceil(rounds), issues };
}
