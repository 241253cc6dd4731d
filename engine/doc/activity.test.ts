import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Change } from '../domain/activity.js';
import type { IssueId } from '../domain/ids.js';
import type { Stamp } from '../domain/mutation.js';
import { hlcMs, makeHlc, tickHlc, type Hlc } from '../kernel/hlc.js';
import { LIMITS } from '../kernel/limits.js';
import { packChanges, unpackChanges } from './activity-codec.js';
import { foldLines, unfold } from './activity-fold.js';
import { countActivity, foldActivity, latestChangeMs, readActivity } from './activity-log.js';
import { decodeActivity, encodeActivity } from './activity-text.js';
import { ROOT } from './layout.js';

const ID = 'abcdefgh01' as IssueId;
const START_MS = Date.UTC(2026, 0, 1);

const json = fc
  .jsonValue({ maxDepth: 2 })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const name = fc.string({ maxLength: 12 });
const count = fc.nat();
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), field: name, to: json }),
  fc.record({
    kind: fc.constantFrom('add' as const, 'remove' as const),
    set: fc.constantFrom('labels' as const, 'assignees' as const, 'dependencies' as const),
    element: name,
  }),
  fc.record({ kind: fc.constant('body' as const), chars: count, crc: count }),
  fc.record({
    kind: fc.constant('comment' as const),
    op: fc.constantFrom('add' as const, 'edit' as const, 'delete' as const),
    id: name,
    chars: count,
  }),
  fc.record({ kind: fc.constant('checkpoint' as const), name, note: fc.option(name) }),
  fc.record({
    kind: fc.constant('claim' as const),
    op: fc.constantFrom(
      'claim' as const,
      'release' as const,
      'steal' as const,
      'expire' as const,
      'lost' as const,
    ),
    claimId: name,
    agent: name,
    c: count,
    t: count,
    reason: fc.option(name),
  }),
  fc.record({ kind: fc.constant('link' as const), source: name, ref: name }),
);
const changes = fc.array(change, { maxLength: 4 });
const hlc = fc
  .tuple(fc.integer({ min: START_MS, max: START_MS + 5_000 }), fc.constantFrom(0, 0, 0, 1, 46_655))
  .map(([ms, counter]) => makeHlc(ms, counter));

const stampOf = (at: Hlc, rest: Partial<Stamp> = {}): Stamp => ({
  hlc: at,
  incarnation: 2 ** 52 + 7,
  agent: 'alice',
  agentType: null,
  via: 'cli',
  verb: 'edited',
  sourceMs: null,
  ...rest,
});

const entry = fc
  .record({
    hlc,
    agent: fc.constantFrom('alice', 'bob'),
    agentType: fc.constantFrom(null, 'claude'),
    via: fc.constantFrom('cli', 'import:beads'),
    verb: fc.constantFrom('edited', 'closed'),
    sourceMs: fc.option(fc.integer({ min: 0, max: START_MS })),
    changes,
  })
  .map(({ hlc: at, changes: made, ...rest }) => ({ stamp: stampOf(at, rest), changes: made }));

describe('[ACT1] the text of an entry', () => {
  test('tells who, when, through what and what, and reads back', () => {
    fc.assert(
      fc.property(entry, ({ stamp, changes: made }) => {
        const decoded = decodeActivity(encodeActivity(stamp, made), ID);
        expect(decoded).toEqual({
          id: `${stamp.hlc}-${stamp.incarnation.toString(36)}`,
          issue: ID,
          atMs: hlcMs(stamp.hlc as Hlc),
          agent: stamp.agent,
          agentType: stamp.agentType,
          via: stamp.via,
          verb: stamp.verb,
          changes: made,
          updatedMs: stamp.sourceMs ?? hlcMs(stamp.hlc as Hlc),
        });
      }),
    );
  });

  test('changes of a kind that a newer version writes are passed over, the others stay', () => {
    const known: Change = { kind: 'add', set: 'labels', element: 'bug' };
    const packed = [
      ...packChanges([known]),
      ['?', 1],
      'text',
      null,
      ['+', 'z', 'x'],
      ['=', 1],
      ['c', 'q', 'x'],
    ];
    expect(unpackChanges(packed)).toEqual([known]);
    expect(unpackChanges('nothing')).toEqual([]);
  });

  test('[DOC8] text that is none is no entry', () => {
    for (const text of ['', '{}', '[]', '["x"]', 'null', '[', 5, null, new Uint8Array(3), {}])
      expect(decodeActivity(text, ID)).toBe(null);
    fc.assert(fc.property(fc.anything(), (text) => void decodeActivity(text, ID)));
  });
});

