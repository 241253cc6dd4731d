import type * as Y from 'yjs';
import type { ClaimEntry } from '../domain/claim.js';
import type { CommentId } from '../domain/ids.js';
import type { Checkpoint, Comment } from '../domain/issue.js';
import { hlcMs, parseHlc } from '../kernel/hlc.js';
import { plainEntries, ROOT } from './layout.js';
import { readRegisters } from './registers.js';

/** Comments that are not deleted, oldest first. A body without its founding entry (or the reverse) does not show. */
export function readComments(doc: Y.Doc): Comment[] {
  const map = doc.getMap(ROOT.comments);
  const bodies = readRegisters(map);
  const comments: Comment[] = [];
  for (const [key, founding] of plainEntries(map)) {
    if (key.includes('/') || key.endsWith('!') || map.has(`${key}!`)) continue;
    const [author, createdMs, foundedHlc] = Array.isArray(founding) ? (founding as unknown[]) : [];
    const body = bodies.get(key)?.[0];
    if (typeof author !== 'string' || typeof createdMs !== 'number') continue;
    if (body === undefined || typeof body.value !== 'string') continue;
    const editedMs = body.hlc === foundedHlc ? null : hlcMs(body.hlc);
    comments.push({ id: key as CommentId, author, createdMs, editedMs, body: body.value });
  }
  return comments.sort((a, b) => a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1));
}

export function readCheckpoints(doc: Y.Doc): Checkpoint[] {
  return [...plainEntries(doc.getMap(ROOT.checkpoints))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, stored]) => {
      const [name, note, agent] = Array.isArray(stored) ? (stored as unknown[]) : [];
      const hlc = parseHlc(key.slice(0, key.indexOf('-')));
      if (typeof name !== 'string' || typeof agent !== 'string' || hlc === null) return [];
      return { name, note: typeof note === 'string' ? note : null, agent, atMs: hlcMs(hlc) };
    });
}

/** Claim entries of the known form; others are passed over. */
export function readClaims(doc: Y.Doc): Map<string, ClaimEntry> {
  const claims = new Map<string, ClaimEntry>();
  for (const [claimId, stored] of plainEntries(doc.getMap(ROOT.claims))) {
    const entry = toClaimEntry(stored);
    if (entry !== null) claims.set(claimId, entry);
  }
  return claims;
}

const CLAIM_STATES = new Set<unknown>(['held', 'released', 'lost']);

/** The entry as stored, or null for another form. */
export function toClaimEntry(stored: unknown): ClaimEntry | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { a, r, s, c, t, p, h, ttl, n, m, st, by } = stored as Record<string, unknown>;
  const hlc = parseHlc(h);
  if (typeof a !== 'string' || typeof r !== 'string' || typeof s !== 'string') return null;
  if (hlc === null || !CLAIM_STATES.has(st)) return null;
  const numbers = [c, t, ttl, n, m].map((value) =>
    typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null,
  );
  const [cn, tn, ttlMs, renewals, renewedMs] = numbers;
  if (cn == null || tn == null || ttlMs == null || renewals == null || renewedMs == null)
    return null;
  return {
    agent: a,
    replica: r,
    session: s,
    c: cn,
    t: tn,
    prev: typeof p === 'string' ? p : null,
    hlc,
    ttlMs,
    renewals,
    renewedMs,
    state: st as ClaimEntry['state'],
    by: typeof by === 'string' ? by : null,
  };
}
