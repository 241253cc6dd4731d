/** A replica with a life behind it, and an oracle that knows what every reader must be told, now and after each operation. */
import { join } from 'node:path';
import { initReplica, openEngine, type Engine } from '#engine';
import { pick } from './cli-proof.js';
import { snapshotIssue, readAll, type Readings } from './damage-reads.js';

/** One state of an issue: from operation `seq` on. */
export interface PastState {
  readonly seq: number;
  readonly issue: string;
}

export interface Oracle {
  /** `.issue-facade/` of the undamaged replica. */
  readonly directory: string;
  readonly readings: Readings;
  /** Every state that each issue ever had, oldest first. */
  readonly history: ReadonlyMap<string, readonly PastState[]>;
  readonly operations: number;
}

const WORDS =
  'parser crash login token retry queue paint scroll index merge offline relay ümlaut 東京'.split(
    ' ',
  );

export async function makeReplica(
  root: string,
  chance: () => number,
  issues: number,
): Promise<Oracle> {
  const { directory } = await initReplica({ directory: root });
  const open = (): Promise<Engine> =>
    openEngine({ directory: root, holding: 'exclusive', agent: { id: 'ada', session: 's1' } });
  const history = new Map<string, PastState[]>();
  const ids: string[] = [];
  let engine = await open();
  const note = async (id: string): Promise<void> => {
    const { operations: seq } = await engine.status();
    const states = history.get(id) ?? [];
    history.set(id, [...states, { seq, issue: await snapshotIssue(engine, id) }]);
  };
  for (let n = 0; n < issues; n += 1) {
    const id = await createOne(engine, n, ids, chance);
    ids.push(id);
    await note(id);
    const touched = await liveOn(engine, ids, chance);
    if (touched !== null) await note(touched);
    if (n % 30 === 29) {
      if (n === 59) await engine.compact(); // readers see no difference, so no state is noted
      await engine.destroy();
      engine = await open();
    }
  }
  await engine.saveQuery('mine', 'is:open label:bug');
  await engine.saveQuery('late', '@mine priority:high');
  const { operations } = await engine.status();
  const readings = await readAll(engine, ids);
  await engine.destroy();
  return { directory: join(directory), readings, history, operations };
}

async function createOne(
  engine: Engine,
  n: number,
  ids: readonly string[],
  chance: () => number,
): Promise<string> {
  const dependencies =
    ids.length > 3 && chance() < 0.3
      ? [{ kind: 'blocked-by', target: pick(ids, chance) as never }]
      : [];
  const { issue } = await engine.create({
    title: `Issue ${n}: ${words(3, chance)}`,
    body: words(5 + Math.floor(chance() * 60), chance),
    labels: chance() < 0.6 ? [chance() < 0.5 ? 'bug' : 'docs'] : [],
    priority: Math.floor(chance() * 5) as 0,
    dependencies,
  });
  return issue.id;
}

/** One more operation on some issue; answers with the issue it touched. */
async function liveOn(
  engine: Engine,
  ids: readonly string[],
  chance: () => number,
): Promise<string | null> {
  const id = pick(ids, chance);
  const act = chance();
  try {
    if (act < 0.35) await engine.comment(id, `${words(8, chance)} @bob`);
    else if (act < 0.5) await engine.edit([id], { body: words(30, chance), addLabels: ['seen'] });
    else if (act < 0.65) await engine.claims.claimIssue(id, { ttlMs: 12 * 3_600_000 });
    else if (act < 0.75) await engine.close([id], { reason: 'completed' });
    else if (act < 0.8) await engine.delete([id]);
    else return null;
  } catch {
    return null; // closed, deleted or claimed already: an answer, not an operation
  }
  return id;
}

function words(count: number, chance: () => number): string {
  return Array.from({ length: count }, () => pick(WORDS, chance)).join(' ');
}
