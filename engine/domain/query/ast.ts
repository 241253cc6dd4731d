/** A query after parsing: plain data, in canonical shape (no group inside a group of its kind, no double NOT). */
import type { Priority } from '../issue.js';
import type {
  IssueField,
  NameField,
  NumberField,
  PersonField,
  PresenceWord,
  SortWord,
  StateWord,
  TextField,
  TimeField,
} from './fields.js';
import type { TimePoint } from './time-syntax.js';

/** Order signs as typed; `is` stands for none. */
export type Comparison = '>' | '>=' | '<' | '<=';

/** A test on an ordered value; a null end of a range is open. */
export type OrderedTest<Point> =
  | { readonly kind: 'any' }
  | { readonly kind: 'is'; readonly point: Point }
  | { readonly kind: 'compare'; readonly op: Comparison; readonly point: Point }
  | { readonly kind: 'range'; readonly from: Point | null; readonly to: Point | null };

/** `none` means that nobody stands there; a quoted `"me"` is a name. */
export type PersonValue =
  | { readonly kind: 'any' | 'me' | 'none' }
  | { readonly kind: 'name'; readonly name: string };
export type NameValue = { readonly kind: 'any' } | { readonly kind: 'name'; readonly name: string };

/** A word matches token prefixes, a phrase a run of whole tokens. */
export interface TextValue {
  readonly text: string;
  readonly isPhrase: boolean;
}

/** One condition. Several values mean any of them. */
export type QueryTerm =
  | { readonly kind: 'state'; readonly values: readonly StateWord[] }
  | {
      readonly kind: 'person';
      readonly field: PersonField;
      readonly values: readonly PersonValue[];
    }
  | { readonly kind: 'name'; readonly field: NameField; readonly values: readonly NameValue[] }
  | { readonly kind: 'priority'; readonly values: readonly OrderedTest<Priority>[] }
  | {
      readonly kind: 'number';
      readonly field: NumberField;
      readonly values: readonly OrderedTest<number>[];
    }
  | {
      readonly kind: 'time';
      readonly field: TimeField;
      readonly values: readonly OrderedTest<TimePoint>[];
    }
  | {
      readonly kind: 'presence';
      readonly field: 'has' | 'no';
      readonly values: readonly PresenceWord[];
    }
  | { readonly kind: 'issue'; readonly field: IssueField; readonly values: readonly string[] }
  /** `field` null: a free word or phrase, over every section. */
  | {
      readonly kind: 'text';
      readonly field: TextField | null;
      readonly values: readonly TextValue[];
    };

export type QueryNode =
  | { readonly kind: 'and'; readonly items: readonly QueryNode[] }
  | { readonly kind: 'or'; readonly items: readonly QueryNode[] }
  | { readonly kind: 'not'; readonly item: QueryNode }
  | QueryTerm;

export interface SortKey {
  readonly word: SortWord;
  readonly direction: 'asc' | 'desc';
}

/** What `parseQuery` promises: `where` null matches everything, `sort` empty leaves the order to the default. */
export interface Query {
  readonly where: QueryNode | null;
  readonly sort: readonly SortKey[];
  readonly limit: number | null;
}

/** Condition that holds for every issue; dropped where it changes nothing. */
export const EVERYTHING: QueryNode = { kind: 'state', values: ['issue'] };

/** `items` joined: groups of the same kind are merged, a single item stands alone. */
export function makeGroup(kind: 'and' | 'or', items: readonly QueryNode[]): QueryNode {
  const flat: QueryNode[] = [];
  for (const item of items) {
    if (item.kind === kind) flat.push(...item.items);
    else if (kind === 'or' || item !== EVERYTHING) flat.push(item);
  }
  const [first] = flat;
  if (first === undefined) return EVERYTHING;
  return flat.length === 1 ? first : { kind, items: flat };
}

/** The complement; a double negation is taken back. */
export function makeNot(item: QueryNode): QueryNode {
  return item.kind === 'not' ? item.item : { kind: 'not', item };
}

/** Calls `visit` for each term; `isNegated` is true under an odd number of NOT. */
export function visitTerms(
  node: QueryNode | null,
  visit: (term: QueryTerm, isNegated: boolean) => void,
  isNegated = false,
): void {
  if (node === null) return;
  if (node.kind === 'not') visitTerms(node.item, visit, !isNegated);
  else if (node.kind === 'and' || node.kind === 'or') {
    for (const item of node.items) visitTerms(item, visit, isNegated);
  } else visit(node, isNegated);
}
