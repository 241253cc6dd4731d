import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { EngineError } from '../errors.js';
import { LIMITS } from '../kernel/limits.js';
import { FIXTURE_ISSUE } from '../testing/play-history.js';
import { ingestUpdate } from './ingest.js';

const HLC = '0lq3v8k2a00b';

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

function written(write: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 5;
  doc.transact(() => write(doc));
  return Y.encodeStateAsUpdate(doc);
}

describe('ingest', () => {
  test('[ING1] random bytes are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 3, maxLength: 300 }), (bytes) => {
        const code = verdict(bytes);
        expect(['invalid_input', 'schema_newer', null]).toContain(code);
      }),
      { numRuns: 3_000 },
    );
  });

  test('[ING1] gaps, strangers beyond counting and lies about length are refused', () => {
    const doc = new Y.Doc();
    doc.clientID = 5;
    doc.getMap('l').set('a/1', true);
    const first = Y.encodeStateVector(doc);
    doc.getMap('l').set('b/1', true);
    expect(verdict(Y.encodeStateAsUpdate(doc, first)), 'the first half is missing').toBe(
      'invalid_input',
    );
    expect(verdict(Y.encodeStateAsUpdate(doc))).toBeNull();
    const many = Array.from({ length: LIMITS.updateClientsMax + 1 }, (_, n) => {
      const one = new Y.Doc();
      one.clientID = n + 1;
      one.getMap('l').set(`label${n}/1`, true);
      return Y.encodeStateAsUpdate(one);
    });
    expect(verdict(Y.mergeUpdates(many.slice(1, 200)))).toBeNull();
    expect(verdict(Y.mergeUpdates(many))).toBe('invalid_input');
    expect(verdict(new Uint8Array(LIMITS.updateBytesMax + 1))).toBe('invalid_input');
    // One writer, one part at clock 2^53 - 1 and of length 2.
    const far = [1, 1, 5, 255, 255, 255, 255, 255, 255, 255, 15, 0, 2, 0];
    expect(verdict(Uint8Array.from(far))).toBe('invalid_input');
    expect(verdict(Uint8Array.from([255, 255, 255, 255, 15, 255, 255, 255, 255, 15]))).toBe(
      'invalid_input',
    );
  });

  test('[ING1] a length that lies reads nothing of the memory around it', () => {
    const secret = new TextEncoder().encode('SECRET-IN-THE-SAME-BUFFER');
    const update = written((doc) => doc.getMap('l').set('ab', true));
    const pool = new Uint8Array(update.length + secret.length);
    pool.set(update);
    pool.set(secret, update.length);
    // The key's length, 2, becomes 20.
    const at = update.findIndex(
      (byte, index) => byte === 2 && update[index + 1] === 97 && update[index + 2] === 98,
    );
    pool[at] = 20;
    expect(verdict(pool.subarray(0, update.length))).toBe('invalid_input');
  });

  const deep = (levels: number): unknown => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level += 1) value = [value];
    return value;
  };

  test.each<[string, (doc: Y.Doc) => void]>([
    ['a nested map', (doc) => doc.getMap('f').set('title/a', new Y.Map())],
    ['a nested text in the tail', (doc) => doc.getArray('t').push([new Y.Text('x')])],
    ['a document in the document', (doc) => doc.getMap('new').set('x', new Y.Doc())],
    ['bytes', (doc) => doc.getMap('f').set('meta.a/a', [new Uint8Array(3), HLC])],
    ['a big integer', (doc) => doc.getMap('f').set('meta.a/a', [10n, HLC])],
    ['undefined', (doc) => doc.getMap('f').set('meta.a/a', [{ x: undefined }, HLC])],
    ['no number', (doc) => doc.getMap('f').set('meta.a/a', [Number.NaN, HLC])],
    ['depth', (doc) => doc.getMap('f').set('meta.a/a', [deep(70), HLC])],
    ['depth in an unknown root', (doc) => doc.getMap('new').set('x', deep(70))],
    ['depth that overflows stacks', (doc) => doc.getArray('t').push([deep(3_000)])],
    ['a list in a map root', (doc) => doc.getArray('f').push(['x'])],
    ['a map in the body', (doc) => doc.getMap('b').set('x', 1)],
    ['formatting in the body', (doc) => doc.getText('b').insert(0, 'x', { bold: true })],
    ['an embed in the body', (doc) => doc.getText('b').insertEmbed(0, { image: 'x' })],
    ['a title of two lines', (doc) => doc.getMap('f').set('title/a', ['a\nb', HLC])],
    ['a title without end', (doc) => doc.getMap('f').set('title/a', ['x'.repeat(70_000), HLC])],
    ['an unknown state', (doc) => doc.getMap('f').set('state/a', ['gone', HLC])],
    ['a register without clock', (doc) => doc.getMap('f').set('title/a', ['x', 'soon'])],
    ['a label with line ends', (doc) => doc.getMap('l').set('a\nb/1', true)],
    ['a label that is not true', (doc) => doc.getMap('l').set('a/1', 'yes')],
    ['a dependency on no issue', (doc) => doc.getMap('d').set('blocked-by:ééééé/1', true)],
    ['a dependency of no kind', (doc) => doc.getMap('d').set('ab3d567890/1', true)],
    ['a comment that is a number', (doc) => doc.getMap('c').set('c0mment1/a', [5, HLC])],
    [
      'a claim without end',
      (doc) =>
        doc.getMap('q').set('a'.repeat(26), {
          a: 'x',
          r: '',
          s: '',
          c: 1e300,
          t: 0,
          p: null,
          h: HLC,
          ttl: 1,
          n: 0,
          m: 1,
          st: 'held',
          by: null,
        }),
    ],
    [
      'a claim under another key',
      (doc) =>
        doc.getMap('q').set('mine', {
          a: 'x',
          r: '',
          s: '',
          c: 1,
          t: 0,
          p: null,
          h: HLC,
          ttl: 1,
          n: 0,
          m: 1,
          st: 'held',
          by: null,
        }),
    ],
    [
      'a prototype',
      (doc) => doc.getMap('f').set('meta.a/a', [JSON.parse('{"__proto__":{"x":1}}'), HLC]),
    ],
    [
      'five times the labels',
      (doc) => Array.from({ length: 1_000 }, (_, n) => doc.getMap('l').set(`l${n}/1`, true)),
    ],
  ])('[ING2] %s is refused', (_, write) => {
    expect(verdict(written(write))).toBe('invalid_input');
  });

  test.each<[string, (doc: Y.Doc) => void]>([
    ['an unknown root', (doc) => doc.getMap('new').set('x', { y: [1] })],
    ['an unknown field', (doc) => doc.getMap('f').set('colour/a', ['red', HLC])],
    ['an unknown form of key', (doc) => doc.getMap('c').set('c0mment1?reaction', ['+1'])],
    ['a key called __proto__', (doc) => doc.getMap('f').set('meta.__proto__/a', ['x', HLC])],
    ['a root called __proto__', (doc) => doc.getMap('__proto__').set('x', 1)],
  ])('[ING2, DOC2] %s passes', (_, write) => {
    expect(verdict(written(write))).toBeNull();
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('[ING2] a newer schema is told as such', () => {
    expect(verdict(written((doc) => doc.getMap('m').set('v', [2, 0])))).toBe('schema_newer');
  });
});
