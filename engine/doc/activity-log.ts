/**
 * Activity inside the document: a Y.Array tail of one text an entry, and older entries of each incarnation folded by
 * itself into chunks (`<incarnation>/<hlc of the first>` → [count, latest ms, lines]), so that ten thousand edits stay
 * small. Readers merge both by entry id; an entry seen twice counts once. [ACT1, ACT2]
 */
import * as Y from 'yjs';
import type { Activity } from '../domain/activity.js';
import type { IssueId } from '../domain/ids.js';
import { hlcMs, parseHlc } from '../kernel/hlc.js';
import { LIMITS } from '../kernel/limits.js';
import { foldLines, parseArray, unfold } from './activity-fold.js';
import { decodeActivity } from './activity-text.js';
import { plainEntries, ROOT } from './layout.js';

/** All entries, oldest first. */
export function readActivity(doc: Y.Doc, issue: IssueId): Activity[] {
  const entries = new Map<string, Activity & { readonly updatedMs: number }>();
  const add = (entry: ReturnType<typeof decodeActivity>): void => {
    if (entry !== null) entries.set(entry.id, entry);
  };
  for (const [key, chunk] of plainEntries(doc.getMap(ROOT.history))) {
    for (const line of unfold(key, chunk)) add(decodeActivity(line, issue));
  }
  for (const text of doc.getArray<unknown>(ROOT.tail)) add(decodeActivity(text, issue));
  return [...entries.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ updatedMs: _updatedMs, ...activity }) => activity);
}

/** Wall time of the latest change without unfolding history, epoch ms; 0 without entries. */
export function latestChangeMs(doc: Y.Doc, issue: IssueId): number {
  let latest = 0;
  for (const [, chunk] of plainEntries(doc.getMap(ROOT.history))) {
    if (Array.isArray(chunk) && typeof chunk[1] === 'number') latest = Math.max(latest, chunk[1]);
  }
  for (const text of doc.getArray<unknown>(ROOT.tail)) {
    latest = Math.max(latest, quickChangeMs(text) ?? decodeActivity(text, issue)?.updatedMs ?? 0);
  }
  return latest;
}

/** The time of an entry without a source time, read off its text: it begins with the clock and ends with the changes. */
function quickChangeMs(text: unknown): number | null {
  if (typeof text !== 'string' || !text.startsWith('["') || !text.endsWith(']]')) return null;
  const hlc = parseHlc(text.slice(2, 14));
  return hlc === null ? null : hlcMs(hlc);
}

/** Number of entries: grows with every operation and every merge that brings one. */
export function countActivity(doc: Y.Doc): number {
  let count = doc.getArray(ROOT.tail).length;
  for (const [, chunk] of plainEntries(doc.getMap(ROOT.history))) {
    if (Array.isArray(chunk) && typeof chunk[0] === 'number') count += chunk[0];
  }
  return count;
}

/** Folds the oldest entries of this incarnation once its tail is a chunk long. Call inside a transaction. [ACT2] */
export function foldActivity(doc: Y.Doc, incarnation: number): void {
  const tail = doc.getArray<unknown>(ROOT.tail);
  if (tail.length < LIMITS.activityChunkEntries) return;
  const own = incarnation.toString(36);
  const mine: { readonly index: number; readonly entry: unknown[] }[] = [];
  tail.forEach((text, index) => {
    const entry = typeof text === 'string' ? parseArray(text) : null;
    if (entry !== null && entry[1] === own) mine.push({ index, entry });
  });
  const fold = mine.slice(0, Math.max(0, mine.length - LIMITS.activityTailMax));
  const [first] = fold;
  if (first === undefined || mine.length < LIMITS.activityChunkEntries) return;
  const { text, latestMs } = foldLines(fold.map((one) => one.entry));
  doc.getMap(ROOT.history).set(`${own}/${String(first.entry[0])}`, [fold.length, latestMs, text]);
  for (const { index } of fold.toReversed()) tail.delete(index, 1);
}
