/** A history of one issue on three replicas that write, merge and collide: what property tests run over. */
import { applyMutations } from '../doc/apply.js';
import { mergeUpdate } from '../doc/ingest.js';
import { encodeDocument, openDocument } from '../doc/open-document.js';
import { projectDocument } from '../doc/project.js';
import type { Incarnation, IssueId } from '../domain/ids.js';
import type { Mutation } from '../domain/mutation.js';
import { makeHlc, observeHlc, parseHlc, tickHlc, type Hlc } from '../kernel/hlc.js';

/** What one replica does next: it writes, or it takes over what another has. */
export type Step =
  | {
      readonly by: number;
      readonly afterMs: number;
      readonly mutations: readonly Mutation[];
      readonly sourceMs: number | null;
    }
  | { readonly by: number; readonly from: number };

/** When every history begins, epoch ms. */
export const START_MS = 1_760_000_000_000;

type Document = ReturnType<typeof openDocument>;

export const FIXTURE_ISSUE = 'fxtre12345' as IssueId;

/** Plays the steps and answers with the three documents; the first replica founds the issue and in the end has seen all. */
export function playHistory(steps: readonly Step[]): readonly Document[] {
  const docs = [1, 2, 3].map((n) =>
    openDocument(FIXTURE_ISSUE, [], (n * 1_000_003) as Incarnation),
  );
  const clocks: Hlc[] = docs.map(() => makeHlc(START_MS, 0));
  let nowMs = START_MS;
  const write = (by: number, mutations: readonly Mutation[], sourceMs: number | null): void => {
    const doc = docs[by];
    if (doc === undefined) return;
    const hlc = tickHlc(clocks[by] ?? makeHlc(0, 0), nowMs);
    clocks[by] = hlc;
    const stamp = {
      hlc,
      incarnation: doc.clientID,
      agent: `agent${by}`,
      agentType: by === 1 ? 'bot' : null,
    };
    applyMutations(doc, mutations, {
      ...stamp,
      via: by === 2 ? 'import:beads' : 'api',
      verb: 'edited',
      sourceMs,
    });
  };
  const merge = (by: number, from: number): void => {
    const [to, source] = [docs[by], docs[from]];
    if (to === undefined || source === undefined || to === source) return;
    mergeUpdate(to, encodeDocument(source));
    const seen = parseHlc(
      projectDocument(source, FIXTURE_ISSUE).activity().at(-1)?.id.slice(0, 12),
    );
    if (seen !== null) clocks[by] = observeHlc(clocks[by] ?? seen, seen, nowMs);
  };
  write(
    0,
    [
      { op: 'found', author: 'ada', createdMs: START_MS },
      { op: 'set', field: 'title', value: 'x' },
    ],
    null,
  );
  merge(1, 0);
  merge(2, 0);
  for (const step of steps) {
    if ('from' in step) merge(step.by, step.from);
    else {
      nowMs += step.afterMs;
      write(step.by, checkpointOnce(step.mutations), step.sourceMs);
    }
  }
  merge(0, 1);
  merge(0, 2);
  return docs;
}

/** One operation makes at most one checkpoint, adds a comment once, and touches a claim once. */
function checkpointOnce(mutations: readonly Mutation[]): readonly Mutation[] {
  const seen = new Set<string>();
  return mutations.filter((one) => {
    const key = one.op.startsWith('comment') ? 'comment' : one.op;
    if (!['comment', 'checkpoint', 'claim'].includes(key)) return true;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
