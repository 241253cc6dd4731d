/** Why issues are ready or not, for `ready --explain`. */
import type { ListOptions, Readiness } from '../api.js';
import { buildGraph } from '../domain/graph/issue-graph.js';
import { listRows } from './listing.js';
import { Outlook } from './outlook.js';
import type { Work } from './work.js';

/** Unclosed issues that match, each with every reason that keeps it from being ready; the ready ones first. [DEP10] */
export async function explainReadiness(
  work: Work,
  options: Pick<ListOptions, 'query' | 'limit'> = {},
): Promise<readonly Readiness[]> {
  return work.read((store) => {
    const graph = buildGraph(store.rows());
    const outlook = new Outlook(store, work.now());
    const { wallMs: nowMs } = outlook.now;
    const isClaimLive = outlook.isClaimLive.bind(outlook);
    const { issues } = listRows(work, store, options);
    const explained = issues.map((issue) => ({
      issue,
      reasons: graph.whyNotReady(issue.row, { nowMs, isClaimLive }),
    }));
    return [
      ...explained.filter((one) => one.reasons.length === 0),
      ...explained.filter((one) => one.reasons.length > 0),
    ];
  });
}
