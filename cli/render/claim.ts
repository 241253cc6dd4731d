/** Claims as text. */
import type { ClaimResult } from '#engine';
import { plain, type Paint } from './paint.js';
import { cleanLine } from './sanitise.js';
import { formatDuration, textTime } from './time.js';

type Claim = NonNullable<ClaimResult['claim']>;

/** `codex-2, 12m left, until 2026-11-23T03:50:00Z`; says when it is tentative or past. */
export function formatClaim(claim: Claim): string {
  const holder = cleanLine(claim.agent);
  const tentative = claim.arbiter === null ? ', tentative' : '';
  if (claim.state === 'expired')
    return `${holder}, expired ${textTime(claim.expiresAtMs)}, free to take`;
  if (claim.state === 'expiring') return `${holder}, run out, not yet free to take${tentative}`;
  const left = formatDuration(claim.expiresInMs);
  return `${holder}, ${left} left, until ${textTime(claim.expiresAtMs)}${tentative}`;
}

/** One line: the full id, what came out, title, claim. */
export function claimLine(result: ClaimResult, verb: string, paint: Paint = plain): string {
  const claim = result.claim === null ? '' : `(${formatClaim(result.claim)})`;
  return [paint('id', result.issue), verb, cleanLine(result.title), paint('quiet', claim)]
    .filter((part) => part !== '')
    .join(' ');
}

/** The outcome of `claim check` in words. */
export function outcomeWords(result: ClaimResult): string {
  const holder = result.claim === null ? 'somebody else' : cleanLine(result.claim.agent);
  switch (result.outcome) {
    case 'held':
      return 'held by me';
    case 'free':
      return 'free';
    case 'other':
      return `held by ${holder}`;
    case 'expired':
      return 'mine, run out';
    case 'lost':
      return 'lost';
  }
}
