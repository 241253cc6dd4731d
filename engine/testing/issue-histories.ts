/** Histories of one issue on several replicas that write, merge and collide: what property tests run over. */
import fc from 'fast-check';
import type { ClaimEntry } from '../domain/claim.js';
import type { Incarnation, IssueId } from '../domain/ids.js';
import type { Mutation } from '../domain/mutation.js';
import { makeHlc, observeHlc, parseHlc, tickHlc, type Hlc } from '../kernel/hlc.js';
import { applyMutations } from '../doc/apply.js';
import { mergeUpdate } from '../doc/ingest.js';
import { encodeDocument, openDocument } from '../doc/open-document.js';
import { projectDocument } from '../doc/project.js';

type Document = ReturnType<typeof openDocument>;

export const FIXTURE_ISSUE = 'fxtre12345' as IssueId;
const START_MS = 1_760_000_000_000;

export type Step =
  | { readonly by: number; readonly afterMs: number; readonly mutations: readonly Mutation[]; readonly sourceMs: number | null }
  | { readonly by: number; readonly from: number };

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const text = fc.oneof(word, fc.string({ maxLength: 30 }).map((value) => value.replaceAll('\u0000', '')));
const commentId = fc.constantFrom('c0mment1', 'c0mment2', 'c0mment3');
const claimId = fc.constantFrom('a', 'b', 'c').map((letter) => letter.repeat(26));
const metadata = fc.oneof(
  fc.constant(null),
  fc.constant(JSON.parse('{"__proto__":{"deep":[1,{"__proto__":"x"}]},"10":2,"b":1}') as unknown),
  fc.json({ maxDepth: 2 }).map((json): unknown => JSON.parse(json.replaceAll('-0', '0'))),
);

const field = fc.oneof(
  fc.record({ field: fc.constant('title'), value: word }),
  fc.record({ field: fc.constant('state'), value: fc.constantFrom('open', 'in-progress', 'closed') }),
  fc.record({ field: fc.constant('reason'), value: fc.option(word) }),
  fc.record({ field: fc.constant('priority'), value: fc.option(fc.integer({ min: 0, max: 4 })) }),
  fc.record({ field: fc.constant('due'), value: fc.option(fc.constantFrom('2026-11-30', '2026-11-30T12:00:00.000Z')) }),
  fc.record({ field: fc.constant('closedMs'), value: fc.option(fc.integer({ min: START_MS, max: START_MS + 10 })) }),
  fc.record({ field: fc.constant('progress'), value: fc.option(fc.constantFrom(0, 0.1, 0.25, 1)) }),
  fc.record({ field: fc.constant('stage'), value: fc.option(word) }),
  fc.record({ field: fc.constant('deleted'), value: fc.constant(true) }),
  fc.record({ field: fc.constantFrom('meta.a', 'meta.__proto__', 'meta.10'), value: metadata }),
);

function claimEntry(claim: { c: number; state: ClaimEntry['state']; agent: string }): ClaimEntry {
  const hlc = makeHlc(START_MS + claim.c, 0);
  const fixed = { replica: 'r', session: '', t: 0, prev: null, ttlMs: 60_000, renewals: 2, renewedMs: START_MS };
  return { ...fixed, agent: claim.agent, c: claim.c, hlc, state: claim.state, by: 'local' };
}

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 6,
    arbitrary: field.map(({ field: name, value }): Mutation => ({ op: 'set', field: name, value })),
  },
  fc
    .record({ op: fc.constantFrom('add', 'remove'), set: fc.constantFrom('labels', 'assignees'), element: word })
    .map((one) => one as Mutation),
  fc
    .record({ op: fc.constantFrom('add', 'remove'), target: fc.constantFrom('ab3d567890', 'bc2d567890') })
    .map(({ op, target }) => ({ op, set: 'dependencies', element: `blocked-by:${target}` }) as Mutation),
  text.map((body): Mutation => ({ op: 'body', text: body })),
  fc
    .record({ id: commentId, author: word, body: text })
    .map((one): Mutation => ({ op: 'comment.add', ...one, createdMs: START_MS })),
  fc.record({ id: commentId, body: text }).map((one): Mutation => ({ op: 'comment.edit', ...one })),
  commentId.map((id): Mutation => ({ op: 'comment.delete', id })),
  fc
    .record({ name: word, note: fc.option(text) })
    .map((one): Mutation => ({ op: 'checkpoint', ...one })),
  fc
    .record({ source: fc.constantFrom('beads', 'github'), ref: word, url: fc.option(fc.constant('https://example.org/1')) })
    .map((one): Mutation => ({ op: 'link', ...one })),
  fc
    .record({
      claimId,
      c: fc.integer({ min: 1, max: 5 }),
      agent: word,
      state: fc.constantFrom<ClaimEntry['state']>('held', 'held', 'released', 'lost'),
    })
    .map(({ claimId: id, state, ...one }): Mutation => {
      const act = state === 'held' ? 'claim' : state === 'lost' ? 'lost' : 'release';
      return { op: 'claim', act, claimId: id, entry: claimEntry({ ...one, state }), reason: null };
    }),
);

/** Steps of three replicas; clocks stand still, run and jump. */
export const histories: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        by: fc.nat(2),
        afterMs: fc.constantFrom(0, 0, 1, 5, 1_000),
        mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
        sourceMs: fc.option(fc.integer({ min: 1_600_000_000_000, max: START_MS + 2_000 }), { freq: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ by: fc.nat(2), from: fc.nat(2) }) },
  ),
  { minLength: 1, maxLength: 25, size: 'max' },
);

/** Plays the steps and answers with the three documents; the first replica founds the issue and in the end has seen all. */
export function playHistory(steps: readonly Step[]): readonly Document[] {
  const docs = [1, 2, 3].map((n) => openDocument(FIXTURE_ISSUE, [], (n * 1_000_003) as Incarnation));
  const clocks: Hlc[] = docs.map(() => makeHlc(START_MS, 0));
  let nowMs = START_MS;
  const write = (by: number, mutations: readonly Mutation[], sourceMs: number | null): void => {
    const doc = docs[by];
    if (doc === undefined) return;
    const hlc = tickHlc(clocks[by] ?? makeHlc(0, 0), nowMs);
    clocks[by] = hlc;
    const stamp = { hlc, incarnation: doc.clientID, agent: `agent${by}`, agentType: by === 1 ? 'bot' : null };
    applyMutations(doc, mutations, { ...stamp, via: by === 2 ? 'import:beads' : 'api', verb: 'edited', sourceMs });
  };
  const merge = (by: number, from: number): void => {
    const [to, source] = [docs[by], docs[from]];
    if (to === undefined || source === undefined || to === source) return;
    mergeUpdate(to, encodeDocument(source));
    const seen = parseHlc(projectDocument(source, FIXTURE_ISSUE).activity().at(-1)?.id.slice(0, 12));
    if (seen !== null) clocks[by] = observeHlc(clocks[by] ?? seen, seen, nowMs);
  };
  write(0, [{ op: 'found', author: 'ada', createdMs: START_MS }, { op: 'set', field: 'title', value: 'x' }], null);
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
