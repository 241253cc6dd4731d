import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IssueId } from '../ids.js';
import type { IssueRow } from '../row.js';
import { buildGraph, type IssueGraph } from './issue-graph.js';
import { readyOnly } from './open-blockers.js';
import { idOf, on, rowOf } from './row-fixture.js';

const KINDS = ['blocked-by', 'parent', 'related'];

/** Small graphs are dense: cycles, diamonds, self-edges, deleted and unknown targets are all common. */
const rowsArbitrary: fc.Arbitrary<readonly IssueRow[]> = fc
  .integer({ min: 1, max: 7 })
  .chain((count) =>
    fc.tuple(
      ...Array.from({ length: count }, (_, n) =>
        fc
          .record({
            state: fc.constantFrom(
              'open' as const,
              'open' as const,
              'in-progress' as const,
              'closed' as const,
            ),
            deleted: fc.integer({ min: 0, max: 7 }).map((chance) => chance === 0),
            dependencies: fc.array(
              fc.tuple(fc.integer({ min: 0, max: count }), fc.constantFrom(...KINDS)),
              { maxLength: 3 },
            ),
          })
          .map((row) =>
            rowOf(n, { ...row, dependencies: row.dependencies.map(([to, kind]) => on(to, kind)) }),
          ),
      ),
    ),
  );

/** The rules, said as slowly as they are written. */
class NaiveGraph {
  readonly #rows: ReadonlyMap<IssueId, IssueRow>;

  constructor(rows: readonly IssueRow[]) {
    this.#rows = new Map(rows.filter((row) => !row.deleted).map((row) => [row.id, row]));
  }

  isOpen(id: IssueId): boolean {
    const row = this.#rows.get(id);
    return row !== undefined && row.state !== 'closed';
  }

  targets(id: IssueId, kind: string): readonly IssueId[] {
    const said = this.#rows.get(id)?.dependencies ?? [];
    const here = said.filter((d) => d.kind === kind && this.#rows.has(d.target));
    return [...new Set(here.map((d) => d.target))].toSorted();
  }

  openBlockers(id: IssueId): readonly IssueId[] {
    if (!this.isOpen(id)) return [];
    return this.targets(id, 'blocked-by').filter((target) => this.isOpen(target));
  }

  dependents(id: IssueId): readonly IssueId[] {
    return [...this.#rows.keys()].filter((other) => this.openBlockers(other).includes(id));
  }

  reaches(from: IssueId, to: IssueId, kind: string): boolean {
    const seen = new Set<IssueId>();
    const todo = [...this.targets(from, kind)];
    for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      todo.push(...this.targets(id, kind));
    }
    return seen.has(to);
  }

  /** Groups of mutual reach, each sorted, sorted by their first. */
  groups(kind: string): readonly (readonly IssueId[])[] {
    const inCycle = [...this.#rows.keys()].filter((id) => this.reaches(id, id, kind)).toSorted();
    const groups: IssueId[][] = [];
    for (const id of inCycle) {
      const group = groups.find(
        ([first]) =>
          first !== undefined && this.reaches(first, id, kind) && this.reaches(id, first, kind),
      );
      if (group === undefined) groups.push([id]);
      else group.push(id);
    }
    return groups;
  }
}

const ids = (rows: readonly IssueRow[]): readonly IssueId[] => [
  ...rows.map((row) => row.id),
  idOf(rows.length),
];

function expectClosedWalk(
  path: readonly IssueId[],
  isEdge: (from: IssueId, to: IssueId) => boolean,
): void {
  expect(new Set(path).size).toBe(path.length);
  path.forEach((id, index) => {
    const next = path[(index + 1) % path.length] ?? id;
    expect(isEdge(id, next)).toBe(true);
  });
}

describe('against the naive graph', () => {
  test('[DEP4] [DEP5] waiting is as the rules say, and [DEP13] the light path says the same', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const naive = new NaiveGraph(rows);
        for (const graph of [buildGraph(rows), readyOnly(rows)]) {
          for (const id of ids(rows)) {
            expect(graph.openBlockers(id)).toEqual(naive.openBlockers(id));
            expect(graph.isBlocked(id)).toBe(naive.openBlockers(id).length > 0);
            expect(graph.openDependents(id)).toBe(naive.dependents(id).length);
            expect(graph.isBlocking(id)).toBe(naive.dependents(id).length > 0);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('[DEP1] [DEP3] both ends of an edge tell the same edge, and only edges that count', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const naive = new NaiveGraph(rows);
        const graph = buildGraph(rows);
        const outgoing = ids(rows).flatMap((id) => graph.outgoing(id));
        const incoming = ids(rows).flatMap((id) => graph.incoming(id));
        const text = (edges: readonly object[]): readonly string[] =>
          edges.map((edge) => JSON.stringify(edge)).toSorted();
        expect(text(incoming)).toEqual(text(outgoing));
        for (const id of ids(rows)) {
          for (const kind of KINDS) {
            const targets = graph
              .outgoing(id)
              .filter((edge) => edge.kind === kind)
              .map((edge) => edge.to);
            expect(targets).toEqual(naive.targets(id, kind));
          }
          expect(graph.parents(id)).toEqual(naive.targets(id, 'parent'));
          for (const child of graph.children(id)) expect(graph.parents(child)).toContain(id);
        }
      }),
    );
  });

  test('[DEP2] [DEP6] an edge is refused exactly when it would close a cycle, and the path shown is one', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        rowsArbitrary,
        fc.nat(7),
        fc.nat(7),
        fc.constantFrom(...KINDS),
        (rows, a, b, kind) => {
          const naive = new NaiveGraph(rows);
          const edge = { from: idOf(a), kind, to: idOf(b) };
          const path = buildGraph(rows).wouldCycle(edge);
          const closes = a === b || naive.reaches(edge.to, edge.from, kind);
          expect(path !== null).toBe(closes && kind !== 'related');
          if (path === null) return;
          refused += 1;
          expect(path[0]).toBe(edge.from);
          expectClosedWalk(
            path,
            (from, to) =>
              (from === edge.from && to === edge.to) || naive.targets(from, kind).includes(to),
          );
        },
      ),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(20);
  });

