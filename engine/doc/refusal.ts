import { EngineError } from '../errors.js';

/** The one error for an update that is not let in. */
export function refused(reason: string, cause?: unknown): EngineError {
  return new EngineError('invalid_input', `the document update was refused: ${reason}`, { cause });
}

/** Whatever hostile bytes make a reader throw becomes a refusal. */
export function attempt<T>(step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw refused(
      cause instanceof Error ? cause.message.slice(0, 200) : 'it cannot be read',
      cause,
    );
  }
}
