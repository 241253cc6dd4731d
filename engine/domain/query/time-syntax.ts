/**
 * Text → time value. Four readings, told apart by their first character:
 * `7d` an age · `-7d`, `@now-7d` an instant from now · `@today-7d` a day from today · `2025-01-15…` calendar. [QRY10]
 */
import { hintFor } from './time-hints.js';
import { DAY_MS, isRealDay, utcDayMs, type CivilDay } from './time-value.js';

export type TimePoint =
  /** How long ago; never negative. */
  | { readonly kind: 'age'; readonly text: string; readonly ms: number }
  /** Now plus `ms` (minus for the past). */
  | { readonly kind: 'offset'; readonly text: string; readonly ms: number }
  /** The day `days` after today. */
  | { readonly kind: 'today'; readonly text: string; readonly days: number }
  /** Days from `first` up to, not including, `next`. */
  | {
      readonly kind: 'calendar';
      readonly text: string;
      readonly first: CivilDay;
      readonly next: CivilDay;
    }
  /** A moment; `offsetMs` null means a wall clock of the user's zone. */
  | {
      readonly kind: 'instant';
      readonly text: string;
      readonly day: CivilDay;
      readonly timeMs: number;
      readonly offsetMs: number | null;
      /** What the text leaves open: a minute, a second or a millisecond. */
      readonly precisionMs: number;
    };

/** The point, or why there is none; `instead` is a text that would read. */
export type TimeReading =
  | { readonly ok: true; readonly point: TimePoint }
  | { readonly ok: false; readonly reason: string; readonly instead: string | null };

/** Ages and offsets reach a hundred years; beyond, dates stop being dates. */
const SPAN_MS_MAX = 36_525 * DAY_MS;
const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: DAY_MS,
  w: 7 * DAY_MS,
};
const SPAN = /^(?:\d{1,9}[mhdw])+$/;
const CALENDAR = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})[t ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(z|[+-]\d{2}:?\d{2})?$/;

/** Reads one end of a time test; case does not matter. Never throws. */
export function readTimePoint(source: string): TimeReading {
  const text = source.toLowerCase();
  if (SPAN.test(text)) return span(text, (ms) => ({ kind: 'age', text, ms }));
  const sign = text.startsWith('-') ? -1 : 1;
  if (/^[+-]/.test(text) && SPAN.test(text.slice(1))) {
    return span(text.slice(1), (ms) => ({ kind: 'offset', text, ms: sign * ms }));
  }
  if (text.startsWith('@now')) return readNow(text);
  if (text.startsWith('@today')) return readToday(text);
  const calendar = CALENDAR.exec(text);
  if (calendar !== null) return readCalendar(text, calendar);
  const instant = INSTANT.exec(text);
  if (instant !== null) return readInstant(text, instant);
  return { ok: false, ...hintFor(text) };
}

function span(text: string, make: (ms: number) => TimePoint): TimeReading {
  let ms = 0;
  for (const part of text.match(/\d+[mhdw]/g) ?? []) {
    ms += Number(part.slice(0, -1)) * (UNIT_MS[part.slice(-1)] ?? 0);
  }
  if (ms > SPAN_MS_MAX) return no('longer than a hundred years');
  return { ok: true, point: make(ms) };
}

function readNow(text: string): TimeReading {
  const rest = text.slice('@now'.length);
  if (rest === '') return { ok: true, point: { kind: 'offset', text, ms: 0 } };
  const sign = rest.startsWith('-') ? -1 : 1;
  if (!/^[+-]/.test(rest) || !SPAN.test(rest.slice(1))) return no('write @now-7d', '@now');
  return span(rest.slice(1), (ms) => ({ kind: 'offset', text, ms: sign * ms }));
}

function readToday(text: string): TimeReading {
  const match = /^@today(?:([+-])(\d{1,5})([dw]?))?$/.exec(text);
  if (match === null) return no('write @today-7d (days d or weeks w)', '@today');
  const count = Number(match[2] ?? 0) * (match[3] === 'w' ? 7 : 1);
  if (count * DAY_MS > SPAN_MS_MAX) return no('longer than a hundred years');
  const days = count === 0 ? 0 : match[1] === '-' ? -count : count;
  return { ok: true, point: { kind: 'today', text, days } };
}

function readCalendar(text: string, match: RegExpExecArray): TimeReading {
  const year = Number(match[1]);
  const month = match[2] === undefined ? null : Number(match[2]);
  const day = match[3] === undefined ? null : Number(match[3]);
  const first = { year, month: month ?? 1, day: day ?? 1 };
  const problem = dayProblem(first);
  if (problem !== null) return no(problem);
  let next: CivilDay = { year, month: first.month, day: first.day + 1 };
  if (month === null) next = { year: year + 1, month: 1, day: 1 };
  else if (day === null) next = { year, month: month + 1, day: 1 };
  return { ok: true, point: { kind: 'calendar', text, first, next } };
}

function readInstant(text: string, match: RegExpExecArray): TimeReading {
  const [year, month, day, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const date = { year: year ?? 0, month: month ?? 0, day: day ?? 0 };
  const problem = dayProblem(date);
  if (problem !== null) return no(problem);
  const [h, m, s] = [hour ?? 0, minute ?? 0, second ?? 0];
  if (h > 23 || m > 59 || s > 59) return no('no such time of day');
  const fraction = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offset = zoneOffsetMs(match[8]);
  if (Number.isNaN(offset)) return no('no such offset from UTC');
  const hasSeconds = match[6] !== undefined;
  const point: TimePoint = {
    kind: 'instant',
    text: text.toUpperCase().replace(' ', 'T'),
    day: date,
    timeMs: ((h * 60 + m) * 60 + s) * 1000 + fraction,
    offsetMs: offset,
    precisionMs: match[7] !== undefined ? 1 : hasSeconds ? 1000 : 60_000,
  };
  return { ok: true, point };
}

/** Null without a zone, NaN for an impossible one. */
function zoneOffsetMs(zone: string | undefined): number | null {
  if (zone === undefined) return null;
  if (zone === 'z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(-2));
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function dayProblem(day: CivilDay): string | null {
  if (day.year < 1970) return 'years run from 1970 to 9999';
  return isRealDay(day) ? null : 'the calendar has no such day';
}

function no(reason: string, instead: string | null = null): TimeReading {
  return { ok: false, reason, instead };
}

/** Where the point stands when both are of one kind, for telling a range that runs backwards; else null. */
export function orderOf(point: TimePoint): { readonly scale: string; readonly at: number } | null {
  switch (point.kind) {
    case 'age':
    case 'offset':
      return { scale: point.kind, at: point.ms };
    case 'today':
      return { scale: 'today', at: point.days };
    case 'calendar':
      return { scale: 'calendar', at: utcDayMs(point.first) };
    case 'instant':
      if (point.offsetMs === null) return { scale: 'wall', at: utcDayMs(point.day) + point.timeMs };
      return { scale: 'utc', at: utcDayMs(point.day) + point.timeMs - point.offsetMs };
  }
}
