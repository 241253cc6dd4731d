/** Dependency verbs: edges are stored on the issue that says them; everything else is derived from rows. [DEP1, DEP2] */
import type { DependencyGraph, ListedIssue, TreeNode, WriteOptions, Written } from '../api.js';
import { buildGraph } from '../domain/graph/issue-graph.js';
import type { GraphTree } from '../domain/graph/tree.js';
import type { IssueId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import { must } from '../kernel/assert.js';
import { edit } from './editing.js';
import { identify } from './identify.js';
import { list } from './listing.js';
import { Outlook } from './outlook.js';
import type { Work } from './work.js';

const KIND = /^[a-z][a-z-]{0,31}$/;

export function dependencyGraph(work: Work): DependencyGraph {
  return {
    add: (from, kind, to, options = {}) => change(work, 'add', { from, kind, to }, options),
    remove: (from, kind, to, options = {}) => change(work, 'remove', { from, kind, to }, options),
    show: (id) => show(work, id),
    tree: (id, options = {}) => tree(work, id, options),
    cycles: () =>
      work.read((store) =>
        buildGraph(store.rows())
          .cycles()
          .map((cycle) => cycle.ids),
      ),
    ready: (options = {}) => list(work, { ...options, ready: true }),
  };
}

async function change(
  work: Work,
  op: 'add' | 'remove',
  edges: { readonly from: string; readonly kind: string; readonly to: readonly string[] },
  options: WriteOptions,
): Promise<Written> {
  const { kind, from } = edges;
  if (!KIND.test(kind))
    throw new EngineError('invalid_input', `"${kind}" cannot be a kind of dependency`, {
      hint: 'blocked-by, parent, related, duplicate-of, discovered-from, or another lower-case word',
    });
  const dependencies = edges.to.map((target) => ({ kind, target }));
  const change =
    op === 'add' ? { addDependencies: dependencies } : { removeDependencies: dependencies };
  const verb = op === 'add' ? 'linked' : 'unlinked';
  const [written] = await edit(work, [from], change, { ...options, verb });
  return must(written, 'one issue was asked for');
}

async function show(work: Work, text: string): ReturnType<DependencyGraph['show']> {
  return work.read((store) => {
    const id = identify(store, text);
    const outlook = new Outlook(store, work.now());
    const graph = buildGraph(store.rows());
    const listed = (other: IssueId): ListedIssue =>
      outlook.listed(must(store.row(other), 'the graph names rows'));
    return {
      issue: listed(id),
      outgoing: graph.outgoing(id).map(({ kind, to }) => ({ kind, issue: listed(to) })),
      incoming: graph.incoming(id).map(({ kind, from }) => ({ kind, issue: listed(from) })),
    };
  });
}

async function tree(
  work: Work,
  text: string,
  options: {
    readonly direction?: 'down' | 'up';
    readonly depth?: number;
    readonly kinds?: readonly string[];
  },
): Promise<TreeNode> {
  return work.read((store) => {
    const id = identify(store, text);
    const outlook = new Outlook(store, work.now());
    const grown = buildGraph(store.rows()).tree(id, options);
    const convert = (node: GraphTree): TreeNode => ({
      issue: outlook.listed(must(store.row(node.id), 'the graph names rows')),
      kind: node.kind,
      children: node.children.map(convert),
      cut: node.cut,
    });
    return convert(grown);
  });
}
