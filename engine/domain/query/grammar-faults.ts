/** What is wrong with the shape of a query: operators without conditions, parentheses without partners. [QRY19] */
import { LIMITS } from '../../kernel/limits.js';
import { fault, type QueryFault } from './fault.js';
import type { Token } from './token.js';

/** An operator without what it joins; `token` stands where a condition should, `before` in front of it. */
export function missingCondition(source: string, token: Token, before: Token | null): QueryFault {
  const isLeftMissing = token.kind === 'and' || token.kind === 'or';
  if (token.kind === 'close' && (before === null || !isOperator(before))) {
    return strayParenthesis(token);
  }
  const operator = isLeftMissing || before === null ? token : before;
  const name = source.slice(operator.start, operator.end);
  return fault({
    message: `"${name}" needs a condition on its ${isLeftMissing ? 'left' : 'right'}`,
    start: operator.start,
    end: operator.end,
    hint: 'leave it out, or quote it for the text',
    expected: ['condition'],
    fix: { start: operator.start, end: operator.end, text: ' ' },
  });
}

export function strayParenthesis(token: Token): QueryFault {
  return fault({
    message: 'this parenthesis closes nothing',
    start: token.start,
    end: token.end,
    hint: 'leave it out, or quote the text',
    fix: { start: token.start, end: token.end, text: ' ' },
  });
}

export function emptyGroup(open: Token, close: Token): QueryFault {
  return fault({
    message: 'nothing between the parentheses',
    start: open.start,
    end: close.end,
    hint: 'leave them out',
    fix: { start: open.start, end: close.end, text: ' ' },
  });
}

export function neverClosed(open: Token, queryEnd: number): QueryFault {
  return fault({
    message: 'this parenthesis is never closed',
    start: open.start,
    end: open.end,
    hint: 'add the closing )',
    expected: [')'],
    fix: { start: queryEnd, end: queryEnd, text: ')' },
  });
}

export function tooDeep(open: Token): QueryFault {
  return fault({
    message: `parentheses nest deeper than ${LIMITS.queryDepthMax}`,
    start: open.start,
    end: open.end,
    hint: 'flatten the query',
  });
}

function isOperator(token: Token): boolean {
  return (
    token.kind === 'and' || token.kind === 'or' || token.kind === 'not' || token.kind === 'minus'
  );
}
