/** The configuration file: known keys with their checks. Unknown keys are kept and shown, never interpreted. [CFG1] */
import { parseDuration } from '../domain/due-date.js';
import { EngineError } from '../errors.js';

export type ConfigValue =
  | string
  | number
  | boolean
  | readonly string[]
  | Readonly<Record<string, unknown>>;

type Check = (value: unknown) => string | null;

const text: Check = (value) =>
  typeof value === 'string' && value !== '' ? null : 'text is wanted';
const flag: Check = (value) => (typeof value === 'boolean' ? null : 'true or false is wanted');
const texts: Check = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')
    ? null
    : 'a list of texts is wanted';
const record: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? null
    : 'an object is wanted';
const duration: Check = (value) => {
  const known =
    typeof value === 'number' || (typeof value === 'string' && parseDuration(value) !== null);
  return known ? null : 'a duration such as 30m is wanted (a bare number counts seconds)';
};
const oneOf =
  (...values: readonly string[]): Check =>
  (value) =>
    typeof value === 'string' && values.includes(value)
      ? null
      : `one of ${values.join(', ')} is wanted`;

/** Known keys. `source` names where a secret is found; a secret itself has no place here. */
export const CONFIG_KEYS: ReadonlyMap<string, { readonly check: Check; readonly about: string }> =
  new Map([
    [
      'backend.type',
      { check: oneOf('gitea', 'github', 'gitlab', 'jira', 'linear'), about: 'kind of tracker' },
    ],
    ['backend.url', { check: text, about: "the tracker's address" }],
    ['backend.owner', { check: text, about: 'owner or group of the project' }],
    ['backend.repo', { check: text, about: 'name of the project' }],
    ['backend.token_source', { check: text, about: 'env:NAME, file:/path or keyring:' }],
    ['sync.enabled', { check: flag, about: 'synchronise in the background' }],
    ['sync.interval', { check: duration, about: 'time between synchronisations' }],
    ['sync.auto_pull', { check: flag, about: 'pull before the first list' }],
    ['agent.identity', { check: text, about: 'who acts here' }],
    ['agent.type', { check: text, about: 'kind of agent, e.g. claude-code or human' }],
    ['agent.capabilities', { check: texts, about: 'what this agent can do' }],
    ['agent.metadata', { check: record, about: 'anything else about this agent' }],
    ['agent.claim_timeout', { check: duration, about: 'length of a claim; default 30m' }],
    [
      'claims.tentative',
      { check: oneOf('allow', 'refuse'), about: 'claims while the arbiter is away' },
    ],
  ]);

/** @throws invalid_input when a known key gets a value it cannot have */
export function checkConfigValue(key: string, value: unknown): void {
  const problem = CONFIG_KEYS.get(key)?.check(value) ?? null;
  if (problem !== null)
    throw new EngineError(
      'invalid_input',
      `${key} cannot be ${JSON.stringify(value)}: ${problem}`,
      {
        details: { key },
      },
    );
}

/** Nested object → dotted keys; an object under a known key stays whole. */
export function flattenConfig(tree: unknown, prefix = ''): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return flat;
  for (const [name, value] of Object.entries(tree)) {
    const key = prefix === '' ? name : `${prefix}.${name}`;
    const nested = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!nested || CONFIG_KEYS.has(key)) flat.set(key, value);
    else for (const [inner, leaf] of flattenConfig(value, key)) flat.set(inner, leaf);
  }
  return flat;
}

const KEY = /^[a-z][a-z0-9_-]*(\.[A-Za-z0-9_-]+){1,4}$/;

/** A copy of `tree` with `key` set (or removed for undefined); everything else stays as it was. @throws usage */
export function withConfigValue(
  tree: Readonly<Record<string, unknown>>,
  key: string,
  value: unknown,
): Record<string, unknown> {
  if (!KEY.test(key) || /(^|\.)(__proto__|constructor|prototype)(\.|$)/.test(key))
    throw new EngineError('usage', `"${key}" cannot be a configuration key`, {
      hint: 'issue config list',
    });
  const [name = '', ...rest] = key.split('.');
  const copy: Record<string, unknown> = { ...tree };
  const inner = copy[name];
  if (rest.length === 0) {
    if (value === undefined) delete copy[name];
    else copy[name] = value;
    return copy;
  }
  const base = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
  copy[name] = setPath(base as Record<string, unknown>, rest, value);
  return copy;
}

function setPath(
  tree: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const [name = '', ...rest] = path;
  const copy: Record<string, unknown> = { ...tree };
  if (rest.length > 0) {
    const inner = copy[name];
    const base = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? inner : {};
    copy[name] = setPath(base as Record<string, unknown>, rest, value);
  } else if (value === undefined) delete copy[name];
  else copy[name] = value;
  return copy;
}
