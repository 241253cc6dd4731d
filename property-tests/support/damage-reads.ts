/** Everything a reader can ask, each answer as text or as the code of the error it failed with. */
import { EngineError, type Engine, type ListedIssue } from '#engine';

/** Question → answer. An answer that begins with `!` is the code of an error. */
export type Readings = ReadonlyMap<string, string>;

const DELETED = '(deleted)';

/** Damage may be answered with these and no others. */
export const DAMAGE_CODES: ReadonlySet<string> = new Set([
  'store_damaged',
  'store_missing',
  'store_io',
  'no_replica',
]);

export async function readAll(engine: Engine, ids: readonly string[]): Promise<Readings> {
  const readings = new Map<string, string>();
  const ask = async (question: string, answer: () => Promise<string>): Promise<void> => {
    readings.set(question, await answerOf(answer));
  };
  for (const query of ['', 'crash', 'label:bug sort:created', 'is:blocked', '東京 -is:closed'])
    await ask(`list ${query}`, async () => {
      const { issues, total } = await engine.list({ query, openByDefault: false, limit: 1000 });
      return [total, ...issues.map(listed)].join('\n');
    });
  for (const id of ids) await ask(`show ${id}`, () => snapshotIssue(engine, id));
  await ask('export', async () => {
    const lines: string[] = [];
    for await (const line of engine.export({ deleted: true })) lines.push(line);
    return lines.join('\n');
  });
  await ask('activity', async () => {
    const entries = await engine.activity({ limit: 100_000 });
    return entries.map((entry) => JSON.stringify(entry)).join('\n');
  });
  await ask('queries', async () => JSON.stringify(await engine.savedQueries()));
  await ask('words', async () => {
    const { labels, assignees } = await engine.vocabulary();
    return JSON.stringify([labels, assignees].map((counts) => [...counts].map(String).sort()));
  });
  return readings;
}

async function answerOf(answer: () => Promise<string>): Promise<string> {
  try {
    return await answer();
  } catch (cause) {
    if (cause instanceof EngineError) return `!${cause.code}`;
    return `!uncoded ${String(cause instanceof Error ? cause.stack : cause)}`;
  }
}

/** The issue without what depends on when it is asked. */
export async function snapshotIssue(engine: Engine, id: string): Promise<string> {
  try {
    const { claim, work, activity, ...plain } = await engine.show(id);
    const { metadata, ...state } = work;
    return JSON.stringify({
      ...plain,
      activity,
      work: { ...state, metadata: [...metadata] },
      claim:
        claim === null
          ? null
          : [claim.claimId, claim.agent, claim.session, claim.token, claim.state],
    });
  } catch (cause) {
    if (cause instanceof EngineError && /was deleted/.test(cause.message)) return DELETED;
    throw cause;
  }
}

function listed({
  row,
  shortId,
  ready,
  blocked,
  openBlockers,
  openDependents,
  claim,
}: ListedIssue): string {
  const {
    id,
    title,
    state,
    priority,
    labels,
    assignees,
    updatedMs,
    createdMs,
    closedMs,
    commentCount,
  } = row;
  const who = claim === null ? null : [claim.claimId, claim.state];
  return JSON.stringify([
    [id, title, state, priority, labels, assignees, updatedMs, createdMs, closedMs, commentCount],
    [row.author, row.commenters, row.mentions, row.hasBody, row.dependencies, row.deleted],
    [shortId, ready, blocked, openBlockers, openDependents, who],
  ]);
}
