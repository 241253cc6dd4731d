import type { Brand } from '../kernel/brand.js';
import { randomText, type Random } from '../kernel/random.js';

/** Identity of an issue everywhere: 10 characters, a letter first (so a bare number is always a tracker's). [ID1] */
export type IssueId = Brand<string, 'IssueId'>;
/** Identity of a comment inside its issue. */
export type CommentId = Brand<string, 'CommentId'>;
/** Identity of one claim grant: 128 random bits as 26 characters. */
export type ClaimId = Brand<string, 'ClaimId'>;
/** Identity of one local copy, stable for its life. */
export type ReplicaId = Brand<string, 'ReplicaId'>;
/** The Yjs clientID a replica writes under (53 bits); re-minted when the directory may have been copied. */
export type Incarnation = Brand<number, 'Incarnation'>;

/** 32 characters that cannot be mistaken for one another (Crockford base 32, lower case). */
export const ID_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LETTERS = 'abcdefghjkmnpqrs';
const ID_LENGTH = 10;
const ISSUE_ID = /^[a-hjkmnp-s][0-9a-hjkmnp-tv-z]{9}$/;
const ID_PREFIX = /^[a-hjkmnp-s][0-9a-hjkmnp-tv-z]{0,9}$/;
const COMMENT_ID = /^[0-9a-hjkmnp-tv-z]{8,32}$/;

export function makeIssueId(random: Random): IssueId {
  const id = randomText(random, 1, LETTERS) + randomText(random, ID_LENGTH - 1, ID_ALPHABET);
  return id as IssueId;
}

export function makeCommentId(random: Random): CommentId {
  return randomText(random, 12, ID_ALPHABET) as CommentId;
}

export function makeClaimId(random: Random): ClaimId {
  return randomText(random, 26, ID_ALPHABET) as ClaimId;
}

export function makeReplicaId(random: Random): ReplicaId {
  return randomText(random, 13, ID_ALPHABET) as ReplicaId;
}

/** The id, or null for anything else; upper case is folded. */
export function parseIssueId(text: unknown): IssueId | null {
  if (typeof text !== 'string') return null;
  const id = text.toLowerCase();
  return ISSUE_ID.test(id) ? (id as IssueId) : null;
}

/** A lower-cased id prefix (1–10 characters), or null when `text` cannot begin an id. */
export function parseIdPrefix(text: string): string | null {
  const prefix = text.toLowerCase();
  return ID_PREFIX.test(prefix) ? prefix : null;
}

export function parseCommentId(text: unknown): CommentId | null {
  return typeof text === 'string' && COMMENT_ID.test(text) ? (text as CommentId) : null;
}

const INCARNATION_MAX = 2 ** 53 - 1;

/** A fresh incarnation: 32 bits that name the replica and 21 of chance, so copies of it differ. */
export function makeIncarnation(replica: ReplicaId, random: Random): Incarnation {
  let hash = 0x811c9dc5;
  for (const char of replica) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  const [a = 0, b = 0, c = 0] = random.bytes(3);
  const low = ((a & 0x1f) << 16) | (b << 8) | c;
  return (hash * 2 ** 21 + low) as Incarnation;
}

/** Key form of an incarnation: base 36. */
export function formatIncarnation(incarnation: Incarnation): string {
  return incarnation.toString(36);
}

export function parseIncarnation(text: string): Incarnation | null {
  if (!/^[0-9a-z]{1,11}$/.test(text)) return null;
  const value = Number.parseInt(text, 36);
  return value <= INCARNATION_MAX ? (value as Incarnation) : null;
}
