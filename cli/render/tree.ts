/** Dependencies as a tree of lines. */
import type { TreeNode } from '#engine';
import { lineWithoutBlockers } from './compact.js';
import type { JsonObject } from './json-parts.js';
import { listedJson } from './json.js';
import type { Paint } from './paint.js';
import { cleanLine } from './sanitise.js';

/** The root, then its children under box lines; `…` marks a branch that goes on elsewhere or deeper. */
export function formatTree(root: TreeNode, paint: Paint): string[] {
  const lines = [lineWithoutBlockers(root.issue, paint)];
  addChildren(root, '', lines, paint);
  return lines;
}

function addChildren(node: TreeNode, indent: string, lines: string[], paint: Paint): void {
  node.children.forEach((child, index) => {
    const isLast = index === node.children.length - 1;
    const kind = child.kind === 'blocked-by' ? '' : `${cleanLine(child.kind)}: `;
    const cut = child.cut ? ' …' : '';
    const branch = paint('quiet', `${indent}${isLast ? '└── ' : '├── '}`);
    lines.push(`${branch}${kind}${lineWithoutBlockers(child.issue, paint)}${cut}`);
    addChildren(child, `${indent}${isLast ? '    ' : '│   '}`, lines, paint);
  });
}

/** The same as JSON, nested. */
export function treeJson(node: TreeNode): JsonObject {
  return {
    kind: node.kind,
    issue: listedJson(node.issue),
    cut: node.cut,
    children: node.children.map(treeJson),
  };
}
