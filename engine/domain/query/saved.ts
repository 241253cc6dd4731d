/** `@name` → the saved query it stands for, as one condition. [QRY17] */
import { LIMITS } from '../../kernel/limits.js';
import type { Query } from './ast.js';
import { fault, QueryFault } from './fault.js';
import { spend, type ParseScope } from './scope.js';
import { quote } from './token.js';

interface SavedCall {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The saved query, parsed by `parse` in a scope that knows who called. Cycles and unknown names are faults at
 * the place of the call, since that is the text the user sees.
 */
export function expandSaved(
  call: SavedCall,
  scope: ParseScope,
  parse: (text: string, scope: ParseScope) => Query,
): Query {
  const { name, start, end } = call;
  // A call costs a term also when it is empty: nothing else bounds `@a` = `@b @b`, `@b` = `@c @c`, …
  spend(scope.budget, 1, call);
  const stack = [...scope.stack, name];
  if (scope.stack.includes(name)) {
    throw fault({
      message: `the saved query "${name}" uses itself: ${stack.map((item) => `@${item}`).join(' → ')}`,
      start,
      end,
      hint: 'change one of them',
    });
  }
  const text = scope.lookup(name);
  if (text === null) {
    throw fault({
      code: 'unknown_value',
      message: `no saved query "${name}"`,
      start,
      end,
      hint: `for the text itself, quote it: ${quote(`@${name}`)}`,
      fix: { start, end, text: quote(`@${name}`) },
    });
  }
  if (text.length > LIMITS.queryCharsMax || stack.length > LIMITS.queryDepthMax) {
    throw fault({
      message: `the saved query "${name}" is too long or too deep`,
      start,
      end,
      hint: 'shorten it',
    });
  }
  try {
    return parse(text, { ...scope, stack });
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error;
    const { code, message, expected } = error.problem;
    const isNested = message.startsWith('in the saved query') || message.includes('uses itself');
    throw fault({
      code,
      message: isNested ? message : `in the saved query "${name}": ${message}`,
      start,
      end,
      hint: `see the saved query "${name}"`,
      expected,
    });
  }
}
