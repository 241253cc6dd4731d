/** Laws over whole histories: what comes back from a line, and what passes the wall for foreign bytes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import type { ClaimEntry } from '../domain/claim.js';
import type { Incarnation } from '../domain/ids.js';
import { decodeOwn } from '../domain/interchange/own-decode.js';
import type { Mutation } from '../domain/mutation.js';
import { encodeSearchText } from '../domain/query/search-text.js';
import { EngineError } from '../errors.js';
import { makeHlc } from '../kernel/hlc.js';
import { encodeRow, type RowAnchor } from '../store/row-codec.js';
import { StoredRow } from '../store/stored-row.js';
import { FIXTURE_ISSUE, playHistory, START_MS, type Step } from '../testing/play-history.js';
import { lineOf, restoredFrom } from '../testing/restored-line.js';
import { ingestUpdate, mergeUpdate } from './ingest.js';
import { encodeDocument, openDocument } from './open-document.js';
import { projectDocument } from './project.js';
import { toRow, toText } from './row.js';

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const text = fc.oneof(
  word,
  fc.string({ maxLength: 30 }).map((value) => value.replaceAll('\u0000', '')),
);
const commentId = fc.constantFrom('c0mment1', 'c0mment2', 'c0mment3');
const claimId = fc.constantFrom('a', 'b', 'c').map((letter) => letter.repeat(26));
const metadata = fc.oneof(
  fc.constant(null),
  fc.constant(JSON.parse('{"__proto__":{"deep":[1,{"__proto__":"x"}]},"10":2,"b":1}') as unknown),
  fc.json({ maxDepth: 2 }).map((json): unknown => JSON.parse(json.replaceAll('-0', '0'))),
);

const field = fc.oneof(
  fc.record({ field: fc.constant('title'), value: word }),
  fc.record({
    field: fc.constant('state'),
    value: fc.constantFrom('open', 'in-progress', 'closed'),
  }),
  fc.record({ field: fc.constant('reason'), value: fc.option(word) }),
  fc.record({ field: fc.constant('priority'), value: fc.option(fc.integer({ min: 0, max: 4 })) }),
  fc.record({
    field: fc.constant('due'),
    value: fc.option(fc.constantFrom('2026-11-30', '2026-11-30T12:00:00.000Z')),
  }),
  fc.record({
    field: fc.constant('closedMs'),
    value: fc.option(fc.integer({ min: START_MS, max: START_MS + 10 })),
  }),
  fc.record({ field: fc.constant('progress'), value: fc.option(fc.constantFrom(0, 0.1, 0.25, 1)) }),
  fc.record({ field: fc.constant('stage'), value: fc.option(word) }),
  fc.record({ field: fc.constant('deleted'), value: fc.constant(true) }),
  fc.record({ field: fc.constantFrom('meta.a', 'meta.__proto__', 'meta.10'), value: metadata }),
);

function claimEntry(claim: { c: number; state: ClaimEntry['state']; agent: string }): ClaimEntry {
  const hlc = makeHlc(START_MS + claim.c, 0);
  const fixed = {
    replica: 'r',
    session: '',
    t: 0,
    prev: null,
    ttlMs: 60_000,
    renewals: 2,
    renewedMs: START_MS,
  };
  return { ...fixed, agent: claim.agent, c: claim.c, hlc, state: claim.state, by: 'local' };
}

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 6,
    arbitrary: field.map(({ field: name, value }): Mutation => ({ op: 'set', field: name, value })),
  },
  fc
    .record({
      op: fc.constantFrom('add', 'remove'),
      set: fc.constantFrom('labels', 'assignees'),
      element: word,
    })
    .map((one) => one as Mutation),
  fc
    .record({
      op: fc.constantFrom('add', 'remove'),
      target: fc.constantFrom('ab3d567890', 'bc2d567890'),
    })
    .map(
      ({ op, target }) =>
        ({ op, set: 'dependencies', element: `blocked-by:${target}` }) as Mutation,
    ),
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
    .record({
      source: fc.constantFrom('beads', 'github'),
      ref: word,
      url: fc.option(fc.constant('https://example.org/1')),
    })
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
const histories: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        by: fc.nat(2),
        afterMs: fc.constantFrom(0, 0, 1, 5, 1_000),
        mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
        sourceMs: fc.option(fc.integer({ min: 1_600_000_000_000, max: START_MS + 2_000 }), {
          freq: 4,
        }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ by: fc.nat(2), from: fc.nat(2) }) },
  ),
  { minLength: 1, maxLength: 25, size: 'max' },
);

/** The error code, or null when the update passes. */
function verdict(update: Uint8Array, current: readonly Uint8Array[] = []): string | null {
  try {
    ingestUpdate(FIXTURE_ISSUE, current, update);
    return null;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return error.code;
  }
}

