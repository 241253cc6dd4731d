/** Activity across issues: the log of this replica first, the documents behind its horizon. [ACT4] */
import type { ActivityOptions } from '../api.js';
import { decodeActivity } from '../doc/activity-text.js';
import type { Activity } from '../domain/activity.js';
import type { IssueId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import { readIssue } from '../session/documents.js';
import type { LogEntry } from '../store/operation-log.js';
import type { Store } from '../store/store.js';
import { identify } from './identify.js';
import { withPrevious } from './to-issue.js';
import type { Work } from './work.js';

const LIMIT_DEFAULT = 30;
const LIMIT_MAX = 100_000;
const POLL_MS = 500;

/** Newest first. */
export async function activity(work: Work, options: ActivityOptions): Promise<readonly Activity[]> {
  const limit = options.limit ?? LIMIT_DEFAULT;
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw new EngineError('usage', `a limit is a whole number from 1 to ${LIMIT_MAX}`);
  return work.read((store) => {
    const wanted = (entry: Activity): boolean => matches(entry, options);
    if (options.issue !== undefined) {
      const view = readIssue(store, identify(store, options.issue));
      const entries = view === null ? [] : withPrevious(view.activity());
      return entries.filter(wanted).toReversed().slice(0, limit);
    }
    return recent(store, wanted, { limit, sinceMs: options.sinceMs ?? 0 });
  });
}

/** From the log while it reaches back far enough, then from the documents by latest change. */
function recent(
  store: Store,
  wanted: (entry: Activity) => boolean,
  bound: { readonly limit: number; readonly sinceMs: number },
): Activity[] {
  const found = new Map<string, Activity>();
  const add = (entry: Activity): void => {
    if (wanted(entry)) found.set(`${entry.id}/${entry.issue}`, entry);
  };
  const { seq, logFirst } = store.meta;
  let isWhole = logFirst <= 1;
  for (let at = seq; at >= logFirst && found.size < bound.limit; at -= 1) {
    const entry = store.logEntry(at);
    const entries = entriesOf(entry);
    entries.forEach(add);
    // Restored documents brought their history along; the log says only that they came.
    if (entry.verb === 'restored') isWhole = false;
    const [first] = entries;
    if (first !== undefined && first.atMs < bound.sinceMs) return newestFirst(found, bound.limit);
  }
  if (found.size < bound.limit && !isWhole) readOlder(store, bound.sinceMs, add);
  return newestFirst(found, bound.limit);
}

/** What the log no longer holds is still in the documents; those not touched since `sinceMs` are left closed. */
function readOlder(store: Store, sinceMs: number, add: (entry: Activity) => void): void {
  for (const row of store.rows()) {
    if (row.updatedMs >= sinceMs || row.seq >= store.meta.logFirst)
      readIssue(store, row.id)?.activity().forEach(add);
  }
}

function newestFirst(found: ReadonlyMap<string, Activity>, limit: number): Activity[] {
  const newest = [...found.values()].sort((a, b) => (a.id < b.id ? 1 : a.id > b.id ? -1 : 0));
  return newest.slice(0, limit);
}

/** Entries of one operation, first document first. */
function entriesOf(operation: LogEntry): Activity[] {
  return operation.documents.flatMap(({ id, entry }) => {
    const decoded = entry === null ? null : decodeActivity(entry, id);
    if (decoded === null) return [];
    const { updatedMs: _updatedMs, ...plain } = decoded;
    return plain;
  });
}

function matches(entry: Activity, options: ActivityOptions): boolean {
  if (options.agent !== undefined && entry.agent.toLowerCase() !== options.agent.toLowerCase())
    return false;
  return options.sinceMs === undefined || entry.atMs >= options.sinceMs;
}

/** Entries as any process commits them to this replica, from now on. Polls between short holds of the lock. */
export async function* follow(
  work: Work,
  options: ActivityOptions & { readonly signal?: AbortSignal; readonly pollMs?: number },
): AsyncIterable<Activity> {
  const { clock } = work.options;
  let issue: IssueId | null = null;
  let seen = await work.read((store) => {
    if (options.issue !== undefined) issue = identify(store, options.issue);
    return store.meta.seq;
  });
  while (!isAborted(options.signal)) {
    const fresh = await work.read((store) => {
      const entries: Activity[] = [];
      for (let at = Math.max(seen + 1, store.meta.logFirst); at <= store.meta.seq; at += 1)
        entries.push(...entriesOf(store.logEntry(at)));
      seen = store.meta.seq;
      return entries;
    });
    for (const entry of fresh)
      if ((issue === null || entry.issue === issue) && matches(entry, options)) yield entry;
    try {
      await clock.sleep(options.pollMs ?? POLL_MS, options.signal);
    } catch (cause) {
      if (isAborted(options.signal)) return;
      throw cause;
    }
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
