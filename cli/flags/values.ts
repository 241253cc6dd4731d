/** Reading of flag values. Everything here throws `usage` failures that name the flag. */
import { usage } from '../failure.js';

const PRIORITY_NAMES = ['critical', 'high', 'medium', 'low', 'backlog'] as const;
type Priority = 0 | 1 | 2 | 3 | 4;

/** Words that clear a field. */
export function meansNone(text: string): boolean {
  return text === '' || text.toLowerCase() === 'none';
}

/** Comma-separated and repeated values as one list. */
export function collectList(text: string, before: readonly string[] = []): readonly string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ];
}

/** Repeated values, each kept whole. */
export function collectWhole(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `0`, `p1`, `high`; null for `none`. */
export function parsePriority(text: string): Priority | null {
  const word = text.trim().toLowerCase();
  if (meansNone(word)) return null;
  const named = PRIORITY_NAMES.findIndex((name) => name === word);
  const level = named >= 0 ? named : Number(/^p?([0-4])$/.exec(word)?.[1] ?? Number.NaN);
  if (Number.isNaN(level)) {
    throw usage(
      `--priority cannot be "${text}": 0 to 4, p0 to p4, ${PRIORITY_NAMES.join(', ')} or none`,
    );
  }
  return level as Priority;
}

/** A whole number within bounds. */
export function parseWhole(flag: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw usage(`${flag} cannot be "${text}": a whole number from ${min} to ${max}`);
}

/** Milliseconds of `30m`, `1h30m`, `2d`. `parse` is the engine's. */
export function readDuration(
  flag: string,
  text: string,
  parse: (text: string) => number | null,
): number {
  const ms = parse(text);
  if (ms !== null && ms > 0) return ms;
  throw usage(`${flag} cannot be "${text}": a duration such as 30m, 1h30m or 2d`);
}

/** A share of 1 from `0.75` or `75%`. */
export function parseShare(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim());
  const value = match === null ? Number.NaN : Number(match[1]) / (match[2] === '%' ? 100 : 1);
  if (value >= 0 && value <= 1) return value;
  throw usage(`progress cannot be "${text}": a number from 0 to 1, or a percentage`);
}

/** `k=v` is text, `k:=json` any JSON value, `k=` removes. */
export function collectMetadata(
  text: string,
  before: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const match = /^([^=]+?)(:?)=(.*)$/s.exec(text);
  if (match === null) throw usage(`--meta cannot be "${text}": write key=value`);
  const [, key = '', json, value = ''] = match;
  if (json === ':') return { ...before, [key]: parseJson(key, value) };
  return { ...before, [key]: value === '' ? null : value };
}

function parseJson(key: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw usage(`--meta ${key}:= wants JSON, not ${text}`, `--meta '${key}=${text}'`);
  }
}
