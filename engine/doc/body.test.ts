import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { seededRandom } from '../testing/seeded-random.js';
import { applyTextDiff } from './body.js';

type Piece = { readonly insert?: unknown; readonly delete?: number; readonly retain?: number };

function bodyOf(text: string, clientID = 1): { readonly doc: Y.Doc; readonly body: Y.Text } {
  const doc = new Y.Doc();
  doc.clientID = clientID;
  const body = doc.getText('b');
  body.insert(0, text);
  return { doc, body };
}

/** Characters inserted and deleted by making `before` read `after`. */
function edit(before: string, after: string): { inserted: number; deleted: number; text: string } {
  const { doc, body } = bodyOf(before);
  const made = { inserted: 0, deleted: 0 };
  body.observe(({ delta }) => {
    for (const piece of delta as Piece[]) {
      if (typeof piece.insert === 'string') made.inserted += piece.insert.length;
      made.deleted += piece.delete ?? 0;
    }
  });
  doc.transact(() => applyTextDiff(body, after));
  return { ...made, text: body.toString() };
}

function meet(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)));
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)));
}

/** Words as prose has them. */
function prose(words: number, seed = 1): string[] {
  const random = seededRandom(seed);
  return Array.from(
    random.bytes(words),
    (byte) => 'the quick brown fox jumps over a lazy dog again'.split(' ')[byte % 10]!,
  );
}

describe('[DOC5] the smallest edit', () => {
  test.each([
    ['nothing', 'same', 'same', 0, 0],
    ['a word put in', 'one three', 'one two three', 4, 0],
    ['a word taken out', 'one two three', 'one three', 0, 4],
    ['the first text', '', 'hello', 5, 0],
    ['everything out', 'hello', '', 0, 5],
    ['an end', 'list:\n- a', 'list:\n- a\n- b', 4, 0],
    ['words in two far places', 'one bb cc dd two', 'six bb cc dd ten', 6, 6],
  ])('%s', (_, before, after, inserted, deleted) => {
    expect(edit(before, after)).toEqual({ inserted, deleted, text: after });
  });

  test('any text becomes any other', () => {
    const word = fc.constantFrom('a', 'b', ' ', '\n', '😀', '👩‍👩‍👧', 'é', 'ab cd', '日本');
    const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(edit(before, after).text).toBe(after);
      }),
    );
  });

  test('a pair of surrogates is replaced as one, so no half is ever left alone', () => {
    // 😀 and 😁 share their first unit, 😀 and 🨀 their second.
    for (const after of ['x😁y', 'x\u{1f600}\u{1f601}y', 'x\u{1fa00}y', 'xy']) {
      const { doc, body } = bodyOf('x😀y');
      const updates: Uint8Array[] = [];
      doc.on('update', (update: Uint8Array) => updates.push(update));
      doc.transact(() => applyTextDiff(body, after));
      expect(body.toString()).toBe(after);
      const copy = new Y.Doc();
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
      expect(copy.getText('b').toString()).toBe(after);
    }
  });

  test('in a text of 100 KB one changed word costs one word, and its update a few bytes', () => {
    const words = prose(20_000);
    const before = words.join(' ');
    words[12_345] = 'changed';
    const after = words.join(' ');
    expect(before.length).toBeGreaterThan(80_000);
    const made = edit(before, after);
    expect(made.text).toBe(after);
    expect(made.inserted + made.deleted).toBeLessThan(20);
  });

  test('a text of 100 KB rewritten as a whole takes bounded time', () => {
    const before = prose(20_000, 1).join(' ');
    const after = prose(20_000, 2).join(' ');
    const startMs = performance.now();
    expect(edit(before, after).text).toBe(after);
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });
});

describe('[DOC5] edits of two replicas', () => {
  test.each([1, 3])('in places apart both stay (client ids 2 and %d)', (other) => {
    const a = bodyOf('', 2);
    const b = bodyOf('', other);
    a.body.insert(0, 'First line.\nSecond line.\nThird line.\n');
    meet(a.doc, b.doc);
    applyTextDiff(a.body, 'First line, mended.\nSecond line.\nThird line.\n');
    applyTextDiff(b.body, 'First line.\nSecond line.\nThird and last line.\n');
    meet(a.doc, b.doc);
    expect(a.body.toString()).toBe('First line, mended.\nSecond line.\nThird and last line.\n');
    expect(b.body.toString()).toBe(a.body.toString());
  });

  test('two changes of one edit leave what stands between them to others', () => {
    const a = bodyOf('', 2);
    const b = bodyOf('', 3);
    a.body.insert(0, 'alpha beta gamma delta epsilon zeta');
    meet(a.doc, b.doc);
    applyTextDiff(a.body, 'ALPHA beta gamma delta epsilon ZETA');
    applyTextDiff(b.body, 'alpha beta gamma new delta epsilon zeta');
    meet(a.doc, b.doc);
    expect(a.body.toString()).toBe('ALPHA beta gamma new delta epsilon ZETA');
    expect(b.body.toString()).toBe(a.body.toString());
  });
});