  test('[DEP7] each group of mutual reach is told as one cycle, whatever the order of the rows', () => {
    let found = 0;
    fc.assert(
      fc.property(
        rowsArbitrary,
        fc.constantFrom('blocked-by', 'parent', 'related'),
        (rows, kind) => {
          const naive = new NaiveGraph(rows);
          const cycles = buildGraph(rows).cycles([kind]);
          const groups = naive.groups(kind);
          expect(cycles.map((cycle) => cycle.ids[0])).toEqual(groups.map((group) => group[0]));
          cycles.forEach((cycle, index) => {
            found += 1;
            for (const id of cycle.ids) expect(groups[index]).toContain(id);
            expectClosedWalk(cycle.ids, (from, to) => naive.targets(from, kind).includes(to));
          });
          expect(buildGraph(rows.toReversed()).cycles([kind])).toEqual(cycles);
        },
      ),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(20);
  });

  test('[DEP8] every open issue on a circle of waiting is blocked, and is told its circle', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const open = new NaiveGraph(rows.filter((row) => row.state !== 'closed'));
        const graph = buildGraph(rows);
        for (const id of ids(rows)) {
          const circle = graph.blockingCycle(id);
          expect(circle !== null).toBe(open.reaches(id, id, 'blocked-by'));
          if (circle === null) continue;
          expect(circle[0]).toBe(id);
          expectClosedWalk(circle, (from, to) => open.targets(from, 'blocked-by').includes(to));
          expect(graph.isBlocked(id)).toBe(true);
        }
      }),
    );
  });
});