describe('[ACT2] folding', () => {
  test('folded lines unfold to the entries they were made of, in order', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 30 }), (entries) => {
        const texts = entries.map(({ stamp, changes: made }) => encodeActivity(stamp, made));
        const { text, latestMs } = foldLines(texts.map((one) => JSON.parse(one) as unknown[]));
        const chunk = [entries.length, latestMs, text];
        const key = `${(2 ** 52 + 7).toString(36)}/x`;
        const back = [...unfold(key, chunk)].map((line) => decodeActivity(line, ID));
        expect(back).toEqual(texts.map((one) => decodeActivity(one, ID)));
        expect(latestMs).toBe(Math.max(...back.map((one) => one!.updatedMs)));
      }),
    );
  });

  test('[DOC8] a chunk that is none unfolds to nothing', () => {
    for (const chunk of [
      null,
      5,
      'x',
      [],
      [1, 2],
      [1, 2, 3],
      [1, 2, 'no\njson'],
      [1, 2, '{}\n[]\n[7,1]\n[[],[]]'],
    ])
      for (const line of unfold('key', chunk)) expect(decodeActivity(line, ID)).toBe(null);
  });

  test('ten thousand operations of two replicas: each entry once, in order, in few bytes', () => {
    const doc = new Y.Doc();
    const tail = doc.getArray<string>(ROOT.tail);
    const expected: string[] = [];
    let at = makeHlc(START_MS, 0);
    for (let n = 0; n < 10_000; n += 1) {
      at = tickHlc(at, START_MS + n * 1_500);
      const incarnation = n % 3 === 0 ? 77 : 2 ** 52 + 7;
      doc.clientID = incarnation;
      const text = encodeActivity(stampOf(at, { incarnation }), [
        { kind: 'set', field: 'progress', to: n / 10_000 },
      ]);
      doc.transact(() => {
        tail.push([text]);
        foldActivity(doc, incarnation);
      });
      expected.push(`${at}-${incarnation.toString(36)}`);
      if (n % 1_000 === 999) expect(countActivity(doc)).toBe(n + 1);
    }
    expect(readActivity(doc, ID).map(({ id }) => id)).toEqual(expected);
    expect(latestChangeMs(doc, ID)).toBe(hlcMs(at));
    expect(tail.length).toBeLessThan(2 * LIMITS.activityChunkEntries);
    expect(Y.encodeStateAsUpdate(doc).length).toBeLessThan(450_000);
  });

  test('an entry that is in the tail and in a chunk counts once', () => {
    const doc = new Y.Doc();
    const text = encodeActivity(stampOf(makeHlc(START_MS, 0)), []);
    const { text: folded, latestMs } = foldLines([JSON.parse(text) as unknown[]]);
    doc.getArray(ROOT.tail).push([text, text]);
    doc.getMap(ROOT.history).set(`${(2 ** 52 + 7).toString(36)}/x`, [1, latestMs, folded]);
    expect(readActivity(doc, ID)).toHaveLength(1);
  });

  test('only entries of the own incarnation are folded, and the newest stay unfolded', () => {
    const doc = new Y.Doc();
    const tail = doc.getArray<string>(ROOT.tail);
    for (let n = 0; n < LIMITS.activityChunkEntries; n += 1) {
      tail.push([encodeActivity(stampOf(makeHlc(START_MS + n, 0), { incarnation: 1 }), [])]);
      tail.push([encodeActivity(stampOf(makeHlc(START_MS + n, 0), { incarnation: 2 }), [])]);
    }
    doc.transact(() => foldActivity(doc, 2));
    expect([...doc.getMap(ROOT.history).keys()]).toEqual([`2/${makeHlc(START_MS, 0)}`]);
    expect(tail.length).toBe(LIMITS.activityChunkEntries + LIMITS.activityTailMax);
    expect(readActivity(doc, ID)).toHaveLength(2 * LIMITS.activityChunkEntries);
  });
});