describe('any history', () => {
  test('[L7, RST1] any history comes back as the same line, conflicts, comments, claims and activity included', () => {
    let conflicts = 0;
    let claims = 0;
    fc.assert(
      fc.property(histories, (steps: readonly Step[]) => {
        for (const doc of playHistory(steps)) {
          const line = lineOf(doc);
          conflicts += line.includes('"losers"') ? 1 : 0;
          claims += line.includes('"claim":{') ? 1 : 0;
          expect(lineOf(restoredFrom(line))).toBe(line);
        }
      }),
      { numRuns: 400 },
    );
    expect(conflicts, 'no history had a conflict: the test says nothing').toBeGreaterThan(20);
    expect(claims, 'no history had a claim: the test says nothing').toBeGreaterThan(20);
  });

  test('[ING1, ING2] whatever honest replicas wrote passes, and merging it gives their documents', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const [all, ...others] = playHistory(steps).map(encodeDocument);
        let merged: Uint8Array[] = [];
        for (const update of others) {
          const got = ingestUpdate(FIXTURE_ISSUE, merged, update);
          if (got !== null) merged = [...merged, got.update];
        }
        const doc = openDocument(FIXTURE_ISSUE, merged, 9 as Incarnation);
        // The first replica may have written what the others never saw.
        ingestUpdate(FIXTURE_ISSUE, merged, all!);
        mergeUpdate(doc, all!);
        const whole = openDocument(FIXTURE_ISSUE, [all!], 9 as Incarnation);
        const plain = (one: Y.Doc): unknown => {
          const { activity, ...rest } = projectDocument(one, FIXTURE_ISSUE);
          return { ...rest, activity: activity() };
        };
        expect(plain(doc)).toEqual(plain(whole));
      }),
      { numRuns: 100 },
    );
  });

  test('[ING3] what is known already brings nothing', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const [all, second] = playHistory(steps).map(encodeDocument);
        expect(ingestUpdate(FIXTURE_ISSUE, [all!], all!)).toBeNull();
        expect(ingestUpdate(FIXTURE_ISSUE, [all!], second!)).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  test('[L6, ING1] mutated bytes are refused or sound, never a hang, a crash or a touched document', () => {
    const seen = { refused: 0, passed: 0 };
    const change = fc.record({
      at: fc.nat(),
      value: fc.nat(255),
      kind: fc.constantFrom('set', 'cut', 'grow', 'drop'),
    });
    const attempts = fc.array(fc.array(change, { minLength: 1, maxLength: 3 }), {
      minLength: 30,
      maxLength: 30,
    });
    fc.assert(
      fc.property(histories, attempts, (steps, tries) => {
        const [all, second] = playHistory(steps).map(encodeDocument);
        const before = [Uint8Array.from(second!)];
        for (const changes of tries) {
          const mutated = changes.reduce(mutate, all!);
          const code = verdict(mutated, before);
          expect(['invalid_input', 'schema_newer', null]).toContain(code);
          expect(before[0]).toEqual(second);
          if (code !== null) seen.refused += 1;
          if (code !== null || mutated.every((byte, index) => byte === all![index])) continue;
          seen.passed += 1;
          expectUsable(mutated, before);
        }
      }),
      { numRuns: 150 },
    );
    expect(seen.refused).toBeGreaterThan(500);
    expect(seen.passed).toBeGreaterThan(10);
  });
});

/** What passed can be merged, listed, searched and exported. */
function expectUsable(update: Uint8Array, before: readonly Uint8Array[]): void {
  const doc = openDocument(FIXTURE_ISSUE, before, 9 as Incarnation);
  mergeUpdate(doc, update);
  const view = projectDocument(doc, FIXTURE_ISSUE);
  const anchor = { firstUpdate: 0, lastUpdate: 0, updatesCrc: 0, textCrc: 0, seq: 1 };
  const row = new StoredRow(encodeRow(toRow(view), anchor as RowAnchor));
  expect(row.title).toBe(view.title);
  expect(row.dependencies).toEqual(view.dependencies);
  expect(row.author).toBe(view.author);
  encodeSearchText(toText(view));
  expect(decodeOwn(JSON.parse(lineOf(doc)))).toHaveProperty('record');
}

function mutate(
  bytes: Uint8Array,
  { at, value, kind }: { at: number; value: number; kind: string },
): Uint8Array {
  const index = bytes.length === 0 ? 0 : at % bytes.length;
  if (kind === 'cut') return bytes.slice(0, index);
  if (kind === 'drop')
    return Uint8Array.from([...bytes.slice(0, index), ...bytes.slice(index + 1)]);
  if (kind === 'grow')
    return Uint8Array.from([...bytes.slice(0, index), value, ...bytes.slice(index)]);
  const next = Uint8Array.from(bytes);
  next[index] = value;
  return next;
}
