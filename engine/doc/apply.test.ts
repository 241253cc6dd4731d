import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Incarnation, IssueId } from '../domain/ids.js';
import type { Mutation, Stamp } from '../domain/mutation.js';
import { planCreate, planEdit } from '../domain/plan/plan-issue.js';
import { makeHlc } from '../kernel/hlc.js';
import { applyMutations } from './apply.js';
import { ROOT } from './layout.js';
import { encodeDocument, openDocument } from './open-document.js';
import { projectDocument } from './project.js';
import { toRow, toText } from './row.js';

const ID = 'abcdefgh01' as IssueId;
const START_MS = Date.UTC(2026, 0, 1);

const stampOf = (n: number, incarnation = 7): Stamp => ({
  hlc: makeHlc(START_MS + n, 0),
  incarnation,
  agent: 'alice',
  agentType: 'claude',
  via: 'cli',
  verb: 'edited',
  sourceMs: null,
});

function open(incarnation = 7, updates: readonly Uint8Array[] = []): Y.Doc {
  return openDocument(ID, updates, incarnation as Incarnation);
}

function founded(): { readonly doc: Y.Doc; readonly update: Uint8Array } {
  const doc = open();
  const plan = planCreate(
    {
      title: 'One',
      body: 'Text',
      labels: ['bug'],
      assignees: ['bob'],
      priority: 1,
      metadata: { run: { n: 1 } },
    },
    { author: 'alice', createdMs: START_MS },
  );
  return { doc, update: applyMutations(doc, plan, stampOf(0)).update };
}

/** One of every kind of step. */
const EVERYTHING: readonly Mutation[] = [
  { op: 'set', field: 'title', value: 'Two' },
  { op: 'add', set: 'labels', element: 'ui' },
  { op: 'remove', set: 'labels', element: 'bug' },
  { op: 'add', set: 'dependencies', element: 'blocked-by:abcdefgh02' },
  { op: 'body', text: 'Text, longer' },
  {
    op: 'comment.add',
    id: 'c0000001',
    author: 'bob',
    createdMs: START_MS + 5,
    body: 'Hello @carol',
  },
  { op: 'comment.add', id: 'c0000002', author: 'bob', createdMs: START_MS + 6, body: 'gone soon' },
  { op: 'comment.edit', id: 'c0000001', body: 'Hello again @carol' },
  { op: 'comment.delete', id: 'c0000002' },
  { op: 'checkpoint', name: 'tests pass', note: null },
  { op: 'link', source: 'beads', ref: 'bd-1', url: 'https://example.org/1' },
];

describe('applying', () => {
  test('[DOC7] one operation is one update and one entry, and the update alone carries it', () => {
    const { doc, update } = founded();
    let updates = 0;
    doc.on('update', () => (updates += 1));
    const applied = applyMutations(doc, EVERYTHING, stampOf(1));
    expect(updates).toBe(1);
    expect(projectDocument(doc, ID).activity()).toHaveLength(2);
    const copy = open(8, [update, applied.update]);
    expect(JSON.stringify(toRow(projectDocument(copy, ID)))).toBe(
      JSON.stringify(toRow(projectDocument(doc, ID))),
    );
    expect(encodeDocument(copy)).toEqual(encodeDocument(doc));
  });

  test('[DOC7] what every kind of step makes is read back', () => {
    const { doc } = founded();
    applyMutations(doc, EVERYTHING, stampOf(1));
    const view = projectDocument(doc, ID);
    expect(view).toMatchObject({
      title: 'Two',
      body: 'Text, longer',
      labels: ['ui'],
      assignees: ['bob'],
      priority: 1,
      dependencies: [{ kind: 'blocked-by', target: 'abcdefgh02' }],
      author: 'alice',
      createdMs: START_MS,
      updatedMs: START_MS + 1,
      links: [{ source: 'beads', ref: 'bd-1', url: 'https://example.org/1' }],
      conflicts: [],
      revision: '2',
    });
    expect(view.comments).toMatchObject([
      { id: 'c0000001', body: 'Hello again @carol', author: 'bob' },
    ]);
    expect(view.work.checkpoints).toEqual([
      { name: 'tests pass', note: null, agent: 'alice', atMs: START_MS + 1 },
    ]);
    expect(view.work.metadata).toEqual(new Map([['run', { n: 1 }]]));
    expect(toRow(view)).toMatchObject({
      commenters: ['bob'],
      mentions: ['carol'],
      commentCount: 1,
      hasBody: true,
    });
    expect(toText(view)).toMatchObject({ title: 'Two', comments: ['Hello again @carol'] });
    const kinds = view.activity()[1]?.changes.map(({ kind }) => kind);
    expect(kinds).toEqual([
      'set',
      'add',
      'remove',
      'add',
      'body',
      'comment',
      'comment',
      'comment',
      'comment',
      'checkpoint',
      'link',
    ]);
  });

  test('[ACT1] a renewal of a claim changes the document and leaves no entry', () => {
    const { doc } = founded();
    const entry = {
      agent: 'alice',
      replica: 'r',
      session: '',
      c: 1,
      t: 0,
      prev: null,
      hlc: makeHlc(START_MS, 0),
      ttlMs: 60_000,
      renewals: 0,
      renewedMs: START_MS,
      state: 'held',
      by: 'local',
    } as const;
    const claim = { op: 'claim', claimId: 'q1', entry, reason: null } as const;
    applyMutations(doc, [{ ...claim, act: 'claim' }], stampOf(1));
    const renewed = { ...entry, renewals: 1, renewedMs: START_MS + 9 };
    const applied = applyMutations(doc, [{ ...claim, act: 'renew', entry: renewed }], stampOf(2));
    expect(applied.entry).toBe(null);
    expect(applied.update.length).toBeGreaterThan(2);
    expect(projectDocument(doc, ID).claims.get('q1')).toEqual(renewed);
    expect(projectDocument(doc, ID).revision).toBe('2');
  });

  test('[CLM4] a new grant drops ended entries that it has seen and keeps held ones, whose owners must be told', () => {
    const { doc } = founded();
    const base = {
      agent: 'alice',
      replica: 'r',
      session: '',
      t: 0,
      prev: null,
      hlc: makeHlc(START_MS, 0),
      ttlMs: 60_000,
      renewals: 0,
      renewedMs: START_MS,
      by: 'local',
    };
    const put = (
      claimId: string,
      c: number,
      state: 'held' | 'released' | 'lost',
      act: 'claim' | 'renew',
    ): void => {
      const mutation = {
        op: 'claim',
        act,
        claimId,
        entry: { ...base, c, state },
        reason: null,
      } as const;
      applyMutations(doc, [mutation], stampOf(c));
    };
    put('released', 1, 'released', 'renew');
    put('lost', 2, 'lost', 'renew');
    put('held', 3, 'held', 'renew');
    put('next', 4, 'held', 'claim');
    expect([...projectDocument(doc, ID).claims.keys()].sort()).toEqual(['held', 'next']);
  });
});

