/** Port: time comes in through this door only, so that a simulation can own it. */
export interface Clock {
  /** Wall time, epoch milliseconds. May jump either way. */
  nowMs(): number;
  /** Milliseconds since the machine booted (sleep included). Never jumps back within one boot. */
  uptimeMs(): number;
  /** Identity of the current boot: uptimes of different boots must not be compared. */
  bootId(): string;
  /** Resolves after `ms`; rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
