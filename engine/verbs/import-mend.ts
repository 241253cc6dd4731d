import type { ImportRecord } from '../domain/change.js';
import type { IssueId } from '../domain/ids.js';
import { dependencyElement, type Mutation } from '../domain/mutation.js';
import { readIssue } from '../session/documents.js';
import type { ForeignImport } from './import-resolve.js';
import type { Work } from './work.js';

/** Another process imported some of the same issues between two chunks: edges to ids given in vain move over. */
export async function mendEdges(
  work: Work,
  run: ForeignImport,
  records: readonly { readonly record: ImportRecord }[],
): Promise<void> {
  const { superseded } = run.ledger;
  await work.write(
    (tx) => {
      for (const { record } of records) {
        const id = run.ledger.idOf(record.ref);
        const view = id === null ? null : readIssue(tx.store, id);
        if (id === null || view === null) continue;
        const mutations = (record.refDependencies ?? []).flatMap(({ kind, ref }) =>
          moveEdge(view.dependencies, kind, superseded.get(ref) ?? null, run.ledger.idOf(ref)),
        );
        tx.change(id, mutations, { verb: 'imported', sourceMs: record.updatedMs ?? null });
      }
    },
    () => undefined,
    { via: run.via, bulk: true },
  );
}

function moveEdge(
  dependencies: readonly { readonly kind: string; readonly target: IssueId }[],
  kind: string,
  from: IssueId | null,
  to: IssueId | null,
): Mutation[] {
  if (from === null || to === null) return [];
  if (!dependencies.some((edge) => edge.kind === kind && edge.target === from)) return [];
  return [
    { op: 'remove', set: 'dependencies', element: dependencyElement(kind, from) },
    { op: 'add', set: 'dependencies', element: dependencyElement(kind, to) },
  ];
}
