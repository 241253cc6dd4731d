/** The dependency part of an edit: edges of the issue itself, and edges of others that come to wait for it. [DEP1, DEP2] */
import type { IssueChange } from '../domain/change.js';
import type { IssueId } from '../domain/ids.js';
import { dependencyElement, type Mutation } from '../domain/mutation.js';
import type { Transaction } from '../session/transaction.js';
import { checkAcyclic } from './acyclic.js';
import { identify } from './identify.js';

export interface EdgeChanges {
  /** On the issue itself. */
  readonly mutations: readonly Mutation[];
  /** Issues that get an edge `blocked-by` to it. */
  readonly waiting: readonly IssueId[];
}

/** Adds and removes that are not already so; together they must close no cycle. @throws not_found, cycle */
export function planEdges(tx: Transaction, id: IssueId, change: IssueChange): EdgeChanges {
  const current = tx.view(id).dependencies;
  const known = new Set(current.map(({ kind, target }) => dependencyElement(kind, target)));
  const wanted = (change.addDependencies ?? []).map(({ kind, target }) => ({
    kind,
    target: identify(tx.store, target),
  }));
  const unwanted = new Set(
    (change.removeDependencies ?? []).map(({ kind, target }) =>
      dependencyElement(kind, identify(tx.store, target)),
    ),
  );
  if (change.parent !== undefined) {
    const parent = change.parent === null ? null : identify(tx.store, change.parent);
    if (parent !== null) wanted.push({ kind: 'parent', target: parent });
    for (const { kind, target } of current)
      if (kind === 'parent' && target !== parent) unwanted.add(dependencyElement(kind, target));
  }
  const added = wanted.filter(({ kind, target }) => !known.has(dependencyElement(kind, target)));
  const waiting = (change.blocks ?? [])
    .map((text) => identify(tx.store, text))
    .filter((other) => !isBlockedBy(tx, other, id));
  checkAcyclic(tx.store, [
    ...added.map(({ kind, target }) => ({ from: id, kind, to: target })),
    ...waiting.map((from) => ({ from, kind: 'blocked-by', to: id })),
  ]);
  const elements = new Set(added.map(({ kind, target }) => dependencyElement(kind, target)));
  return {
    mutations: [
      ...[...elements].map((element) => ({ op: 'add', set: 'dependencies', element }) as const),
      ...[...unwanted]
        .filter((element) => known.has(element))
        .map((element) => ({ op: 'remove', set: 'dependencies', element }) as const),
    ],
    waiting: [...new Set(waiting)],
  };
}

/** Lets `others` wait for `id`, each in its own document. */
export function addWaiting(tx: Transaction, id: IssueId, others: readonly IssueId[]): void {
  const element = dependencyElement('blocked-by', id);
  for (const other of others)
    tx.change(other, [{ op: 'add', set: 'dependencies', element }], { verb: 'linked' });
}

function isBlockedBy(tx: Transaction, id: IssueId, blocker: IssueId): boolean {
  return tx
    .view(id)
    .dependencies.some(({ kind, target }) => kind === 'blocked-by' && target === blocker);
}
