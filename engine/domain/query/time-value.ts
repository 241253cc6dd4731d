/** Days of a time zone and instants of the world: the only place of the query language that computes dates. */
import { EngineError } from '../../errors.js';

/** A day of the proleptic Gregorian calendar; month 1–12. */
export interface CivilDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A reading of a wall clock. */
export interface WallTime extends CivilDay {
  /** Since midnight. */
  readonly timeMs: number;
}

export const DAY_MS = 86_400_000;

/** Epoch ms at which the day starts in UTC; months and days out of range carry over. */
export function utcDayMs(day: CivilDay): number {
  return Date.UTC(day.year, day.month - 1, day.day);
}

/** Whether the calendar has this day (2025-02-29 is none). */
export function isRealDay(day: CivilDay): boolean {
  const date = new Date(utcDayMs(day));
  return date.getUTCMonth() === day.month - 1 && date.getUTCDate() === day.day;
}

/** The day `count` days later (or earlier). */
export function addDays(day: CivilDay, count: number): CivilDay {
  const date = new Date(utcDayMs(day) + count * DAY_MS);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** The day that a wall clock in `timeZone` shows at this instant. */
export function dayAt(ms: number, timeZone: string): CivilDay {
  const date = new Date(ms + offsetMs(ms, timeZone));
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}

/** First instant of the day in `timeZone`; a midnight that clocks skip is the moment after the gap. [QRY13] */
export function dayStartMs(day: CivilDay, timeZone: string): number {
  return wallToMs({ ...day, timeMs: 0 }, timeZone);
}

/** The first instant at which clocks in `timeZone` show this; inside a gap, as much later as the gap is long. */
export function wallToMs(wall: WallTime, timeZone: string): number {
  const shown = utcDayMs(wall) + wall.timeMs;
  const before = offsetMs(shown - DAY_MS, timeZone);
  const after = offsetMs(shown + DAY_MS, timeZone);
  let earliest = Number.POSITIVE_INFINITY;
  for (const offset of [before, after]) {
    const ms = shown - offset;
    if (offsetMs(ms, timeZone) === offset) earliest = Math.min(earliest, ms);
  }
  return Number.isFinite(earliest) ? earliest : shown - before;
}

/** UTC in as few characters as carry the value: `2026-11-16T01:30Z`, seconds only when there are some. */
export function formatInstant(ms: number): string {
  const text = new Date(ms).toISOString();
  if (text.endsWith(':00.000Z')) return `${text.slice(0, -8)}Z`;
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** How far clocks in `timeZone` are ahead of UTC at this instant. */
function offsetMs(ms: number, timeZone: string): number {
  const parts = new Map<string, number>();
  for (const { type, value } of clockOf(timeZone).formatToParts(ms)) {
    parts.set(type, Number(value));
  }
  const part = (name: string): number => parts.get(name) ?? 0;
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(ms / 1000) * 1000;
}

/** Building a formatter costs a thousand uses of it; one is kept, since a process lives in one zone. */
let lastClock: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | null = null;

function clockOf(timeZone: string): Intl.DateTimeFormat {
  if (lastClock?.timeZone === timeZone) return lastClock.format;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    lastClock = { timeZone, format };
    return format;
  } catch (cause) {
    throw new EngineError('invalid_input', `unknown time zone "${timeZone}"`, {
      hint: 'use an IANA name such as Europe/Berlin',
      details: { timeZone },
      cause,
    });
  }
}
