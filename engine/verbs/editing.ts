/** Verbs that change issues: create, edit, close, reopen, delete, comment, progress, checkpoint. */
import type { WriteOptions, Written } from '../api.js';
import type { IssueChange, NewIssue } from '../domain/change.js';
import { checkText } from '../domain/fields.js';
import {
  makeCommentId,
  makeIssueId,
  parseCommentId,
  type CommentId,
  type IssueId,
} from '../domain/ids.js';
import type { Comment } from '../domain/issue.js';
import type { Mutation } from '../domain/mutation.js';
import { planCreate, planEdit, verbOf } from '../domain/plan/plan-issue.js';
import { EngineError } from '../errors.js';
import { LIMITS } from '../kernel/limits.js';
import type { Transaction } from '../session/transaction.js';
import { endingNeedle } from '../store/find-text.js';
import type { Store } from '../store/store.js';
import { checkAcyclic } from './acyclic.js';
import { guardClaim, releaseOnClose } from './claim-guard.js';
import { addWaiting, planEdges } from './edge-changes.js';
import { identify } from './identify.js';
import { toIssue } from './to-issue.js';
import type { Work } from './work.js';

/** A new issue. With a `key`, a second call by the same author answers with the first issue. [EDT3] */
export async function create(
  work: Work,
  issue: NewIssue,
  options: WriteOptions = {},
): Promise<Written> {
  return work.write(
    (tx) => {
      const known = issue.key === undefined ? null : findByKey(tx.store, keyRef(work, issue.key));
      if (known !== null) return { id: known, changed: false };
      const id = freshId(work, tx.store);
      const dependencies = (issue.dependencies ?? []).map(({ kind, target }) => ({
        kind,
        target: identify(tx.store, target),
      }));
      const founding = { author: work.agent.id, createdMs: Math.floor(tx.now.wallMs) };
      const mutations = planCreate({ ...withNames(work, issue), dependencies }, founding);
      if (issue.key !== undefined)
        mutations.push({ op: 'link', source: 'key', ref: keyRef(work, issue.key), url: null });
      const blocks = (issue.blocks ?? []).map((target) => identify(tx.store, target));
      checkAcyclic(tx.store, [
        ...dependencies.map(({ kind, target }) => ({ from: id, kind, to: target })),
        ...blocks.map((from) => ({ from, kind: 'blocked-by', to: id })),
      ]);
      tx.change(id, mutations, { verb: 'created' });
      addWaiting(tx, id, blocks);
      return { id, changed: true };
    },
    (tx, { id, changed }, store) => written(work, tx, store, id, changed),
    options,
  );
}

/** The same change to several issues, all or nothing. */
export async function edit(
  work: Work,
  ids: readonly string[],
  change: IssueChange,
  options: WriteOptions & { readonly verb?: string; readonly comment?: string } = {},
): Promise<readonly Written[]> {
  return changeEach(work, ids, options, (tx, id) => {
    const edges = planEdges(tx, id, change);
    const plain = planEdit(tx.view(id), withNames(work, change), tx.now.wallMs);
    const mutations = [...plain, ...edges.mutations];
    addWaiting(tx, id, edges.waiting);
    const verb = options.verb ?? verbOf(mutations);
    if (options.comment !== undefined && options.comment !== '')
      mutations.push(newComment(work, tx, options.comment));
    if (change.state === 'closed') mutations.push(...releaseOnClose(work, tx, id));
    return { mutations, verb, changed: edges.waiting.length > 0 };
  });
}

/** `me` and `@me` among assignees stand for the agent that acts. */
function withNames<C extends NewIssue | IssueChange>(work: Work, change: C): C {
  const named = (names: readonly string[]): string[] =>
    names.map((name) => (/^@?me$/i.test(name) ? work.agent.id : name));
  const resolved: Record<string, unknown> = { ...change };
  for (const key of ['assignees', 'addAssignees', 'removeAssignees', 'setAssignees']) {
    const names = resolved[key];
    if (Array.isArray(names)) resolved[key] = named(names as string[]);
  }
  return resolved as C;
}

/** Tombstones: hidden everywhere, kept in the activity. */
export async function remove(
  work: Work,
  ids: readonly string[],
  options: WriteOptions = {},
): Promise<readonly Written[]> {
  return changeEach(work, ids, options, (tx, id) => ({
    mutations: tx.view(id).deleted ? [] : [{ op: 'set', field: 'deleted', value: true }],
    verb: 'deleted',
  }));
}

export async function comment(
  work: Work,
  id: string,
  body: string,
  options: WriteOptions = {},
): Promise<Written & { readonly comment: Comment }> {
  let commentId: string | null = null;
  const [result] = await changeEach(work, [id], options, (tx, issue) => {
    if (tx.view(issue).comments.length >= LIMITS.commentsMax)
      throw new EngineError(
        'invalid_input',
        `an issue holds at most ${LIMITS.commentsMax} comments`,
      );
    const mutation = newComment(work, tx, body);
    commentId = mutation.id;
    return { mutations: [mutation], verb: 'commented' };
  });
  const comment = result?.issue.comments.find((one) => one.id === commentId);
  if (result === undefined || comment === undefined)
    throw new EngineError('internal', 'the comment just written does not show');
  return { ...result, comment };
}

