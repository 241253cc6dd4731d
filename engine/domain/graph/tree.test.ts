import { describe, expect, test } from 'vitest';
import { buildGraph } from './issue-graph.js';
import { idOf, on, rowOf } from './row-fixture.js';
import { type GraphTree, TREE_DEPTH_MAX } from './tree.js';

/** `0(1(2) 3*)`: children in brackets, a star where the tree was cut. */
function sketch(tree: GraphTree): string {
  const name = String(Number(tree.id.slice(1))) + (tree.cut ? '*' : '');
  return tree.children.length === 0 ? name : `${name}(${tree.children.map(sketch).join(' ')})`;
}

describe('tree', () => {
  const diamond = buildGraph([
    rowOf(0, { dependencies: [on(1), on(2)] }),
    rowOf(1, { dependencies: [on(3)] }),
    rowOf(2, { dependencies: [on(3)] }),
    rowOf(3, { dependencies: [on(4)] }),
    rowOf(4, { dependencies: [on(0, 'parent')] }),
  ]);

  test('[DEP9] an issue is expanded where a reader meets it first, and cut afterwards', () => {
    expect(sketch(diamond.tree(idOf(0)))).toBe('0(1(3(4)) 2(3*))');
  });

  test('[DEP9] up follows what is said about an issue', () => {
    expect(sketch(diamond.tree(idOf(4), { direction: 'up' }))).toBe('4(3(1(0) 2(0)))');
  });

  test('[DEP9] the depth limit cuts only where something lies below', () => {
    expect(sketch(diamond.tree(idOf(0), { depth: 2 }))).toBe('0(1(3*) 2(3*))');
    expect(sketch(diamond.tree(idOf(0), { depth: 0 }))).toBe('0*');
    expect(sketch(diamond.tree(idOf(4), { depth: Number.NaN }))).toBe('4');
  });

  test('[DEP9] kinds are followed together, each child told with its kind', () => {
    const tree = diamond.tree(idOf(4), { kinds: ['parent', 'blocked-by'] });
    expect(sketch(tree)).toBe('4(0(1(3(4*)) 2(3*)))');
    expect([tree.kind, tree.children[0]?.kind]).toEqual(['', 'parent']);
  });

  test('[DEP9] a cycle ends at its first repetition', () => {
    const ring = buildGraph([
      rowOf(0, { dependencies: [on(1)] }),
      rowOf(1, { dependencies: [on(0)] }),
    ]);
    expect(sketch(ring.tree(idOf(0)))).toBe('0(1(0*))');
  });

  test('[DEP9] depth has a ceiling, so that printing a tree may recurse', () => {
    const chain = buildGraph(
      Array.from({ length: 5_000 }, (_, n) => rowOf(n, { dependencies: [on(n + 1)] })),
    );
    let depth = 0;
    let tree: GraphTree | undefined = chain.tree(idOf(0), { depth: Infinity });
    for (; tree?.cut === false; tree = tree.children[0]) depth += 1;
    expect(depth).toBe(TREE_DEPTH_MAX);
  });

  test('[DEP9] an issue that is not here is a bare root', () => {
    expect(diamond.tree(idOf(99))).toEqual({ id: idOf(99), kind: '', children: [], cut: false });
  });
});
