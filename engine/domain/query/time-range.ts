/** Time test + now + zone → the instants that pass, as one half-open interval. */
import type { Comparison, OrderedTest } from './ast.js';
import type { TimePoint } from './time-syntax.js';
import { addDays, dayAt, dayStartMs, utcDayMs, wallToMs } from './time-value.js';

/** Where "now" and "today" are. */
export interface Now {
  readonly nowMs: number;
  /** IANA zone of day boundaries. */
  readonly timeZone: string;
}

/** `fromMs <= t < toMs`, whole ms; infinite where open. Empty when `fromMs >= toMs`. */
export interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

const OPEN = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };
const EMPTY = { fromMs: Number.POSITIVE_INFINITY, toMs: Number.NEGATIVE_INFINITY };

/** The instants that pass the test. [QRY10, QRY11, QRY12] */
export function intervalOf(test: OrderedTest<TimePoint>, now: Now): Interval {
  switch (test.kind) {
    case 'any':
      return OPEN;
    case 'is':
      return spanOf(test.point, now);
    case 'compare':
      return test.point.kind === 'age'
        ? ageInterval(test.op, test.point.ms, now.nowMs)
        : compareInterval(test.op, test.point, now);
    case 'range':
      return rangeInterval(test.from, test.to, now);
  }
}

/** Future instants have age 0: they are never older, always newer. */
function ageInterval(op: Comparison, ageMs: number, nowMs: number): Interval {
  const edge = nowMs - ageMs;
  switch (op) {
    case '>':
      return { ...OPEN, toMs: edge };
    case '>=':
      return ageMs === 0 ? OPEN : { ...OPEN, toMs: edge + 1 };
    case '<':
      return ageMs === 0 ? EMPTY : { ...OPEN, fromMs: edge + 1 };
    case '<=':
      return { ...OPEN, fromMs: edge };
  }
}

function compareInterval(op: Comparison, point: TimePoint, now: Now): Interval {
  const { fromMs, toMs } = spanOf(point, now);
  // `>2025-01-15` means after that day; `>@today-7d` reads "since then", so the day itself counts.
  const isSince = point.kind === 'today';
  // An instant compares as the moment it names, not as the minute around it.
  const endMs = point.kind === 'instant' ? fromMs + 1 : toMs;
  switch (op) {
    case '>':
      return { ...OPEN, fromMs: isSince ? fromMs : endMs };
    case '>=':
      return { ...OPEN, fromMs };
    case '<':
      return { ...OPEN, toMs: fromMs };
    case '<=':
      return { ...OPEN, toMs: endMs };
  }
}

/** Both ends belong to the range; ages run from the younger to the older. */
function rangeInterval(from: TimePoint | null, to: TimePoint | null, now: Now): Interval {
  if (from?.kind === 'age' || to?.kind === 'age') {
    const younger = from?.kind === 'age' ? from.ms : 0;
    return {
      fromMs: to?.kind === 'age' ? now.nowMs - to.ms : OPEN.fromMs,
      toMs: younger === 0 ? OPEN.toMs : now.nowMs - younger + 1,
    };
  }
  return {
    fromMs: from === null ? OPEN.fromMs : spanOf(from, now).fromMs,
    toMs: to === null ? OPEN.toMs : compareInterval('<=', to, now).toMs,
  };
}

/** The stretch of time that the point names. */
function spanOf(point: TimePoint, now: Now): Interval {
  switch (point.kind) {
    case 'age':
      return { fromMs: now.nowMs - point.ms, toMs: now.nowMs - point.ms + 1 };
    case 'offset':
      return { fromMs: now.nowMs + point.ms, toMs: now.nowMs + point.ms + 1 };
    case 'today': {
      const day = addDays(dayAt(now.nowMs, now.timeZone), point.days);
      return {
        fromMs: dayStartMs(day, now.timeZone),
        toMs: dayStartMs(addDays(day, 1), now.timeZone),
      };
    }
    case 'calendar':
      return {
        fromMs: dayStartMs(point.first, now.timeZone),
        toMs: dayStartMs(point.next, now.timeZone),
      };
    case 'instant': {
      const fromMs =
        point.offsetMs === null
          ? wallToMs({ ...point.day, timeMs: point.timeMs }, now.timeZone)
          : utcDayMs(point.day) + point.timeMs - point.offsetMs;
      return { fromMs, toMs: fromMs + point.precisionMs };
    }
  }
}

/**
 * The same interval for whole days written as their last UTC millisecond: such a day ends where the user's
 * day ends, so `due:2025-01-15` finds what is due that day in every zone. [QRY14]
 */
export function wholeDayInterval(interval: Interval, timeZone: string): Interval {
  const dayFloor = (ms: number): number =>
    Number.isFinite(ms) ? utcDayMs(dayAt(ms, timeZone)) : ms;
  return { fromMs: dayFloor(interval.fromMs), toMs: dayFloor(interval.toMs) };
}
