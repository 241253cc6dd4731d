/** Failures as the three parts a reader needs: what happened, why, what to do next. [CLI3] */
import { CommanderError } from 'commander';
import { Failure } from './failure.js';
import { JSON_SCHEMA } from './render/json.js';
import { painter } from './render/paint.js';
import { cleanBlock, cleanJson, cleanLine } from './render/sanitise.js';

/** The facts of any failure. */
export interface FailureReport {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;
  readonly exitCode: number;
}

/** Reads a thrown value; an unknown one is our own fault (`internal`, exit 1). */
export function describeError(error: unknown): FailureReport {
  if (error instanceof CommanderError) return describeParserError(error);
  if (error instanceof Error && 'exitCode' in error && 'toJSON' in error) {
    // An EngineError or a Failure: both tell the same facts.
    const known = error as Failure;
    const facts = known.toJSON();
    return {
      code: known.code,
      message: known.message,
      hint: known.hint,
      details: known.details,
      retryable: facts['retryable'] === true,
      exitCode: known.exitCode,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `this is a defect of issue: ${message}`,
    hint: 'ISSUE_DEBUG=1 shows where; please report it',
    details: {},
    retryable: false,
    exitCode: 1,
  };
}

/** Commander says `error: unknown command 'lsit'\n(Did you mean list?)`: the second line is the hint. */
function describeParserError(error: CommanderError): FailureReport {
  const [first = '', suggestion] = error.message.split('\n');
  const guess = suggestion === undefined ? null : /^\(Did you mean (.*)\?\)$/.exec(suggestion);
  const message = first.replace(/^error: /, '').replaceAll("'", '"');
  const names = guess?.[1]?.replace(/^one of /, '') ?? null;
  return {
    code: 'usage',
    message,
    hint: names === null ? null : `did you mean ${names}?`,
    details: names === null ? {} : { suggestions: names.split(', ') },
    retryable: false,
    exitCode: 2,
  };
}

/** One JSON line. */
export function formatErrorJson(report: FailureReport): string {
  const { code, message, hint, details, retryable } = report;
  return cleanJson(
    JSON.stringify({ schema: JSON_SCHEMA, error: { code, message, hint, details, retryable } }),
  );
}

/** Up to three parts. `marked` is a query error with its place and its remedy marked; it stands for all of them. */
export function formatErrorText(
  report: FailureReport,
  marked: string | null,
  colour: boolean,
): string {
  const paint = painter(colour);
  const lines = [
    marked === null
      ? `${paint('bad', 'error:')} ${cleanBlock(report.message)}`
      : cleanBlock(marked),
  ];
  const why = marked === null ? reasonOf(report) : '';
  if (why !== '') lines.push(why);
  if (report.hint !== null && marked === null)
    lines.push(`${labelOf(report.hint)}${cleanBlock(report.hint)}`);
  return lines.join('\n');
}

function labelOf(hint: string): string {
  return hint.startsWith('did you mean') ? '' : 'try: ';
}

function reasonOf({ details, message }: FailureReport): string {
  const candidates = details['candidates'];
  if (!Array.isArray(candidates) || candidates.length === 0) return '';
  const names = candidates.map((name: unknown) =>
    cleanLine(typeof name === 'string' ? name : JSON.stringify(name)),
  );
  if (names.every((name) => message.includes(name))) return '';
  return `${names.length === 1 ? '1 id is' : `${names.length} ids are`} close: ${names.join(', ')}`;
}
