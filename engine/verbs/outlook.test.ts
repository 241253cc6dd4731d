import fc from 'fast-check';
import { expect, test } from 'vitest';
import { buildGraph } from '../domain/graph/issue-graph.js';
import { memoryWorld } from '../testing/memory-engine.js';

test('[DEP4, DEP5] what lists say about waiting is what the graph of all issues says', async () => {
  const edges = fc.array(
    fc.tuple(
      fc.nat({ max: 7 }),
      fc.nat({ max: 7 }),
      fc.constantFrom('blocked-by', 'parent', 'related'),
    ),
    { maxLength: 14 },
  );
  const states = fc.array(fc.constantFrom('open', 'in-progress', 'closed', 'deleted'), {
    minLength: 8,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(edges, states, async (wanted, ends) => {
      const engine = memoryWorld().engine('alice');
      const ids: string[] = [];
      for (let n = 0; n < 8; n += 1)
        ids.push((await engine.create({ title: `Issue ${n}` })).issue.id);
      for (const [from, to, kind] of wanted)
        await engine.dependencies.add(ids[from]!, kind, [ids[to]!]).catch(() => undefined); // cycles are refused
      for (const [n, end] of ends.entries()) {
        if (end === 'deleted') await engine.delete([ids[n]!]);
        else if (end !== 'open') await engine.edit([ids[n]!], { state: end });
      }
      const { issues } = await engine.list({ openByDefault: false });
      const graph = buildGraph(issues.map(({ row }) => row));
      for (const listed of issues) {
        const { id } = listed.row;
        expect(listed.blocked).toBe(graph.isBlocked(id));
        expect(listed.openBlockers).toEqual(graph.openBlockers(id));
        expect(listed.openDependents).toBe(graph.openDependents(id));
      }
    }),
    { numRuns: 40 },
  );
});
