/** Text conditions over rows: the stored search text, and ids that a free word may name. */
import { parseIssueId, type IssueId } from '../ids.js';
import type { QueryContext } from '../query-context.js';
import type { IssueRow } from '../row.js';
import type { QueryTerm } from './ast.js';
import { compileText } from './search-match.js';

export interface TextTest {
  /** Nothing to look for: holds for every row without reading a text. */
  readonly isEmpty: boolean;
  matches(row: IssueRow): boolean;
  rank(row: IssueRow): number;
}

/** Above whatever words can add up to: an issue that is named comes first. [QRY22] */
const ID_WORTH = 10_000;
const NO_IDS: ReadonlySet<IssueId> = new Set();

/** A text term made ready: any of its values, in its section, or the id that a free word is. */
export function compileTextTerm(
  term: QueryTerm & { readonly kind: 'text' },
  context: { readonly ctx: QueryContext; readonly textOf: (row: IssueRow) => string },
): TextTest {
  const { field } = term;
  const { textOf } = context;
  const matchers = term.values.map(compileText);
  const ids = field === null ? namedIds(term.values, context.ctx) : NO_IDS;
  const isNamed = ids.size === 0 ? () => false : (row: IssueRow) => ids.has(row.id);
  return {
    isEmpty: matchers.some((matcher) => matcher.isEmpty),
    matches: (row) => {
      if (isNamed(row)) return true;
      const text = textOf(row);
      for (const matcher of matchers) if (matcher.matches(text, field)) return true;
      return false;
    },
    rank: (row) => {
      let best = isNamed(row) ? ID_WORTH : 0;
      const text = textOf(row);
      for (const matcher of matchers) best = Math.max(best, matcher.rank(text, field));
      return best;
    },
  };
}

/** Relevance of a row: the sum of what each searched term finds in it. */
export function rowScore(searched: readonly TextTest[], row: IssueRow): number {
  let score = 0;
  for (const text of searched) score += text.rank(row);
  return score;
}

/** Several words ask in turn for the text of the same row; the lookup is done once. */
export function rememberLast(ctx: QueryContext): (row: IssueRow) => string {
  let lastRow: IssueRow | null = null;
  let lastText = '';
  return (row) => {
    if (row !== lastRow) {
      lastText = ctx.textOf(row);
      lastRow = row;
    }
    return lastText;
  };
}

/** Ids that words name exactly: whole ids, and references to other trackers. Prefixes stay words. */
function namedIds(
  values: readonly { readonly text: string; readonly isPhrase: boolean }[],
  ctx: QueryContext,
): ReadonlySet<IssueId> {
  const ids = new Set<IssueId>();
  for (const { text, isPhrase } of values) {
    if (isPhrase) continue;
    const id = parseIssueId(text);
    if (id !== null) ids.add(id);
    else if (/\d/.test(text)) {
      const prefix = text.toLowerCase();
      for (const found of ctx.resolve(text)) if (!found.startsWith(prefix)) ids.add(found);
    }
  }
  return ids;
}
