import { buildGraph } from '../domain/graph/issue-graph.js';
import type { IssueId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import { LIMITS } from '../kernel/limits.js';
import type { Store } from '../store/store.js';
import { shortId } from './identify.js';

interface NewEdge {
  readonly from: IssueId;
  readonly kind: string;
  readonly to: IssueId;
}

/** Refuses edges that would close a cycle, showing the path; the edges are judged together. [DEP2] @throws cycle */
export function checkAcyclic(store: Store, edges: readonly NewEdge[]): void {
  if (edges.length > LIMITS.dependenciesMax)
    throw new EngineError(
      'invalid_input',
      `at most ${LIMITS.dependenciesMax} dependencies at once`,
    );
  if (edges.length === 0) return;
  const graph = buildGraph(store.rows());
  edges.forEach((edge, index) => {
    if (edge.from === edge.to)
      throw new EngineError('cycle', 'an issue cannot depend on itself', {
        details: { path: [edge.from, edge.to] },
      });
    const path = graph.wouldCycle(edge, edges.slice(0, index));
    if (path === null) return;
    const closed = [...path, edge.from];
    const shown = closed.map((id) => nameOf(store, id)).join(' → ');
    throw new EngineError('cycle', `that would close a cycle: ${shown}`, {
      hint: `issue depends tree ${nameOf(store, edge.to)}`,
      details: { path: closed, kind: edge.kind },
    });
  });
}

function nameOf(store: Store, id: IssueId): string {
  return store.row(id) === null ? 'new' : shortId(store, id);
}
