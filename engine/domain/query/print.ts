/** Query → canonical text. `print(parse(print(q)))` is `print(q)`. [QRY20] */
import { PRIORITY_NAMES } from '../issue.js';
import type { OrderedTest, PersonValue, Query, QueryNode, QueryTerm, SortKey } from './ast.js';
import { defaultDirection } from './closed-values.js';
import { quote } from './token.js';

/** The query in native spelling: own field names, saved queries and `in:` written out, no needless parentheses. */
export function printQuery(query: Query): string {
  const parts: string[] = [];
  if (query.where !== null) parts.push(printNode(query.where));
  if (query.sort.length > 0) parts.push(`sort:${query.sort.map(printSortKey).join(',')}`);
  if (query.limit !== null) parts.push(`limit:${query.limit}`);
  return parts.join(' ');
}

/** One condition or group in native spelling; `parent` is the group it stands in. */
export function printNode(node: QueryNode, parent: 'and' | 'or' | 'not' | null = null): string {
  if (node.kind === 'or') {
    const text = node.items.map((item) => printNode(item, 'or')).join(' OR ');
    return parent === 'and' || parent === 'not' ? `(${text})` : text;
  }
  if (node.kind === 'and') {
    const text = node.items.map((item) => printNode(item, 'and')).join(' ');
    return parent === 'not' ? `(${text})` : text;
  }
  if (node.kind !== 'not') return printTerm(node);
  const text = printNode(node.item, 'not');
  // A word that itself begins with a hyphen would swallow the sign.
  return text.startsWith('-') ? `NOT ${text}` : `-${text}`;
}

/** How deep parentheses nest in the printed form. */
export function printedDepth(node: QueryNode, parent: 'and' | 'or' | 'not' | null = null): number {
  if (node.kind === 'not') return printedDepth(node.item, 'not');
  if (node.kind !== 'and' && node.kind !== 'or') return 0;
  const { kind, items } = node;
  const own = parent === 'not' || (kind === 'or' && parent === 'and') ? 1 : 0;
  return own + Math.max(...items.map((item) => printedDepth(item, kind)));
}

/** `sort:` value of the key, without the direction it has anyway. */
export function printSortKey(key: SortKey): string {
  return key.direction === defaultDirection(key.word) ? key.word : `${key.word}-${key.direction}`;
}

/** A test on an ordered value as it is written. */
export function printOrdered<Point>(
  test: OrderedTest<Point>,
  print: (point: Point) => string,
): string {
  switch (test.kind) {
    case 'any':
      return '*';
    case 'is':
      return print(test.point);
    case 'compare':
      return test.op + print(test.point);
    case 'range':
      return `${test.from === null ? '*' : print(test.from)}..${test.to === null ? '*' : print(test.to)}`;
  }
}

function printTerm(term: QueryTerm): string {
  switch (term.kind) {
    case 'state':
      return `is:${term.values.join(',')}`;
    case 'presence':
      return `${term.field}:${term.values.join(',')}`;
    case 'person':
      return `${term.field}:${term.values.map(printPerson).join(',')}`;
    case 'name': {
      const values = term.values.map((value) =>
        value.kind === 'any' ? '*' : quoteIf(value.name, /^\*$/),
      );
      return `${term.field}:${values.join(',')}`;
    }
    case 'priority': {
      const values = term.values.map((test) =>
        printOrdered(test, (point) => PRIORITY_NAMES[point]),
      );
      return `priority:${values.join(',')}`;
    }
    case 'number':
      return `${term.field}:${term.values.map((test) => printOrdered(test, String)).join(',')}`;
    case 'time': {
      const values = term.values.map((test) => printOrdered(test, (point) => point.text));
      return `${term.field}:${values.join(',')}`;
    }
    case 'issue':
      return `${term.field}:${term.values.map((text) => quoteIf(text, /^(?:\*|none)$/i)).join(',')}`;
    case 'text': {
      const values = term.values.map(({ text, isPhrase }) => (isPhrase ? quote(text) : text));
      return `${term.field === null ? '' : `${term.field}:`}${values.join(',')}`;
    }
  }
}

function printPerson(value: PersonValue): string {
  return value.kind === 'name'
    ? quoteIf(value.name, /^(?:@.*|\*|me|none)$/is)
    : value.kind === 'any'
      ? '*'
      : value.kind;
}

/** Quotes what would not be read back as this one value; `reserved` are words with a meaning of their own. */
function quoteIf(text: string, reserved: RegExp): string {
  return /[\s,()"]/.test(text) || /^[<>:]/.test(text) || reserved.test(text) ? quote(text) : text;
}
