/** Times and durations as text. */

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** RFC 3339 in UTC, with milliseconds; for JSON. */
export function jsonTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** As `jsonTime`, or null. */
export function jsonTimeOrNull(ms: number | null): string | null {
  return ms === null ? null : jsonTime(ms);
}

/** RFC 3339 in UTC to the second; for text off a terminal, where an age would be stale when read. */
export function textTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

/** Two units at most: `45s`, `12m`, `1h30m`, `3d4h`. From ten minutes on seconds are rounded away. */
export function formatDuration(ms: number): string {
  const unit = ms < 10 * MINUTE_MS ? SECOND_MS : MINUTE_MS;
  const whole = Math.max(0, Math.round(ms / unit)) * unit;
  if (whole < MINUTE_MS) return `${whole / SECOND_MS}s`;
  const units = [
    ['d', Math.floor(whole / DAY_MS)],
    ['h', Math.floor((whole % DAY_MS) / HOUR_MS)],
    ['m', Math.floor((whole % HOUR_MS) / MINUTE_MS)],
  ] as const;
  const first = units.findIndex(([, value]) => value > 0);
  return units
    .slice(first, first + 2)
    .filter(([, value]) => value > 0)
    .map(([unit, value]) => `${value}${unit}`)
    .join('');
}

/** How long ago, in one unit: `now`, `5m`, `3h`, `2d`, `7w`, `3y`. A future time counts as now. */
export function formatAge(ms: number, nowMs: number): string {
  const age = Math.max(0, nowMs - ms);
  if (age < MINUTE_MS) return 'now';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}m`;
  if (age < DAY_MS) return `${Math.floor(age / HOUR_MS)}h`;
  if (age < 14 * DAY_MS) return `${Math.floor(age / DAY_MS)}d`;
  if (age < 365 * DAY_MS) return `${Math.floor(age / (7 * DAY_MS))}w`;
  return `${Math.floor(age / (365 * DAY_MS))}y`;
}

/** Minutes of an estimate: `45m`, `1h30m`. */
export function formatMinutes(minutes: number): string {
  return minutes === 0 ? '0m' : formatDuration(minutes * MINUTE_MS);
}
