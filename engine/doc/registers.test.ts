import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeHlc, type Hlc } from '../kernel/hlc.js';
import { readRegisters, writeRegister } from './registers.js';

const at = (ms: number): Hlc => makeHlc(ms, 0);

function replica(clientID: number): {
  readonly doc: Y.Doc;
  readonly map: Y.Map<unknown>;
  readonly name: string;
} {
  const doc = new Y.Doc({ guid: 'x' });
  doc.clientID = clientID;
  return { doc, map: doc.getMap('f'), name: clientID.toString(36) };
}

function meet(...docs: readonly Y.Doc[]): void {
  for (const from of docs)
    for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
}

const values = (map: Y.Map<unknown>, field: string): unknown[] =>
  (readRegisters(map).get(field) ?? []).map(({ value }) => value);

describe('writing a register', () => {
  test.each([
    ['the higher client id wrote earlier', 1, 2],
    ['the higher client id wrote later', 2, 1],
  ])(
    '[DOC4] of concurrent writes the later clock is shown and the other is kept (%s)',
    (_, early, late) => {
      const [a, b] = [replica(early), replica(late)];
      writeRegister(a.map, 'title', 'early', { hlc: at(1), incarnation: a.name });
      writeRegister(b.map, 'title', 'late', { hlc: at(2), incarnation: b.name });
      meet(a.doc, b.doc);
      expect(values(a.map, 'title')).toEqual(['late', 'early']);
      expect(values(b.map, 'title')).toEqual(['late', 'early']);
    },
  );

  test('[DOC4] a write removes every value it has seen, also one with a later clock', () => {
    const [a, b] = [replica(1), replica(2)];
    writeRegister(a.map, 'title', 'far ahead', { hlc: at(9), incarnation: a.name });
    meet(a.doc, b.doc);
    writeRegister(b.map, 'title', 'seen it', { hlc: at(2), incarnation: b.name });
    meet(a.doc, b.doc);
    expect(values(a.map, 'title')).toEqual(['seen it']);
    expect([...a.map.keys()]).toEqual([`title/${b.name}`]);
  });

  test('[DOC4] fields whose names begin alike or hold a slash are registers of their own', () => {
    const { map } = replica(1);
    writeRegister(map, 'meta.a', 1, { hlc: at(1), incarnation: '1' });
    writeRegister(map, 'meta.a/b', 2, { hlc: at(1), incarnation: '2' });
    writeRegister(map, 'meta', 3, { hlc: at(1), incarnation: '3' });
    writeRegister(map, 'meta.a', 4, { hlc: at(2), incarnation: '4' });
    expect(values(map, 'meta.a')).toEqual([4]);
    expect(values(map, 'meta.a/b')).toEqual([2]);
    expect(values(map, 'meta')).toEqual([3]);
  });

  test('[DOC4] at one clock reading the higher incarnation is shown, on every replica', () => {
    const [a, b] = [replica(35), replica(36)];
    writeRegister(a.map, 'type', 'z', { hlc: at(5), incarnation: a.name });
    writeRegister(b.map, 'type', '10', { hlc: at(5), incarnation: b.name });
    meet(a.doc, b.doc);
    expect(values(a.map, 'type')).toEqual(['z', '10']);
    expect(values(b.map, 'type')).toEqual(['z', '10']);
  });

  test('[DOC4] a thousand writes by ten replicas leave one value and few bytes', () => {
    const all = Array.from({ length: 10 }, (_, index) => replica(index + 1));
    for (let n = 0; n < 1_000; n += 1) {
      const one = all[n % 10]!;
      writeRegister(one.map, 'progress', n / 1_000, { hlc: at(n), incarnation: one.name });
      const update = Y.encodeStateAsUpdate(one.doc, Y.encodeStateVector(all[(n + 1) % 10]!.doc));
      Y.applyUpdate(all[(n + 1) % 10]!.doc, update);
    }
    meet(...all.map(({ doc }) => doc));
    expect(values(all[3]!.map, 'progress')).toEqual([0.999]);
    expect(Y.encodeStateAsUpdate(all[3]!.doc).length).toBeLessThan(4_000);
  });
});

describe('reading registers', () => {
  test('[DOC8] entries of another form do not count', () => {
    const { map } = replica(1);
    map.set('title', ['no incarnation', at(1)]);
    map.set('/1', ['no field', at(1)]);
    map.set('title/1', 'no list');
    map.set('title/2', ['no clock']);
    map.set('title/3', ['bad clock', 'yesterday']);
    map.set('title/4', new Y.Map());
    map.set('title/5', ['good', at(1)]);
    expect([...readRegisters(map).keys()]).toEqual(['title']);
    expect(values(map, 'title')).toEqual(['good']);
  });

  test('[DOC4] a value with a key that Yjs would drop comes back whole', () => {
    const { doc, map } = replica(1);
    const value: unknown = JSON.parse('{"__proto__":{"a":1},"b":[{"__proto__":2}]}');
    writeRegister(map, 'meta.x', value, { hlc: at(1), incarnation: '1' });
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
    expect(JSON.stringify(values(copy.getMap('f'), 'meta.x')[0])).toBe(JSON.stringify(value));
  });
});
