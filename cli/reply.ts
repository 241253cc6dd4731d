/** Answers of commands: data for `--json`, text for everybody else. Pure. */
import { usage } from './failure.js';
import { chooseFields, pickFields, type FieldSet } from './render/fields.js';
import { JSON_SCHEMA } from './render/json.js';

/** The answer of a command: data for `--json`, text for everybody else. */
export interface Reply {
  readonly data: unknown;
  /** Lists only: how many there are in all, shown or not. */
  readonly total?: number;
  readonly hasMore?: boolean;
  readonly notes?: readonly string[];
  readonly dryRun?: boolean;
  readonly text: () => string;
  /** What to run next; the first two are told off a terminal. */
  readonly next?: readonly string[];
}

/** The text, and off a terminal what to run next. [CLI12] */
export function replyText({ text, next = [] }: Reply, human: boolean): string {
  const steps = human ? [] : next.slice(0, 2).map((command) => `next: ${command}`);
  return [text(), ...steps].filter((part) => part !== '').join('\n');
}

/** The envelope with the fields `asked` for. [CLI10] @throws unknown_field, usage */
export function replyJson(
  { data, total, hasMore, notes = [], dryRun }: Reply,
  asked: readonly string[] | 'help' | null,
  fields: FieldSet | undefined,
): object {
  const names = asked === 'help' ? null : namesToPrint(fields, asked);
  return {
    schema: JSON_SCHEMA,
    data: names === null ? data : pickFields(data, names),
    ...(total === undefined ? {} : { total, has_more: hasMore ?? false }),
    ...(notes.length === 0 ? {} : { notes }),
    ...(dryRun === true ? { dry_run: true } : {}),
  };
}

function namesToPrint(
  fields: FieldSet | undefined,
  asked: readonly string[] | null,
): readonly string[] | null {
  if (fields !== undefined) return chooseFields(fields, asked);
  if (asked === null) return null;
  throw usage('there are no fields to choose from here', 'write --json alone');
}
