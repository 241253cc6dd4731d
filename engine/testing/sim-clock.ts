import type { Clock } from '../kernel/clock.js';

/** A clock that moves only when told, with a wall that may be skewed or jump and reboots that restart the uptime. */
export class SimClock implements Clock {
  #wallMs: number;
  #uptimeMs = 1_000;
  #boot = 1;
  readonly #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

  constructor(wallMs = Date.UTC(2026, 0, 1)) {
    this.#wallMs = wallMs;
  }

  nowMs(): number {
    return this.#wallMs;
  }
  uptimeMs(): number {
    return this.#uptimeMs;
  }
  bootId(): string {
    return `boot-${this.#boot}`;
  }

  /** Time passes on every clock of the machine; sleepers whose time came wake in order. */
  advance(ms: number): void {
    this.#wallMs += ms;
    this.#uptimeMs += ms;
    const due = this.#sleepers.filter((one) => one.atMs <= this.#uptimeMs);
    due.sort((a, b) => a.atMs - b.atMs);
    for (const one of due) {
      this.#sleepers.splice(this.#sleepers.indexOf(one), 1);
      one.wake();
    }
  }

  /** Only the wall jumps: somebody set the clock. */
  jumpWall(ms: number): void {
    this.#wallMs += ms;
  }

  reboot(): void {
    this.#boot += 1;
    this.#uptimeMs = 1_000;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const sleeper = { atMs: this.#uptimeMs + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  }
}
