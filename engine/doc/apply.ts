/** Applies one operation's mutations to one document in one transaction and returns the Yjs update. */
import * as Y from 'yjs';
import type { Change } from '../domain/activity.js';
import type { Mutation, Stamp } from '../domain/mutation.js';
import { unreachable } from '../kernel/assert.js';
import { fnv1a } from '../kernel/hash.js';
import type { Hlc } from '../kernel/hlc.js';
import { foldActivity } from './activity-log.js';
import { encodeActivity } from './activity-text.js';
import { applyTextDiff } from './body.js';
import { addElement, removeElement } from './elements.js';
import { META_FOUNDED, META_SCHEMA, plainEntries, ROOT, SCHEMA } from './layout.js';
import { writeRegister } from './registers.js';

export interface Applied {
  /** Yjs v1 bytes of this operation on this document. */
  readonly update: Uint8Array;
  /** The activity entry as stored, or null when the operation leaves no history (a renewal). */
  readonly entry: string | null;
}

/**
 * One transaction, one update, at most one activity entry. The caller has validated the mutations and dropped those
 * that change nothing. [DOC7]
 */
export function applyMutations(doc: Y.Doc, mutations: readonly Mutation[], stamp: Stamp): Applied {
  let update: Uint8Array | null = null;
  const keep = (bytes: Uint8Array): void => {
    update = bytes;
  };
  let entry: string | null = null;
  doc.on('update', keep);
  try {
    doc.transact(() => {
      const changes = mutations.flatMap((mutation) => applyOne(doc, mutation, stamp) ?? []);
      if (changes.length > 0 || mutations.some((mutation) => mutation.op === 'found')) {
        entry = encodeActivity(stamp, changes);
        doc.getArray<string>(ROOT.tail).push([entry]);
        foldActivity(doc, stamp.incarnation);
      }
    }, stamp);
  } finally {
    doc.off('update', keep);
  }
  return { update: update ?? new Uint8Array([0, 0]), entry };
}

function applyOne(doc: Y.Doc, mutation: Mutation, stamp: Stamp): Change | null {
  const clock = { hlc: stamp.hlc as Hlc, incarnation: stamp.incarnation.toString(36) };
  switch (mutation.op) {
    case 'found': {
      const meta = doc.getMap(ROOT.meta);
      meta.set(META_SCHEMA, [SCHEMA.major, SCHEMA.minor]);
      meta.set(META_FOUNDED, [mutation.author, mutation.createdMs, stamp.hlc, stamp.agent]);
      return null;
    }
    case 'set':
      writeRegister(doc.getMap(ROOT.fields), mutation.field, mutation.value, clock);
      return { kind: 'set', field: mutation.field, to: mutation.value };
    case 'add':
      addElement(doc.getMap(ROOT[mutation.set]), mutation.element, clock.incarnation);
      return { kind: 'add', set: mutation.set, element: mutation.element };
    case 'remove':
      removeElement(doc.getMap(ROOT[mutation.set]), mutation.element);
      return { kind: 'remove', set: mutation.set, element: mutation.element };
    case 'body':
      applyTextDiff(doc.getText(ROOT.body), mutation.text);
      return { kind: 'body', chars: mutation.text.length, crc: fnv1a(mutation.text) };
    case 'comment.add':
    case 'comment.edit':
    case 'comment.delete':
      return applyComment(doc, mutation, stamp, clock);
    case 'checkpoint':
      doc
        .getMap(ROOT.checkpoints)
        .set(`${clock.hlc}-${clock.incarnation}`, [mutation.name, mutation.note, stamp.agent]);
      return { kind: 'checkpoint', name: mutation.name, note: mutation.note };
    case 'link':
      doc.getMap(ROOT.links).set(`${mutation.source}#${mutation.ref}`, mutation.url ?? true);
      return { kind: 'link', source: mutation.source, ref: mutation.ref };
    case 'claim':
      return applyClaim(doc, mutation);
    default:
      return unreachable(mutation);
  }
}

type CommentMutation = Extract<Mutation, { op: `comment.${string}` }>;

function applyComment(
  doc: Y.Doc,
  mutation: CommentMutation,
  stamp: Stamp,
  clock: { readonly hlc: Hlc; readonly incarnation: string },
): Change {
  const comments = doc.getMap(ROOT.comments);
  if (mutation.op === 'comment.delete') {
    comments.set(`${mutation.id}!`, [stamp.agent, stamp.hlc]);
    return { kind: 'comment', op: 'delete', id: mutation.id, chars: 0 };
  }
  if (mutation.op === 'comment.add')
    comments.set(mutation.id, [mutation.author, mutation.createdMs, stamp.hlc]);
  writeRegister(comments, mutation.id, mutation.body, clock);
  const op = mutation.op === 'comment.add' ? 'add' : 'edit';
  return { kind: 'comment', op, id: mutation.id, chars: mutation.body.length };
}

function applyClaim(doc: Y.Doc, mutation: Extract<Mutation, { op: 'claim' }>): Change | null {
  const { claimId, entry, act, reason } = mutation;
  const claims = doc.getMap<unknown>(ROOT.claims);
  if (act === 'claim' || act === 'steal') pruneEnded(claims, claimId);
  claims.set(claimId, {
    a: entry.agent,
    r: entry.replica,
    s: entry.session,
    c: entry.c,
    t: entry.t,
    p: entry.prev,
    h: entry.hlc,
    ttl: entry.ttlMs,
    n: entry.renewals,
    m: entry.renewedMs,
    st: entry.state,
    by: entry.by,
  });
  if (act === 'renew') return null;
  return { kind: 'claim', op: act, claimId, agent: entry.agent, c: entry.c, t: entry.t, reason };
}

/** A new grant outranks every entry seen, so ended ones carry nothing any more. Held ones stay: their owners must be told. [CLM4] */
function pruneEnded(claims: Y.Map<unknown>, except: string): void {
  for (const [key, stored] of [...plainEntries(claims)]) {
    const state =
      typeof stored === 'object' && stored !== null && 'st' in stored ? stored.st : null;
    if (key !== except && (state === 'released' || state === 'lost')) claims.delete(key);
  }
}
