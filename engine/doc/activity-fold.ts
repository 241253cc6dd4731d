/** The folded form of older activity: what a thousand entries share is said once. [ACT2] */
import { HLC_ZERO, hlcCounter, hlcMs, makeHlc, parseHlc } from '../kernel/hlc.js';

/**
 * Lines without what the key or the line before already says: `[clock, changes]`, or with agent, via and verb between
 * when one of them differs, and the source time behind. The clock is the ms since the line before where that says it all.
 */
export function foldLines(entries: readonly unknown[][]): { text: string; latestMs: number } {
  let before = '';
  let beforeMs = 0;
  let latestMs = 0;
  const lines = entries.map(([stored, , who, via, verb, changes, sourceMs]) => {
    const hlc = parseHlc(stored) ?? HLC_ZERO;
    const atMs = hlcMs(hlc);
    const isPlain = beforeMs > 0 && hlcCounter(hlc) === 0 && atMs >= beforeMs;
    const how = JSON.stringify([who, via, verb]);
    const line: unknown[] = [isPlain ? atMs - beforeMs : hlc];
    const timed = typeof sourceMs === 'number';
    if (how === before && !timed) line.push(changes);
    else line.push(who, via, verb, changes);
    if (timed) line.push(sourceMs);
    before = how;
    beforeMs = atMs;
    latestMs = Math.max(latestMs, timed ? sourceMs : atMs);
    return JSON.stringify(line);
  });
  return { text: lines.join('\n'), latestMs };
}

/** The entries of a chunk as arrays in the form of the tail; what cannot be read is passed over. */
export function* unfold(key: string, chunk: unknown): IterableIterator<unknown[]> {
  const incarnation = key.slice(0, key.indexOf('/'));
  const text: unknown = Array.isArray(chunk) ? chunk[2] : null;
  if (typeof text !== 'string') return;
  let how: unknown[] = [];
  let beforeMs = 0;
  for (const line of text.split('\n')) {
    const entry = parseArray(line);
    if (entry === null) continue;
    const [clock] = entry;
    const hlc = typeof clock === 'number' ? makeHlc(beforeMs + clock, 0) : parseHlc(clock);
    if (hlc === null) continue;
    beforeMs = hlcMs(hlc);
    if (entry.length > 2) how = entry.slice(1, 4);
    const changes = entry.length > 2 ? entry[4] : entry[1];
    yield [hlc, incarnation, ...how, changes, entry[5]];
  }
}

/** A JSON array, or null for any other text. */
export function parseArray(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
