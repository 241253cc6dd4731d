/** Words and phrases without a field, and GitHub's `in:` that says where to look for them. */
import { closest } from '../../kernel/suggest.js';
import { makeGroup, type QueryNode } from './ast.js';
import { fault } from './fault.js';
import type { TextField } from './fields.js';
import { spend, type Budget } from './scope.js';
import { fromFirstToken, hasToken } from './search-tokens.js';
import type { FreeTextToken, Token } from './token.js';

const SECTIONS: ReadonlyMap<string, TextField> = new Map([
  ['title', 'title'],
  ['body', 'body'],
  ['comment', 'comment'],
  ['comments', 'comment'],
]);

/** The sections that the `in:` pairs of a query name, in the order of rank; empty when there is none. */
export function sectionsOf(tokens: readonly Token[]): readonly TextField[] {
  const named = new Set<TextField>();
  for (const token of tokens) {
    if (token.kind !== 'pair' || token.field.kind !== 'in') continue;
    for (const value of token.values) {
      const section = SECTIONS.get(value.text.toLowerCase());
      if (section === undefined) {
        const instead = closest(value.text, SECTIONS.keys());
        const place = { start: value.start, end: value.end };
        throw fault({
          code: 'unknown_value',
          message: `unknown section "${value.text}"`,
          ...place,
          hint: instead === null ? 'use title, body or comments' : `did you mean "${instead}"?`,
          expected: ['title', 'body', 'comments'],
          fix: instead === null ? null : { ...place, text: instead },
        });
      }
      named.add(section);
    }
  }
  return (['title', 'body', 'comment'] as const).filter((section) => named.has(section));
}

/** The condition of a free word or phrase; with sections, in its native spelling `title:word OR body:word`. */
export function freeText(
  token: FreeTextToken,
  sections: readonly TextField[],
  budget: Budget,
): QueryNode {
  const isPhrase = token.kind === 'phrase';
  if (sections.length === 0 || !hasToken(token.text)) {
    spend(budget, 1, token);
    return { kind: 'text', field: null, values: [{ text: token.text, isPhrase }] };
  }
  spend(budget, sections.length, token);
  // As a value the word must not begin with a sign that only values give a meaning to.
  const text = isPhrase ? token.text : fromFirstToken(token.text);
  return makeGroup(
    'or',
    sections.map((field) => ({ kind: 'text', field, values: [{ text, isPhrase }] })),
  );
}
