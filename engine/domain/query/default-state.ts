/** The one hidden filter of listing: `is:open`, unless the query says which states it means. [QRY24] */
import { makeGroup, visitTerms, type Query } from './ast.js';
import type { StateWord } from './fields.js';

const NAMES_STATE: ReadonlySet<StateWord> = new Set(['open', 'closed', 'in-progress', 'ready']);

/**
 * Whether the query names a state, negated or not: `is:` with open, closed, in-progress or ready, or what
 * only closed issues have (`closed:`, `reason:`, `sort:closed`).
 */
export function namesState(query: Query): boolean {
  let isNamed = query.sort.some((key) => key.word === 'closed');
  visitTerms(query.where, (term) => {
    if (term.kind === 'state') isNamed ||= term.values.some((word) => NAMES_STATE.has(word));
    else if (term.kind === 'time') isNamed ||= term.field === 'closed';
    else if (term.kind === 'name') isNamed ||= term.field === 'reason';
  });
  return isNamed;
}

/** The query narrowed to a state; order and bound stay. */
export function requireState(query: Query, word: StateWord): Query {
  const required = { kind: 'state' as const, values: [word] };
  const parts = query.where === null ? [required] : [required, query.where];
  return { ...query, where: makeGroup('and', parts) };
}
