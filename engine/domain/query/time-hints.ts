/** Times as people write them elsewhere, and how they are written here. */

export interface TimeHint {
  readonly reason: string;
  /** A text that would read, or null. */
  readonly instead: string | null;
}

const LONG_UNIT =
  /^([<>=+-]*)(\d{1,6}) ?(s|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|mo|months?|y|years?)$/;
const WORDS: ReadonlyMap<string, string> = new Map([
  ['today', '@today'],
  ['yesterday', '@today-1d'],
  ['tomorrow', '@today+1d'],
  ['now', '@now'],
  ['@yesterday', '@today-1d'],
  ['@tomorrow', '@today+1d'],
]);

/** What to say about a time (lower case) that cannot be read. */
export function hintFor(text: string): TimeHint {
  const word = WORDS.get(text);
  if (word !== undefined) return { reason: `write ${word}`, instead: word };
  const long = LONG_UNIT.exec(text);
  if (long !== null) return hintForUnit(long[1] ?? '', Number(long[2]), long[3] ?? '');
  if (/^\d{1,3}$/.test(text)) {
    return { reason: 'a unit is missing (m h d w)', instead: `${text}d` };
  }
  return {
    reason: 'use an age (7d), a date (2025-01-15), @today-7d or an instant (2025-01-15T10:00Z)',
    instead: null,
  };
}

function hintForUnit(sign: string, count: number, unit: string): TimeHint {
  if (unit.startsWith('s')) {
    return { reason: 'the smallest unit is m (minutes)', instead: `${sign}1m` };
  }
  const days = unit.startsWith('mo') ? 30 : unit.startsWith('y') ? 365 : null;
  if (days !== null) {
    return { reason: 'no months or years in ages', instead: `${sign}${count * days}d` };
  }
  return { reason: 'units are m h d w', instead: `${sign}${count}${unit.slice(0, 1)}` };
}
