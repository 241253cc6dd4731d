import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../kernel/clock.js';

let boot: string | null = null;

/** The machine's clocks. Uptime counts from boot and includes sleep where the system tells it (Linux). */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  uptimeMs: () => {
    const text = readText('/proc/uptime');
    const seconds = text === null ? uptime() : Number.parseFloat(text);
    return Math.floor(seconds * 1000);
  },
  bootId: () => {
    boot ??= readText('/proc/sys/kernel/random/boot_id')?.trim() ?? bootFromUptime();
    return boot;
  },
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/** Without a boot id: the host and the minute it started in, coarse enough to be stable within one boot. */
function bootFromUptime(): string {
  const startedMs = Date.now() - uptime() * 1000;
  return `${hostname()}-${Math.round(startedMs / 60_000)}`;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // not Linux: the callers have another way
  }
}
