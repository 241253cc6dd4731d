import type * as Y from 'yjs';
import { hlcMs, makeHlc } from '../kernel/hlc.js';
import { LIMITS } from '../kernel/limits.js';
import { ROOT } from './layout.js';
import { changesOf, type Recalled } from './recall.js';

/**
 * The leading claim; where it has ended, the last grant as an ended one, so that the tokens of later grants still
 * rise. Its replica is not known: who held it may take it again, nobody renews it. [L9, RST1]
 */
export function restoreClaims(doc: Y.Doc, { record, entries }: Recalled): void {
  const grants = [...changesOf(entries, 'claim')].filter(
    ([, { op }]) => op === 'claim' || op === 'steal',
  );
  const claims = doc.getMap(ROOT.claims);
  const { claim } = record;
  if (claim !== null) {
    const granted = grants.findLast(([, change]) => change.claimId === claim.claimId)?.[0];
    claims.set(claim.claimId, {
      ...UNKNOWN,
      a: claim.agent,
      s: claim.session,
      c: claim.token.c,
      t: claim.token.t,
      h: granted?.hlc ?? makeHlc(claim.sinceMs, 0),
      ttl: claim.ttlMs,
      m: claim.sinceMs,
      st: 'held',
      by: claim.arbiter,
    });
    return;
  }
  const [last] = grants.toSorted(([, a], [, b]) => b.c - a.c || b.t - a.t);
  if (last === undefined) return;
  const [{ hlc }, change] = last;
  claims.set(change.claimId, {
    ...UNKNOWN,
    a: change.agent,
    s: '',
    c: change.c,
    t: change.t,
    h: hlc,
    ttl: LIMITS.claimTtlMsDefault,
    m: hlcMs(hlc),
    st: 'released',
    by: null,
  });
}

const UNKNOWN = { r: '', p: null, n: 0 };
