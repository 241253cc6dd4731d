/**
 * Entries of our root maps: a key of a form we know must hold what we would write there. Keys of other forms belong
 * to a newer version and pass. [DOC2, ING2]
 */
import { checkField, checkName, isField, META_PREFIX } from '../domain/fields.js';
import { parseCommentId, parseIncarnation, parseIssueId } from '../domain/ids.js';
import { canonical } from '../domain/interchange/canonical-json.js';
import { singleLine } from '../domain/text.js';
import { parseHlc } from '../kernel/hlc.js';
import { LIMITS } from '../kernel/limits.js';
import { elementOf } from './elements.js';
import { ROOT } from './layout.js';
import { toClaimEntry } from './project-parts.js';
import { refused } from './refusal.js';
import { toRegisterValue } from './registers.js';

const DEPENDENCY = /^([a-z][a-z-]{0,31}):(.*)$/;
const CLAIM_ID = /^[0-9a-hjkmnp-tv-z]{26}$/;
const NAME_MAX = LIMITS.nameCharsMax;

type Check = (key: string, value: unknown) => boolean;

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  [ROOT.meta, isMeta],
  [ROOT.fields, isRegister],
  [ROOT.labels, element((name) => checkName('label', name) === name)],
  [ROOT.assignees, element((name) => checkName('assignee', name) === name)],
  [ROOT.dependencies, element(isDependency)],
  [ROOT.comments, isComment],
  [ROOT.checkpoints, isCheckpoint],
  [ROOT.links, isLink],
  [ROOT.claims, isClaim],
  [ROOT.history, isChunk],
]);

/** @throws invalid_input naming root and key */
export function checkEntry(root: string, key: string, value: unknown): void {
  const check = CHECKS.get(root);
  if (check !== undefined && !check(key, value))
    throw refused(`"${root}" holds no sound ${JSON.stringify(key.slice(0, 80))}`);
}

function isMeta(key: string, value: unknown): boolean {
  const [first, second] = listOf(value);
  if (key === 'v') return Number.isSafeInteger(first) && Number.isSafeInteger(second);
  return key !== 'f' || (isText(first, NAME_MAX) && isTime(second));
}

function isRegister(key: string, stored: unknown): boolean {
  const slash = key.lastIndexOf('/');
  if (slash < 1 || parseIncarnation(key.slice(slash + 1)) === null) return true;
  const entry = toRegisterValue(stored, '');
  if (entry === null) return false;
  const field = key.slice(0, slash);
  if (!isField(field) && !field.startsWith(META_PREFIX)) return true;
  return textOf(checkField(field, entry.value)) === textOf(entry.value);
}

/** An add of an element that `isSound`; keys of another form belong to a newer version. */
function element(isSound: (name: string) => boolean): Check {
  return (key, value) => {
    const name = elementOf(key);
    return name === null || (value === true && isSound(name));
  };
}

function isDependency(name: string): boolean {
  const [, , target] = DEPENDENCY.exec(name) ?? [];
  return target !== undefined && parseIssueId(target) === target;
}

function isComment(key: string, value: unknown): boolean {
  const [first, second] = listOf(value);
  const slash = key.indexOf('/');
  if (slash >= 0) return isText(first, LIMITS.commentBytesMax) && parseHlc(second) !== null;
  if (key.endsWith('!') || parseCommentId(key) === null) return true;
  return isText(first, NAME_MAX) && isTime(second) && parseHlc(listOf(value)[2]) !== null;
}

function isCheckpoint(key: string, value: unknown): boolean {
  const [name, note, agent] = listOf(value);
  if (parseHlc(key.slice(0, Math.max(0, key.indexOf('-')))) === null) return true;
  return (
    isText(name, NAME_MAX) && isText(note ?? '', LIMITS.commentBytesMax) && isText(agent, NAME_MAX)
  );
}

function isLink(key: string, value: unknown): boolean {
  return key === singleLine(key) && (value === true || isText(value, LIMITS.metaValueBytesMax));
}

function isClaim(key: string, value: unknown): boolean {
  const entry = toClaimEntry(value);
  if (!CLAIM_ID.test(key) || entry === null) return false;
  const { agent, session, replica, c, t, ttlMs, renewals, renewedMs } = entry;
  return (
    [agent, session, replica].every((text) => isText(text, NAME_MAX)) &&
    [c, t, ttlMs, renewals, renewedMs].every((count) => Number.isSafeInteger(count)) &&
    ttlMs <= LIMITS.claimTtlMsMax
  );
}

function isChunk(key: string, value: unknown): boolean {
  const [count, latestMs, lines] = listOf(value);
  if (!key.includes('/')) return true;
  return (
    Number.isSafeInteger(count) &&
    Number(count) >= 0 &&
    isTime(latestMs) &&
    typeof lines === 'string'
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function isText(value: unknown, charsMax: number): boolean {
  return typeof value === 'string' && value.length <= charsMax;
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

function textOf(value: unknown): string {
  return JSON.stringify(canonical(value));
}
