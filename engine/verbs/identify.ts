/** Text a user typed → the one issue it names. [ID2] */
import { parseIdPrefix, parseIssueId, type IssueId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import { closest } from '../kernel/suggest.js';
import { endingNeedle } from '../store/find-text.js';
import type { Store } from '../store/store.js';
import type { StoredRow } from '../store/stored-row.js';

const SHORT_ID_MIN = 4;

/** Every issue that `text` can name: a full id alone, else all with that prefix, else all with that remote ref. */
export function candidates(store: Store, text: string): StoredRow[] {
  const wanted = text.trim().replace(/^#/, '');
  const full = parseIssueId(wanted);
  if (full !== null) {
    const row = store.row(full);
    if (row !== null) return [row];
  }
  const prefix = parseIdPrefix(wanted);
  const byPrefix = prefix === null ? [] : store.rowsWithPrefix(prefix).filter(isLive);
  return byPrefix.length > 0 ? byPrefix : byRemote(store, wanted);
}

/** @throws not_found with close ids, ambiguous_id with the candidates */
export function identify(store: Store, text: string): IssueId {
  const found = candidates(store, text);
  const [first] = found;
  if (first !== undefined && found.length === 1) return first.id;
  if (first === undefined) throw notFound(store, text);
  const shown = found.slice(0, 8).map((row) => ({ id: row.id, title: row.title }));
  throw new EngineError('ambiguous_id', `"${text}" names ${found.length} issues`, {
    hint: `give more characters, e.g. issue show ${shortId(store, first.id)}`,
    details: { candidates: shown },
  });
}

/** Shortest prefix (at least 4 characters) that no other issue shares. */
export function shortId(store: Store, id: IssueId): string {
  const neighbours = store.rowsWithPrefix(id.slice(0, SHORT_ID_MIN));
  for (let length = SHORT_ID_MIN; length < id.length; length += 1) {
    const prefix = id.slice(0, length);
    if (!neighbours.some((row) => row.id !== id && row.id.startsWith(prefix))) return prefix;
  }
  return id;
}

function isLive(row: StoredRow): boolean {
  return !row.deleted;
}

/** `beads#bd-a3f8`, or the bare ref `bd-a3f8`; `GH-12` and a bare number reach `github#…#12` and `github#12`. */
function byRemote(store: Store, text: string): StoredRow[] {
  const wanted = text.toLowerCase().replace(/^gh-(?=\d+$)/, 'github#');
  if (wanted === '') return [];
  // Every remote ends with `#ref`, so a row without that among its bytes need not be decoded.
  const needle = endingNeedle(`#${wanted.slice(wanted.lastIndexOf('#') + 1)}`);
  const found: StoredRow[] = [];
  for (const row of store.rows()) {
    if (row.deleted || (needle !== null && !row.holds(needle))) continue;
    if (row.remotes.some((remote) => namesRemote(remote.toLowerCase(), wanted))) found.push(row);
  }
  return found;
}

function namesRemote(remote: string, wanted: string): boolean {
  if (remote.startsWith('key#')) return false;
  if (remote === wanted || remote.endsWith(`#${wanted}`)) return true;
  // `github#7` reaches `github#owner/repo#7`.
  const [source, ref] = wanted.split('#');
  return ref !== undefined && remote.startsWith(`${source}#`) && remote.endsWith(`#${ref}`);
}

function notFound(store: Store, text: string): EngineError {
  const prefix = parseIdPrefix(text.trim().replace(/^#/, ''));
  const near = prefix === null ? [] : nearIds(store, prefix);
  const hint = near[0] === undefined ? 'issue list' : `issue show ${near[0]}`;
  const close = near.length === 0 ? '' : `; close: ${near.join(', ')}`;
  return new EngineError('not_found', `no issue "${text}"${close}`, {
    hint,
    details: { candidates: near },
  });
}

/** A few ids that share the longest beginning with `prefix`, or are one slip away. */
function nearIds(store: Store, prefix: string): string[] {
  for (let length = prefix.length - 1; length >= 2; length -= 1) {
    const rows = store.rowsWithPrefix(prefix.slice(0, length)).filter(isLive);
    if (rows.length > 0) return rows.slice(0, 3).map((row) => shortId(store, row.id));
  }
  const ids = [...store.rows()].filter(isLive).map((row) => row.id.slice(0, prefix.length));
  const slip = closest(prefix, ids);
  return slip === null ? [] : [slip];
}
