import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { addElement, readElements, removeElement } from './elements.js';

function replica(clientID: number): {
  readonly doc: Y.Doc;
  readonly map: Y.Map<unknown>;
  readonly name: string;
} {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  return { doc, map: doc.getMap('l'), name: clientID.toString(36) };
}

function meet(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)));
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)));
}

test.each([
  [1, 2],
  [2, 1],
])(
  '[DOC9] an add stays though another writer added and removed the same meanwhile (%d, %d)',
  (mine, other) => {
    const [a, b] = [replica(mine), replica(other)];
    addElement(b.map, 'bug', b.name);
    removeElement(b.map, 'bug');
    addElement(a.map, 'bug', a.name);
    meet(a.doc, b.doc);
    expect([readElements(a.map), readElements(b.map)]).toEqual([['bug'], ['bug']]);
  },
);

test('[DOC9] a remove takes every add it has seen, and only of this element', () => {
  const [a, b] = [replica(1), replica(2)];
  for (const { map, name } of [a, b])
    for (const element of ['a', 'a/b', 'a/b/c', '__proto__']) addElement(map, element, name);
  meet(a.doc, b.doc);
  removeElement(a.map, 'a/b');
  meet(a.doc, b.doc);
  expect(readElements(b.map)).toEqual(['__proto__', 'a', 'a/b/c']);
});

test('[DOC2] keys of another form are no elements', () => {
  const { map } = replica(1);
  for (const key of ['bug', '/1', 'bug/', 'bug/UPPER', 'bug/1']) map.set(key, true);
  expect(readElements(map)).toEqual(['bug']);
});
