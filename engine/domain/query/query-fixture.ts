/** For tests: a context over rows and texts held in memory, at a fixed moment. */
import type { IssueId } from '../ids.js';
import type { QueryContext } from '../query-context.js';
import type { IssueRow, IssueText } from '../row.js';
import { compileQuery, type BlockerLookup, type CompiledQuery } from './compile.js';
import { parseQuery } from './parse.js';
import { encodeSearchText } from './search-text.js';

/** 2026-11-23T01:30Z, a Monday; in Berlin 02:30 of the same day. */
export const NOW_MS = 1_795_397_400_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export interface FixtureOptions {
  readonly rows?: readonly IssueRow[];
  readonly texts?: ReadonlyMap<string, Partial<IssueText>>;
  readonly timeZone?: string;
}

/** Derived facts are computed plainly from the rows; a claim is live while its since + ttl lies ahead. */
export function contextOf(options: FixtureOptions = {}): QueryContext & BlockerLookup {
  const rows = options.rows ?? [];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const targets = (row: IssueRow | undefined, kind: string): readonly IssueId[] =>
    (row?.dependencies ?? []).filter((link) => link.kind === kind).map((link) => link.target);
  const isOpen = (id: IssueId): boolean => (byId.get(id)?.state ?? 'closed') !== 'closed';
  const expires = (row: IssueRow): number | null =>
    row.claim === null ? null : row.claim.sinceMs + row.claim.ttlMs;
  const isClaimLive = (row: IssueRow): boolean => (expires(row) ?? 0) > NOW_MS;
  const isBlocked = (row: IssueRow): boolean =>
    row.state !== 'closed' && targets(row, 'blocked-by').some(isOpen);
  return {
    nowMs: NOW_MS,
    timeZone: options.timeZone ?? 'UTC',
    me: ['ada'],
    textOf: (row) =>
      encodeSearchText({
        title: row.title,
        labels: row.labels,
        body: '',
        comments: [],
        ...options.texts?.get(row.id),
      }),
    isClaimLive,
    claimExpiresMs: expires,
    isBlocked,
    isBlocking: (row) => rows.some((other) => targets(other, 'blocked-by').includes(row.id)),
    isReady: (row) => row.state === 'open' && !isBlocked(row) && !isClaimLive(row),
    hasChildren: (row) => rows.some((other) => targets(other, 'parent').includes(row.id)),
    isUnsynced: () => false,
    resolve: (text) =>
      rows
        .filter(
          (row) => row.id.startsWith(text) || row.remotes.some((ref) => ref.endsWith(`#${text}`)),
        )
        .map((row) => row.id),
    blockersOf: (id) => targets(byId.get(id), 'blocked-by'),
  };
}

export function compiled(text: string, options: FixtureOptions = {}): CompiledQuery {
  return compileQuery(parseQuery(text), contextOf(options));
}

/** Ids of the matching rows, in the order of the query. */
export function found(text: string, options: FixtureOptions): string[] {
  const query = compiled(text, options);
  const rows = (options.rows ?? []).filter((row) => query.matches(row));
  return rows.sort(query.compare).map((row) => row.id);
}
