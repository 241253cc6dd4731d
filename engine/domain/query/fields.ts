/** The vocabulary of the query language: every field, its aliases, and the closed sets of values. [QRY5] */

export const STATE_WORDS = [
  'open',
  'closed',
  'in-progress',
  'claimed',
  'ready',
  'blocked',
  'blocking',
  'assigned',
  'unassigned',
  'unsynced',
  'conflicted',
  'issue',
] as const;
export type StateWord = (typeof STATE_WORDS)[number];

export const PRESENCE_WORDS = [
  'assignee',
  'label',
  'milestone',
  'priority',
  'body',
  'comment',
  'claim',
  'due',
  'parent',
  'child',
  'blocker',
  'remote',
] as const;
export type PresenceWord = (typeof PRESENCE_WORDS)[number];

export const SORT_WORDS = [
  'created',
  'updated',
  'closed',
  'priority',
  'comments',
  'id',
  'relevance',
] as const;
export type SortWord = (typeof SORT_WORDS)[number];

export type PersonField =
  | 'assignee'
  | 'author'
  | 'commenter'
  | 'mentions'
  | 'involves'
  | 'claimed-by';
export type NameField = 'label' | 'milestone' | 'type' | 'reason' | 'remote';
export type TimeField = 'created' | 'updated' | 'closed' | 'due' | 'claim-expires';
export type NumberField = 'comments' | 'reactions';
export type IssueField = 'blocks' | 'blocked-by' | 'parent' | 'id';
export type TextField = 'title' | 'body' | 'comment';

/** A field and how its values read. */
export type Field =
  | { readonly kind: 'state'; readonly name: 'is' }
  | { readonly kind: 'presence'; readonly name: 'has' | 'no' }
  | { readonly kind: 'person'; readonly name: PersonField }
  | { readonly kind: 'name'; readonly name: NameField }
  | { readonly kind: 'priority'; readonly name: 'priority' }
  | { readonly kind: 'time'; readonly name: TimeField }
  | { readonly kind: 'number'; readonly name: NumberField }
  | { readonly kind: 'issue'; readonly name: IssueField }
  | { readonly kind: 'text'; readonly name: TextField }
  | { readonly kind: 'in'; readonly name: 'in' }
  | { readonly kind: 'directive'; readonly name: 'sort' | 'limit' };

/** Every field under its own name, in the order in which help lists them. */
export const FIELDS: readonly Field[] = [
  { kind: 'state', name: 'is' },
  { kind: 'person', name: 'assignee' },
  { kind: 'person', name: 'author' },
  { kind: 'person', name: 'commenter' },
  { kind: 'person', name: 'mentions' },
  { kind: 'person', name: 'involves' },
  { kind: 'person', name: 'claimed-by' },
  { kind: 'name', name: 'label' },
  { kind: 'name', name: 'milestone' },
  { kind: 'name', name: 'type' },
  { kind: 'priority', name: 'priority' },
  { kind: 'name', name: 'reason' },
  { kind: 'name', name: 'remote' },
  { kind: 'time', name: 'created' },
  { kind: 'time', name: 'updated' },
  { kind: 'time', name: 'closed' },
  { kind: 'time', name: 'due' },
  { kind: 'time', name: 'claim-expires' },
  { kind: 'number', name: 'comments' },
  { kind: 'number', name: 'reactions' },
  { kind: 'presence', name: 'no' },
  { kind: 'presence', name: 'has' },
  { kind: 'issue', name: 'blocks' },
  { kind: 'issue', name: 'blocked-by' },
  { kind: 'issue', name: 'parent' },
  { kind: 'issue', name: 'id' },
  { kind: 'text', name: 'title' },
  { kind: 'text', name: 'body' },
  { kind: 'text', name: 'comment' },
  { kind: 'in', name: 'in' },
  { kind: 'directive', name: 'sort' },
  { kind: 'directive', name: 'limit' },
];

/** Other spellings that mean exactly the field on the right. */
const ALIASES: Readonly<Record<string, string>> = {
  state: 'is',
  status: 'is',
  'child-of': 'parent',
};

const BY_NAME = new Map<string, Field>(FIELDS.map((field) => [field.name, field]));
for (const [alias, name] of Object.entries(ALIASES)) {
  const field = BY_NAME.get(name);
  if (field !== undefined) BY_NAME.set(alias, field);
}

/** All spellings of fields, for suggestions and completion. */
export const FIELD_NAMES: readonly string[] = [...BY_NAME.keys()];

/** The field of this name or alias, without regard to case, or null. */
export function findField(name: string): Field | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}

/** True for fields whose values have an order, so that `>` and `..` mean something. */
export function isOrdered(field: Field): boolean {
  return field.kind === 'time' || field.kind === 'number' || field.kind === 'priority';
}
