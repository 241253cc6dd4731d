/** A query that cannot be read: where, why, and what would be right. Becomes an EngineError at the door. */
import { EngineError } from '../../errors.js';

/** Replacement of `[start, end)` of the query text. */
export interface QueryFix {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Offsets are UTF-16 units of the query text. */
export interface QueryProblem {
  readonly code: 'query_syntax' | 'unknown_field' | 'unknown_value';
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Said behind the caret. */
  readonly hint: string;
  /** What could stand there. */
  readonly expected: readonly string[];
  readonly fix: QueryFix | null;
}

/** Carries a problem out of the parser. Never leaves this directory. */
export class QueryFault extends Error {
  readonly problem: QueryProblem;

  constructor(problem: QueryProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** A fault with the parts left out filled in: syntax, no hint, nothing expected, no fix. */
export function fault(
  problem: Pick<QueryProblem, 'message' | 'start' | 'end'> & Partial<QueryProblem>,
): QueryFault {
  return new QueryFault({ code: 'query_syntax', hint: '', expected: [], fix: null, ...problem });
}

/** The text after the fix; a fix to a blank takes the blanks around it along. */
export function applyFix(text: string, fix: QueryFix): string {
  const [before, after] = [text.slice(0, fix.start), text.slice(fix.end)];
  if (fix.text !== ' ') return before + fix.text + after;
  return `${before.trimEnd()} ${after.trimStart()}`.trim();
}

/**
 * The error that users meet. [QRY19]
 * `details`: query, position and length (UTF-16 units), column (1-based, code points), expected, suggestion.
 */
export function toEngineError(
  query: string,
  problem: QueryProblem,
  suggestion: string | null,
): EngineError {
  const column = Array.from(query.slice(0, problem.start)).length + 1;
  return new EngineError(problem.code, problem.message, {
    ...(problem.hint === '' ? {} : { hint: problem.hint }),
    details: {
      query,
      position: problem.start,
      length: problem.end - problem.start,
      column,
      expected: problem.expected,
      suggestion,
    },
  });
}