export async function editComment(
  work: Work,
  id: string,
  commentText: string,
  body: string,
  options: WriteOptions = {},
): Promise<Written> {
  return single(work, id, options, (tx, issue) => {
    const found = findComment(tx.view(issue).comments, commentText);
    const text = checkText('comment', body, LIMITS.commentBytesMax);
    const same = found.body === text;
    const mutations: Mutation[] = same ? [] : [{ op: 'comment.edit', id: found.id, body: text }];
    return { mutations, verb: 'edited comment' };
  });
}

export async function deleteComment(
  work: Work,
  id: string,
  commentText: string,
  options: WriteOptions = {},
): Promise<Written> {
  return single(work, id, options, (tx, issue) => {
    const found = findComment(tx.view(issue).comments, commentText);
    return { mutations: [{ op: 'comment.delete', id: found.id }], verb: 'deleted comment' };
  });
}

export async function checkpoint(
  work: Work,
  id: string,
  name: string,
  options: WriteOptions & { readonly note?: string } = {},
): Promise<Written> {
  const clean = name.trim();
  if (clean === '' || clean.length > LIMITS.nameCharsMax)
    throw new EngineError(
      'invalid_input',
      `a checkpoint has a name of 1–${LIMITS.nameCharsMax} characters`,
    );
  return single(work, id, options, () => ({
    mutations: [{ op: 'checkpoint', name: clean, note: options.note ?? null }],
    verb: 'checkpoint',
  }));
}

type Planner = (
  tx: Transaction,
  id: IssueId,
) => { mutations: readonly Mutation[]; verb: string; changed?: boolean };

async function single(
  work: Work,
  id: string,
  options: WriteOptions,
  plan: Planner,
): Promise<Written> {
  const [written] = await changeEach(work, [id], options, plan);
  if (written === undefined) throw new EngineError('internal', 'one issue was asked for');
  return written;
}

/** Plans every issue first, refuses as a whole, commits as a whole. */
async function changeEach(
  work: Work,
  ids: readonly string[],
  options: WriteOptions,
  plan: Planner,
): Promise<readonly Written[]> {
  return work.write(
    (tx) => {
      const targets = [...new Set(ids.map((id) => identify(tx.store, id)))];
      const changed = new Set<IssueId>();
      for (const id of targets) {
        checkRevision(tx, id, options);
        const { mutations, verb, changed: elsewhere = false } = plan(tx, id);
        if (mutations.length > 0 || elsewhere) changed.add(id);
        tx.change(id, mutations, { verb });
      }
      const refusal = guardClaim(work, tx, [...changed], options.force === true);
      return refusal ?? { targets, changed };
    },
    (tx, { targets, changed }, store) =>
      targets.map((id) => written(work, tx, store, id, changed.has(id))),
    options,
  );
}

function written(
  work: Work,
  tx: Transaction,
  store: Store,
  id: IssueId,
  changed: boolean,
): Written {
  const issue = toIssue(tx.view(id), store.observation(id), tx.now);
  const { claim } = issue;
  const foreign =
    claim !== null &&
    claim.state === 'held' &&
    (claim.agent !== work.agent.id || claim.session !== work.agent.session);
  const minutes = Math.ceil((claim?.expiresInMs ?? 0) / 60_000);
  const notes = foreign && changed ? [`claimed by ${claim.agent} for ${minutes} more min`] : [];
  return { issue, changed, notes };
}

function checkRevision(tx: Transaction, id: IssueId, options: WriteOptions): void {
  const { revision } = tx.view(id);
  if (options.ifRevision === undefined || options.ifRevision === revision) return;
  throw new EngineError(
    'conflict',
    `issue ${id} is at revision ${revision}, not ${options.ifRevision}`,
    {
      hint: `issue show ${id}`,
      details: { revision },
    },
  );
}

function newComment(
  work: Work,
  tx: Transaction,
  body: string,
): Extract<Mutation, { op: 'comment.add' }> {
  const text = checkText('comment', body, LIMITS.commentBytesMax);
  if (text.trim() === '') throw new EngineError('invalid_input', 'a comment needs text');
  return {
    op: 'comment.add',
    id: makeCommentId(work.options.random),
    author: work.agent.id,
    createdMs: Math.floor(tx.now.wallMs),
    body: text,
  };
}

function findComment(comments: readonly Comment[], text: string): Comment & { id: CommentId } {
  const found = comments.filter((one) => one.id.startsWith(text.toLowerCase()));
  const [first] = found;
  if (first !== undefined && found.length === 1) return first;
  const known = comments.slice(-5).map((one) => one.id);
  if (first === undefined || parseCommentId(text) === null)
    throw new EngineError('not_found', `no comment "${text}" on this issue`, {
      hint: 'issue comment list ID',
      details: { candidates: known },
    });
  throw new EngineError('ambiguous_id', `"${text}" names ${found.length} comments`, {
    details: { candidates: found.map((one) => one.id) },
  });
}

function freshId(work: Work, store: Store): IssueId {
  for (;;) {
    const id = makeIssueId(work.options.random);
    if (store.row(id) === null) return id;
  }
}

function keyRef(work: Work, key: string): string {
  if (key === '' || key.length > LIMITS.nameCharsMax)
    throw new EngineError('invalid_input', `a key has 1–${LIMITS.nameCharsMax} characters`);
  return `${work.agent.id}/${key}`;
}

function findByKey(store: Store, ref: string): IssueId | null {
  const remote = `key#${ref}`;
  const needle = endingNeedle(remote);
  for (const row of store.rows()) {
    if ((needle === null || row.holds(needle)) && row.remotes.includes(remote)) return row.id;
  }
  return null;
}
