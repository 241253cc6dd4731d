/**
 * Failures the command line finds by itself, before or beside the engine. They carry the same facts as an
 * `EngineError` (code, hint, details), so `report-error.ts` prints both alike, and none of them loads the engine.
 */
import type { ErrorCode } from '#engine';

/** Exit codes of the codes raised here; a test compares them with the engine's table. */
export const FAILURE_EXITS = {
  usage: 2,
  unknown_field: 2,
  unknown_value: 2,
  invalid_input: 2,
  input_required: 2,
  import_partial: 2,
  not_found: 3,
  claim_held: 5,
  claim_tentative: 10,
  claim_lost: 12,
  claim_expired: 13,
  store_damaged: 1,
} as const satisfies Partial<Record<ErrorCode, number>>;

/** Codes a `Failure` can have. */
export type FailureCode = keyof typeof FAILURE_EXITS;

/** What else is worth telling. */
export interface FailureOptions {
  /** The next thing to do, preferably a command to run. */
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A failed command: what happened (`message`) and what to do next (`hint`). */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly hint: string | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: FailureCode, message: string, options: FailureOptions = {}) {
    super(message);
    this.name = 'Failure';
    this.code = code;
    this.hint = options.hint ?? null;
    this.details = options.details ?? {};
  }

  get exitCode(): number {
    return FAILURE_EXITS[this.code];
  }

  toJSON(): Record<string, unknown> {
    const { code, message, hint, details } = this;
    const retryable = code === 'claim_held' || code === 'claim_tentative';
    return { code, message, hint, details, retryable };
  }
}

/** A `usage` failure (exit 2). */
export function usage(message: string, hint?: string): Failure {
  return new Failure('usage', message, hint === undefined ? {} : { hint });
}