describe('by example', () => {
  test('[DEP4] a closed, deleted or unknown target does not block', () => {
    const graph = buildGraph([
      rowOf(0, { dependencies: [on(1), on(2), on(9)] }),
      rowOf(1, { state: 'closed' }),
      rowOf(2, { deleted: true }),
    ]);
    expect(graph.isBlocked(idOf(0))).toBe(false);
    expect(graph.openBlockers(idOf(9))).toEqual([]);
  });

  test('[DEP4] an issue in progress still blocks; parents and relations never do', () => {
    const graph = buildGraph([
      rowOf(0, { dependencies: [on(1), on(1), on(2, 'parent'), on(2, 'related')] }),
      rowOf(1, { state: 'in-progress' }),
      rowOf(2),
    ]);
    expect(graph.openBlockers(idOf(0))).toEqual([idOf(1)]);
    expect(graph.openDependents(idOf(1))).toBe(1);
    expect(graph.isBlocking(idOf(2))).toBe(false);
  });

  test('[DEP6] edges planned in the same command count, even through an issue that is not here yet', () => {
    const graph = buildGraph([rowOf(1, { dependencies: [on(2)] }), rowOf(2)]);
    const fresh = idOf(8);
    const first = { from: idOf(2), kind: 'blocked-by', to: fresh };
    const second = { from: fresh, kind: 'blocked-by', to: idOf(1) };
    expect(graph.wouldCycle(second)).toBeNull();
    expect(graph.wouldCycle(second, [first])).toEqual([fresh, idOf(1), idOf(2)]);
    const parents = buildGraph([rowOf(1, { dependencies: [on(2, 'parent')] }), rowOf(2)]);
    expect(parents.wouldCycle({ ...second, kind: 'parent' }, [first])).toBeNull();
    expect(
      parents.wouldCycle({ ...second, kind: 'parent' }, [{ ...first, kind: 'parent' }]),
    ).toEqual([fresh, idOf(1), idOf(2)]);
  });

  test('[DEP3] each field of a row is read once', () => {
    const reads = new Map<string, number>();
    const spy = (row: IssueRow): IssueRow =>
      new Proxy(row, {
        get: (target, key, receiver) => {
          reads.set(String(key), (reads.get(String(key)) ?? 0) + 1);
          return Reflect.get(target, key, receiver) as unknown;
        },
      });
    buildGraph([spy(rowOf(0, { dependencies: [on(1)] }))]);
    expect(Object.fromEntries(reads)).toEqual({ id: 1, state: 1, deleted: 1, dependencies: 1 });
    reads.clear();
    readyOnly([spy(rowOf(0, { state: 'closed' }))]);
    expect(Object.fromEntries(reads)).toEqual({ state: 1, deleted: 1 });
  });
});

describe('[DEP12] size is bounded by memory, not by the stack', () => {
  const LENGTH = 100_000;
  const chain = Array.from({ length: LENGTH }, (_, n) =>
    rowOf(n, { dependencies: n === 0 ? [] : [on(n - 1), on(n - 1, 'parent')] }),
  );
  const edge = { from: idOf(0), kind: 'blocked-by', to: idOf(LENGTH - 1) };
  const graph: IssueGraph = buildGraph(chain);

  test('[DEP12] a chain of 100,000 is searched, and closing it is refused with the whole path', () => {
    expect(graph.cycles()).toEqual([]);
    expect(graph.wouldCycle({ ...edge, kind: 'parent' })).toHaveLength(LENGTH);
    expect(graph.wouldCycle(edge)?.slice(0, 2)).toEqual([idOf(0), idOf(LENGTH - 1)]);
    expect(graph.wouldCycle({ from: edge.to, kind: 'blocked-by', to: edge.from })).toBeNull();
    expect(graph.openBlockers(idOf(5))).toEqual([idOf(4)]);
  });

  test('[DEP12] a ring of 100,000 is found, and everybody in it is blocked', () => {
    const ring = buildGraph([rowOf(0, { dependencies: [on(LENGTH - 1)] }), ...chain.slice(1)]);
    expect(ring.cycles(['blocked-by'])[0]?.ids).toHaveLength(LENGTH);
    expect(ring.isBlocked(idOf(0))).toBe(true);
    expect(ring.blockingCycle(idOf(77_777))).toHaveLength(LENGTH);
  });

  test('[DEP12] an issue with 5,000 dependencies and one with 5,000 dependents', () => {
    const count = 5_000;
    const many = Array.from({ length: count }, (_, n) => on(n + 2));
    const star = buildGraph([
      rowOf(0, { dependencies: many }),
      rowOf(1),
      ...many.map((_, n) => rowOf(n + 2, { dependencies: [on(1)] })),
    ]);
    expect(star.openBlockers(idOf(0))).toHaveLength(count);
    expect(star.openDependents(idOf(1))).toBe(count);
    expect(star.wouldCycle({ from: idOf(1), kind: 'blocked-by', to: idOf(0) })).toHaveLength(3);
    expect(star.tree(idOf(0)).children.filter((child) => child.cut)).toHaveLength(0);
  });
});
