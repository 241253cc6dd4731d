/** Days and instants as issues hold them: `YYYY-MM-DD`, or an RFC 3339 instant. Pure. */
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;

/** The canonical text (`2026-11-30`, or UTC with seconds), or null for anything else. */
export function parseDayOrInstant(text: string): string | null {
  const trimmed = text.trim();
  const day = DAY.exec(trimmed);
  if (day !== null) {
    const ms = Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3]));
    return new Date(ms).toISOString().slice(0, 10) === trimmed ? trimmed : null;
  }
  if (!INSTANT.test(trimmed) || parseDayOrInstant(trimmed.slice(0, 10)) === null) return null;
  const ms = Date.parse(trimmed);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Epoch ms of the instant; for a day its last millisecond (`end`) or first (`start`), in UTC. */
export function dayOrInstantMs(text: string | null, edge: 'start' | 'end'): number | null {
  if (text === null) return null;
  if (DAY.test(text)) return Date.parse(`${text}T00:00:00Z`) + (edge === 'end' ? DAY_MS - 1 : 0);
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** `30m`, `1h30m`, `2d`, `90s` → ms; null for anything else (a bare number too: a unit is asked for). */
export function parseDuration(text: string): number | null {
  const parts = text
    .trim()
    .toLowerCase()
    .match(/\d+(?:\.\d+)?(?:ms|s|m|h|d|w)/g);
  if (parts === null || parts.join('') !== text.trim().toLowerCase()) return null;
  let total = 0;
  for (const part of parts) {
    const unit = part.replace(/[\d.]/g, '');
    total += Number.parseFloat(part) * (UNIT_MS[unit] ?? Number.NaN);
  }
  return Number.isFinite(total) ? Math.round(total) : null;
}
