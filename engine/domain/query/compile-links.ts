/** Conditions on other issues: `id:`, `parent:`, `blocked-by:`, `blocks:`. */
import { EngineError } from '../../errors.js';
import type { IssueId } from '../ids.js';
import type { QueryContext } from '../query-context.js';
import type { QueryTerm } from './ast.js';
import { LIST_COST, type RowTest } from './row-test.js';

/** Needed by `blocks:` alone. */
export interface BlockerLookup {
  /** The issues that this one says it waits for; empty for an unknown id. */
  blockersOf?(id: IssueId): readonly IssueId[];
}

/**
 * The test of a term that names issues; names that fit none match nothing.
 * @throws {EngineError} ambiguous_id when a prefix fits several
 */
export function compileLinks(
  term: QueryTerm & { readonly kind: 'issue' },
  ctx: QueryContext & BlockerLookup,
): RowTest {
  const ids = new Set(term.values.flatMap((text) => resolveOne(text, ctx)));
  switch (term.field) {
    case 'id':
      return { cost: LIST_COST, matches: (row) => ids.has(row.id) };
    case 'blocks': {
      const blockers = new Set([...ids].flatMap((id) => blockersOf(id, ctx)));
      return { cost: LIST_COST, matches: (row) => blockers.has(row.id) };
    }
    case 'parent':
    case 'blocked-by': {
      const { field } = term;
      return {
        cost: LIST_COST,
        matches: (row) =>
          row.dependencies.some(({ kind, target }) => kind === field && ids.has(target)),
      };
    }
  }
}

function resolveOne(text: string, ctx: QueryContext): readonly IssueId[] {
  const ids = ctx.resolve(text);
  if (ids.length <= 1) return ids;
  const [first = ''] = ids;
  throw new EngineError('ambiguous_id', `"${text}" fits ${ids.length} issues`, {
    hint: `write more of it, for example ${first}`,
    details: { prefix: text, candidates: ids.slice(0, 20) },
  });
}

function blockersOf(id: IssueId, ctx: BlockerLookup): readonly IssueId[] {
  if (ctx.blockersOf !== undefined) return ctx.blockersOf(id);
  throw new EngineError('internal', 'this list cannot answer "blocks:"', {
    hint: 'open the issue: it lists what it waits for',
  });
}
