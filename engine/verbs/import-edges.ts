/** The dependencies an import brings in, and the circles they close: kept as they are, and told. [TRF5] */
import type { ImportRecord } from '../domain/change.js';
import { ACYCLIC_KINDS, buildGraph } from '../domain/graph/issue-graph.js';
import type { IssueId } from '../domain/ids.js';
import type { IssueView } from '../domain/issue-view.js';
import type { Dependency, State } from '../domain/issue.js';
import type { Mutation } from '../domain/mutation.js';
import type { Store } from '../store/store.js';
import { shortId } from './identify.js';
import type { ImportTally } from './import-tally.js';

interface PlannedRow {
  readonly id: IssueId;
  readonly state: State;
  readonly deleted: boolean;
  readonly dependencies: readonly Dependency[];
}

export class ImportEdges {
  /** Issues with new edges, as they will be; a dry run has no rows of them. */
  readonly #planned = new Map<IssueId, PlannedRow>();
  readonly #refs = new Map<IssueId, string>();

  add(
    id: IssueId,
    record: ImportRecord,
    view: IssueView | null,
    mutations: readonly Mutation[],
  ): void {
    const added = mutations.flatMap((mutation): Dependency[] => {
      if (mutation.op !== 'add' || mutation.set !== 'dependencies') return [];
      const colon = mutation.element.lastIndexOf(':');
      const target = mutation.element.slice(colon + 1) as IssueId;
      return [{ kind: mutation.element.slice(0, colon), target }];
    });
    this.#refs.set(id, record.ref);
    if (!added.some(({ kind }) => ACYCLIC_KINDS.includes(kind))) return;
    this.#planned.set(id, {
      id,
      state: record.state ?? 'open',
      deleted: record.deleted === true,
      dependencies: [...(view?.dependencies ?? []), ...added],
    });
  }

  /** Tells every circle that one of the new edges is part of. */
  noteCycles(store: Store, tally: ImportTally): void {
    if (this.#planned.size === 0) return;
    for (const { kind, ids } of buildGraph(this.#rows(store)).cycles()) {
      if (!ids.some((id) => this.#planned.has(id))) continue;
      const name = (id: IssueId): string =>
        this.#refs.get(id) ?? (store.row(id) === null ? id : shortId(store, id));
      const path = [...ids, ...ids.slice(0, 1)].map(name).join(' → ');
      tally.remark(`circles of ${kind}, kept as they are`, path);
    }
  }

  *#rows(store: Store): Iterable<PlannedRow> {
    const rest = new Map(this.#planned);
    for (const row of store.rows()) {
      const planned = rest.get(row.id);
      rest.delete(row.id);
      yield planned ?? row;
    }
    yield* rest.values();
  }
}
