/** Field names of `--json [fields]`, command by command, and the choosing of them. [CLI11] */
import { Failure } from '../failure.js';
import type { JsonObject } from './json-parts.js';

/** What a command can print as JSON: all names in order, and those printed unasked. */
export interface FieldSet {
  readonly all: readonly string[];
  readonly standard: readonly string[];
}

/** All of `names` (separated by blanks), all of them standard. */
export function fieldSet(names: string): FieldSet {
  const list = names.split(' ');
  return { all: list, standard: list };
}

const ISSUE_FIELDS =
  'id title body state reason priority type labels assignees milestone due defer estimate_minutes dependencies ' +
  'author created_at updated_at closed_at deleted claim work comments links conflicts activity revision';

/** Rows of lists. */
export const LIST_FIELDS: FieldSet = {
  all: (
    'id short_id title state reason priority type labels assignees milestone author created_at updated_at closed_at ' +
    'due_at defer_at estimate_minutes comment_count ready blocked blocked_by open_dependents dependencies claim agent ' +
    'progress remotes conflicted'
  ).split(' '),
  standard:
    'id title state priority type labels assignees milestone updated_at ready blocked_by claim'.split(
      ' ',
    ),
};

/** Whole issues. */
export const SHOW_FIELDS: FieldSet = {
  all: ISSUE_FIELDS.split(' '),
  standard: ISSUE_FIELDS.split(' ').filter((name) => name !== 'activity'),
};

/** Issues after a write. */
export const WRITTEN_FIELDS: FieldSet = {
  all: ['changed', 'notes', ...SHOW_FIELDS.all],
  standard: ['id', 'changed', 'notes', 'title', 'state', 'revision'],
};

/** Answers of claim verbs. */
export const CLAIM_FIELDS = fieldSet('id short_id title outcome changed confirmed mode claim');
/** Entries of the activity. */
export const ACTIVITY_FIELDS = fieldSet('id issue at agent agent_type via verb changes');
/** Comments. */
export const COMMENT_FIELDS = fieldSet('id author created_at edited_at body');
/** Agent work state. */
export const STATE_FIELDS = fieldSet(
  'id title state agent claim stage progress status next checkpoints metadata blocked_by ready revision',
);
/** Names in use, e.g. labels. */
export const NAME_FIELDS = fieldSet('name count');
/** Saved queries. */
export const QUERY_FIELDS = fieldSet('name query');
/** Settings. */
export const CONFIG_FIELDS = fieldSet('key value origin');

/** The names to print. @throws {Failure} unknown_field */
export function chooseFields(set: FieldSet, asked: readonly string[] | null): readonly string[] {
  if (asked === null) return set.standard;
  const unknown = asked.find((name) => !set.all.includes(name));
  if (unknown === undefined) return asked;
  throw new Failure('unknown_field', `no field "${unknown}" here`, {
    hint: '--json=help lists the fields of a command',
    details: { field: unknown, fields: set.all },
  });
}

/** `value`, or each element of it, reduced to `fields` in the order given. */
export function pickFields(value: unknown, fields: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((element: unknown) => pickFields(element, fields));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    fields.filter((name) => name in value).map((name) => [name, value[name]]),
  );
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null;
}
