import type { IssueId } from '../ids.js';

/** How deep a tree may be asked for: whoever prints or encodes it may recurse. */
export const TREE_DEPTH_MAX = 100;

/** One line of a tree: how it hangs on the line above (`''` at the root) and what hangs below. */
export interface GraphTree {
  readonly id: IssueId;
  readonly kind: string;
  readonly children: readonly GraphTree[];
  /** True where something lies below that is not shown: it was shown before, or the depth ended. */
  readonly cut: boolean;
}

interface Branch {
  readonly id: IssueId;
  readonly kind: string;
  readonly children: Branch[];
  cut: boolean;
}

/**
 * Unfolds `next` from `root`. Each issue is expanded at most once, where a reader meets it first, so the size is
 * bounded by the edges even in a graph full of diamonds or cycles. [DEP9]
 */
export function growTree(
  root: IssueId,
  depth: number,
  next: (id: IssueId) => readonly { readonly kind: string; readonly id: IssueId }[],
): GraphTree {
  // Not `Math.max`: it would let NaN through, and with it any depth.
  const depthMax = depth >= 0 ? Math.min(depth, TREE_DEPTH_MAX) : 0;
  const top: Branch = { id: root, kind: '', children: [], cut: false };
  const expanded = new Set<IssueId>();
  const stack: { readonly branch: Branch; readonly depth: number }[] = [{ branch: top, depth: 0 }];
  for (let item = stack.pop(); item !== undefined; item = stack.pop()) {
    const { branch } = item;
    const below = next(branch.id);
    if (below.length === 0) continue;
    if (item.depth >= depthMax || expanded.has(branch.id)) {
      branch.cut = true;
      continue;
    }
    expanded.add(branch.id);
    for (const { kind, id } of below) branch.children.push({ id, kind, children: [], cut: false });
    // Last child first, so that the stack hands them out in reading order.
    for (const child of branch.children.toReversed()) {
      stack.push({ branch: child, depth: item.depth + 1 });
    }
  }
  return top;
}
