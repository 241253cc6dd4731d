/** Validation of register fields: one table says what each may hold. Foreign input ends here. [FLD1] */
import { EngineError } from '../errors.js';
import { LIMITS } from '../kernel/limits.js';
import { parseDayOrInstant } from './due-date.js';
import { STATES, type State } from './issue.js';
import { singleLine, wellFormed } from './text.js';

type Check = (value: unknown, field: string) => unknown;

function refuse(field: string, value: unknown, wanted: string): never {
  const shown = JSON.stringify(value)?.slice(0, 80) ?? String(value);
  throw new EngineError('invalid_input', `${field} cannot be ${shown}: ${wanted}`, {
    details: { field },
  });
}

const line =
  (charsMax: number): Check =>
  (value, field) => {
    if (value === null) return null;
    if (typeof value !== 'string') return refuse(field, value, 'text is wanted');
    const text = singleLine(value);
    if (text === '') return null;
    if (text.length > charsMax) return refuse(field, value, `at most ${charsMax} characters`);
    return text;
  };

const title: Check = (value, field) => {
  const text = line(LIMITS.titleCharsMax)(value, field);
  return text === null ? refuse(field, value, 'a title is wanted') : text;
};

const state: Check = (value, field) =>
  STATES.includes(value as State) ? value : refuse(field, value, `one of ${STATES.join(', ')}`);

const integer =
  (min: number, max: number): Check =>
  (value, field) => {
    if (value === null) return null;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
      return refuse(field, value, `a whole number from ${min} to ${max}`);
    return value;
  };

const share: Check = (value, field) => {
  if (value === null) return null;
  if (typeof value !== 'number' || !(value >= 0 && value <= 1))
    return refuse(field, value, 'a number from 0 to 1');
  return value;
};

const day: Check = (value, field) => {
  if (value === null) return null;
  const text = typeof value === 'string' ? parseDayOrInstant(value) : null;
  return text ?? refuse(field, value, 'a day (2026-11-30) or an instant (2026-11-30T12:00:00Z)');
};

const flag: Check = (value, field) =>
  typeof value === 'boolean' ? value : refuse(field, value, 'true or false');

const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['title', title],
  ['state', state],
  ['reason', line(LIMITS.titleCharsMax)],
  ['priority', integer(0, 4)],
  ['type', line(LIMITS.nameCharsMax)],
  ['milestone', line(LIMITS.nameCharsMax)],
  ['due', day],
  ['defer', day],
  ['estimateMinutes', integer(0, 10_000_000)],
  ['closedMs', integer(0, Number.MAX_SAFE_INTEGER)],
  ['deleted', flag],
  ['agent', line(LIMITS.agentIdCharsMax)],
  ['progress', share],
  ['status', line(LIMITS.titleCharsMax)],
  ['stage', line(LIMITS.nameCharsMax)],
  ['next', line(LIMITS.titleCharsMax)],
]);

export const META_PREFIX = 'meta.';

/** The value as it will be stored. @throws invalid_input */
export function checkField(field: string, value: unknown): unknown {
  if (field.startsWith(META_PREFIX)) return checkMetadata(field.slice(META_PREFIX.length), value);
  const check = CHECKS.get(field);
  if (check === undefined) throw new EngineError('invalid_input', `no field "${field}"`);
  return check(value, field);
}

/** True for a name in the table (metadata keys aside). */
export function isField(field: string): boolean {
  return CHECKS.has(field);
}

function checkMetadata(key: string, value: unknown): unknown {
  if (!/^[^\s/\u0000-\u001f]{1,100}$/u.test(key))
    throw new EngineError(
      'invalid_input',
      `metadata key ${JSON.stringify(key.slice(0, 80))}: 1–${LIMITS.metaKeyCharsMax} characters without blanks or "/"`,
    );
  if (value === null || value === undefined) return null;
  if (depthOf(value) > LIMITS.jsonDepthMax)
    throw new EngineError('invalid_input', `metadata "${key}" is nested too deep`);
  const text = JSON.stringify(value);
  if (text === undefined) throw new EngineError('invalid_input', `metadata "${key}" is not JSON`);
  if (text.length > LIMITS.metaValueBytesMax)
    throw new EngineError('invalid_input', `metadata "${key}" is larger than 64 KiB`);
  return JSON.parse(wellFormed(text)) as unknown;
}

/** Nesting of a JSON value, counted without recursion so that hostile depth cannot overflow the stack. */
export function depthOf(value: unknown): number {
  let deepest = 0;
  const stack: [unknown, number][] = [[value, 0]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [node, depth] = top;
    if (depth > deepest) deepest = depth;
    if (depth > LIMITS.jsonDepthMax || typeof node !== 'object' || node === null) continue;
    for (const child of Object.values(node)) stack.push([child, depth + 1]);
  }
  return deepest;
}

/** A label, person or milestone name: one line, bounded. @throws invalid_input */
export function checkName(what: string, value: unknown): string {
  const text = line(what === 'label' ? LIMITS.labelCharsMax : LIMITS.nameCharsMax)(value, what);
  return typeof text === 'string' ? text : refuse(what, value, 'a name is wanted');
}

/** Body or comment text within its byte limit. @throws invalid_input */
export function checkText(what: string, value: unknown, bytesMax: number): string {
  if (typeof value !== 'string') return refuse(what, value, 'text is wanted');
  const text = wellFormed(value);
  if (text.length > bytesMax)
    throw new EngineError(
      'invalid_input',
      `${what} has ${text.length} characters; at most ${bytesMax} are kept in one`,
      { hint: 'split it over several comments' },
    );
  return text;
}
