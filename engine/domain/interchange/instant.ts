/** Instants on the wire: RFC 3339 both ways. [IMP5] */

const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?([Zz]|[+-]\d{2}:\d{2})$/;
const MS_MAX = 253_402_300_799_999;

/**
 * Epoch ms, fractions of a millisecond cut off; null for anything that is not an instant from 1970 to 9999. The
 * calendar is checked here because `Date.parse` takes 30 February for 2 March.
 */
export function parseInstant(text: string): number | null {
  const match = INSTANT.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  if (new Date(dayMs).toISOString().slice(0, 10) !== `${year}-${month}-${day}`) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null;
  const offsetMs = parseOffset(zone);
  if (offsetMs === null) return null;
  const clockMs = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000;
  const ms = dayMs + clockMs + Number(fraction.slice(0, 3).padEnd(3, '0')) - offsetMs;
  return ms >= 0 && ms <= MS_MAX ? ms : null;
}

/** UTC with milliseconds, e.g. `2026-11-30T12:00:00.000Z`; times outside 1970 to 9999 become the nearest inside. */
export function formatInstant(ms: number): string {
  const inside = ms >= 0 ? Math.min(Math.floor(ms), MS_MAX) : 0;
  return new Date(inside).toISOString();
}

function parseOffset(zone: string): number | null {
  if (zone === 'Z' || zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
