import { expect, test } from 'vitest';
import { ERRORS } from '#engine';
import { Failure, FAILURE_EXITS, type FailureCode } from './failure.js';

test.each(Object.entries(FAILURE_EXITS))('[CLI2] %s exits as the engine says', (code, exit) => {
  const known = ERRORS[code as FailureCode];
  expect(exit).toBe(known.exit);
  expect(new Failure(code as FailureCode, 'x').toJSON()['retryable']).toBe(known.retry);
});
