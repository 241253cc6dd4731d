/**
 * Every failure a user can meet, as data. Codes are stable; messages are free to improve. `exit` is the
 * process exit code, `retry` says whether the same call can succeed later without a change.
 */
export const ERRORS = {
  internal: { exit: 1, retry: false },
  usage: { exit: 2, retry: false },
  query_syntax: { exit: 2, retry: false },
  unknown_field: { exit: 2, retry: false },
  unknown_value: { exit: 2, retry: false },
  invalid_input: { exit: 2, retry: false },
  input_required: { exit: 2, retry: false },
  import_partial: { exit: 2, retry: false },
  not_found: { exit: 3, retry: false },
  ambiguous_id: { exit: 3, retry: false },
  no_replica: { exit: 3, retry: false },
  already_exists: { exit: 5, retry: false },
  claim_held: { exit: 5, retry: true },
  conflict: { exit: 5, retry: true },
  cycle: { exit: 5, retry: false },
  store_locked: { exit: 5, retry: true },
  claim_tentative: { exit: 10, retry: true },
  claim_lost: { exit: 12, retry: false },
  claim_expired: { exit: 13, retry: false },
  store_damaged: { exit: 1, retry: false },
  store_missing: { exit: 1, retry: false },
  store_io: { exit: 1, retry: true },
  store_full: { exit: 1, retry: true },
  store_readonly: { exit: 1, retry: false },
  schema_newer: { exit: 1, retry: false },
  backup_failed: { exit: 1, retry: true },
  interrupted: { exit: 130, retry: true },
} as const satisfies Record<string, { readonly exit: number; readonly retry: boolean }>;

export type ErrorCode = keyof typeof ERRORS;

export interface ErrorOptions {
  /** The next thing to do, preferably a command to run. */
  readonly hint?: string;
  /** Machine-readable facts (candidates, holder, position …). */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** A failed operation that says what happened (`message`), why (`cause`, `details`) and what to do next (`hint`). */
export class EngineError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | null;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'EngineError';
    this.code = code;
    this.hint = options.hint ?? null;
    this.details = options.details ?? {};
  }

  get exitCode(): number {
    return ERRORS[this.code].exit;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retry;
  }

  toJSON(): Record<string, unknown> {
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      details: this.details,
      retryable: this.retryable,
    };
  }
}
