/** Query → lines that say how it is understood, one a condition. [QRY23] */
import type { Query, QueryNode, QueryTerm, SortKey } from './ast.js';
import { explainTime } from './explain-time.js';
import { explainPerson, explainPresence, explainPriority, explainState } from './explain-values.js';
import { printOrdered } from './print.js';
import { hasToken } from './search-tokens.js';
import type { Now } from './time-range.js';

const INDENT = '  ';
const ORDER: Readonly<Record<string, string>> = {
  'created desc': 'newest first',
  'created asc': 'oldest first',
  'updated desc': 'last updated first',
  'updated asc': 'longest untouched first',
  'closed desc': 'last closed first',
  'closed asc': 'first closed first',
  'priority desc': 'most urgent first',
  'priority asc': 'least urgent first',
  'comments desc': 'most comments first',
  'comments asc': 'fewest comments first',
  'id desc': 'by id, backwards',
  'id asc': 'by id',
  'relevance desc': 'best match first',
  'relevance asc': 'worst match first',
};

/** Lines such as `created before 2026-11-16T01:30Z (older than 7d)`. Instants are in UTC, days are those of `now.timeZone`. */
export function explainQuery(query: Query, now: Now): string[] {
  const lines: string[] = [];
  if (query.where === null) lines.push('every issue');
  else if (query.where.kind === 'and') {
    for (const item of query.where.items) lines.push(...explainNode(item, now));
  } else lines.push(...explainNode(query.where, now));
  if (query.sort.length > 0) lines.push(`sorted: ${query.sort.map(explainSort).join(', then ')}`);
  if (query.limit !== null) lines.push(`at most ${query.limit}`);
  return lines;
}

function explainNode(node: QueryNode, now: Now): string[] {
  if (node.kind === 'and' || node.kind === 'or') {
    const inner = node.items.flatMap((item) => explainNode(item, now));
    const head = node.kind === 'and' ? 'all of' : 'any of';
    return [head, ...inner.map((line) => INDENT + line)];
  }
  if (node.kind !== 'not') return [explainTerm(node, now)];
  const inner = explainNode(node.item, now);
  const [first = ''] = inner;
  if (inner.length === 1) return [`not: ${first}`];
  return ['none such that', ...inner.map((line) => INDENT + line)];
}

function explainTerm(term: QueryTerm, now: Now): string {
  switch (term.kind) {
    case 'state':
      return orOf(term.values.map(explainState));
    case 'presence':
      return orOf(term.values.map((word) => explainPresence(word, term.field)));
    case 'person':
      return orOf(term.values.map((value) => explainPerson(term.field, value)));
    case 'name': {
      const values = term.values.map((value) => (value.kind === 'any' ? 'any' : `"${value.name}"`));
      return `${term.field} is ${orOf(values)}`;
    }
    case 'priority':
      return `priority is ${orOf(term.values.map(explainPriority))}`;
    case 'number': {
      const values = term.values.map((test) => printOrdered(test, String));
      return `number of ${term.field}: ${orOf(values)}`;
    }
    case 'time':
      return orOf(term.values.map((test) => explainTime(term.field, test, now)));
    case 'issue':
      return `${ISSUE_WORDS[term.field]} ${orOf(term.values)}`;
    case 'text':
      return explainText(term);
  }
}

const ISSUE_WORDS = {
  id: 'id is',
  parent: 'is a child of',
  'blocked-by': 'waits for',
  blocks: 'is waited for by',
} as const;

function explainText(term: QueryTerm & { readonly kind: 'text' }): string {
  const values = term.values.map(({ text, isPhrase }) => {
    if (!hasToken(text)) return `"${text}" (no letter or digit: ignored)`;
    return isPhrase ? `the phrase "${text}"` : `a word that begins with "${text}"`;
  });
  return `${term.field ?? 'title, labels, body or comments'} has ${orOf(values)}`;
}

function explainSort(key: SortKey): string {
  return ORDER[`${key.word} ${key.direction}`] ?? key.word;
}

function orOf(parts: readonly string[]): string {
  return parts.join(' or ');
}