describe('documents', () => {
  test('[DOC1] everything is in root types under flat keys: no shared type inside another', () => {
    const { doc } = founded();
    applyMutations(doc, EVERYTHING, stampOf(1));
    const known = new Set<string>(Object.values(ROOT));
    for (const [root, type] of doc.share) {
      expect(known.has(root), root).toBe(true);
      const values: unknown[] =
        type instanceof Y.Map ? [...type.values()] : type instanceof Y.Array ? type.toArray() : [];
      expect(values.filter((value) => value instanceof Y.AbstractType)).toEqual([]);
    }
  });

  test('[DOC6] a document is opened whole, writes under the given incarnation, and keeps it', () => {
    const { update } = founded();
    const doc = open(7, [update]);
    expect(doc.clientID).toBe(7);
    applyMutations(doc, EVERYTHING, stampOf(1));
    expect([...Y.decodeStateVector(Y.encodeStateVector(doc)).keys()]).toEqual([7]);
  });

  test('[DOC6] bytes that are no updates, or leave gaps, are damage', () => {
    const { doc, update } = founded();
    const { update: second } = applyMutations(doc, EVERYTHING, stampOf(1));
    expect(() => open(7, [update, Uint8Array.from([9, 9, 9])])).toThrow(
      expect.objectContaining({ code: 'store_damaged' }),
    );
    expect(() => open(7, [second])).toThrow(expect.objectContaining({ code: 'store_damaged' }));
    expect(projectDocument(open(7, [second, update]), ID).title).toBe('Two');
  });
});

describe('versions', () => {
  test('[DOC2] keys and roots of a newer version survive every edit, also of what they stand beside', () => {
    const { doc } = founded();
    doc.transact(() => {
      doc.getMap('m').set('colour', 'blue');
      doc.getMap('f').set('mood/zz', ['fine', makeHlc(START_MS, 0), 'and', 'more']);
      doc.getMap('c').set('c0000001#reactions', { up: 3 });
      doc.getMap('q').set('new kind of claim', { v: 2 });
      doc.getMap('future').set('a', 1);
      doc.getText('notes').insert(0, 'later');
      doc.getArray('t').push(['["of a later form"]', { later: true }]);
    });
    applyMutations(doc, EVERYTHING, stampOf(1));
    applyMutations(
      doc,
      planEdit(projectDocument(doc, ID), { setLabels: [], body: 'new', title: 'Three' }, START_MS),
      stampOf(2),
    );
    const copy = open(8, [encodeDocument(doc)]);
    expect(copy.getMap('m').get('colour')).toBe('blue');
    expect(copy.getMap('f').get('mood/zz')).toEqual(['fine', makeHlc(START_MS, 0), 'and', 'more']);
    expect(copy.getMap('c').get('c0000001#reactions')).toEqual({ up: 3 });
    expect(copy.getMap('q').get('new kind of claim')).toEqual({ v: 2 });
    expect(copy.getMap('future').get('a')).toBe(1);
    expect(copy.getText('notes').toString()).toBe('later');
    expect(copy.getArray('t').toArray()).toContain('["of a later form"]');
    expect(projectDocument(copy, ID)).toMatchObject({ title: 'Three', body: 'new', labels: [] });
  });
});
