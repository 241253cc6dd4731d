import type { EngineError } from '../../errors.js';
/**
 * Text → query. NOT binds tighter than AND, AND tighter than OR. [QRY1]
 *
 *     query = { directive | or }     or = and { "OR" and }     and = not { [ "AND" ] not }
 *     not   = { "NOT" | "-" } prim   prim = "(" or ")" | pair | phrase | word | "@" name
 */
import { LIMITS } from '../../kernel/limits.js';
import type { Query } from './ast.js';
import { applyFix, fault, QueryFault, toEngineError, type QueryProblem } from './fault.js';
import { parseSource } from './grammar.js';
import { printedDepth, printQuery } from './print.js';
import { startBudget, type ParseScope } from './scope.js';

export interface ParseOptions {
  /** Text of a saved query, or null when there is none of this name. */
  readonly savedQuery?: (name: string) => string | null;
}

/** A query with several mistakes is corrected one by one, so many times at most. */
const REPAIRS_MAX = 8;

/**
 * The query that `text` means; its printed form parses to the same query. [QRY1, QRY20]
 * Answers every text within the limits of `LIMITS.query…` and refuses longer ones at once.
 * @throws {EngineError} query_syntax, unknown_field, unknown_value, and nothing else
 */
export function parseQuery(text: string, options: ParseOptions = {}): Query {
  try {
    return parseText(text, options);
  } catch (error) {
    throw error instanceof QueryFault ? explained(text, error.problem, options) : error;
  }
}

function parseText(text: string, options: ParseOptions): Query {
  if (text.length > LIMITS.queryCharsMax) throw tooLong(text, 'a query');
  const scope: ParseScope = {
    lookup: options.savedQuery ?? (() => null),
    stack: [],
    budget: startBudget(),
  };
  const query = parseSource(text, scope);
  // What is listed must be printable, savable and readable again, so the limits hold for the written-out form too.
  if (printQuery(query).length > LIMITS.queryCharsMax) throw tooLong(text, 'the query written out');
  if (query.where !== null && printedDepth(query.where) > LIMITS.queryDepthMax) {
    throw fault({
      message: `the query written out nests deeper than ${LIMITS.queryDepthMax}`,
      start: 0,
      end: text.length,
      hint: 'flatten the query',
    });
  }
  return query;
}

function tooLong(text: string, what: string): QueryFault {
  const start = Math.min(text.length, LIMITS.queryCharsMax);
  return fault({
    message: `${what} is longer than ${LIMITS.queryCharsMax} characters`,
    start,
    end: text.length,
    hint: 'shorten it',
  });
}

/** The error for users, with a correction that is known to parse. */
function explained(text: string, problem: QueryProblem, options: ParseOptions): EngineError {
  let current = text;
  let next = problem;
  for (let i = 0; i < REPAIRS_MAX && next.fix !== null; i += 1) {
    current = applyFix(current, next.fix);
    try {
      parseText(current, options);
      return toEngineError(text, problem, current);
    } catch (error) {
      if (!(error instanceof QueryFault)) throw error;
      next = error.problem;
    }
  }
  return toEngineError(text, problem, null);
}
