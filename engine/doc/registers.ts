/**
 * Multi-value registers: each incarnation writes its own key `<field>/<incarnation>` → [value, hlc] and deletes the
 * ones it has seen. Concurrent writes both survive; the highest HLC is shown, the others are conflicts. Plain
 * `Y.Map.set` would let the higher clientID win, whatever the clock says. [DOC4]
 */
import type * as Y from 'yjs';
import { parseHlc, type Hlc } from '../kernel/hlc.js';
import { plainEntries } from './layout.js';

export interface RegisterValue {
  readonly value: unknown;
  readonly hlc: Hlc;
  readonly incarnation: string;
}

/** All registers of a map; the winner first, then losers from latest to earliest. Malformed entries do not count. */
export function readRegisters(map: Y.Map<unknown>): Map<string, RegisterValue[]> {
  const registers = new Map<string, RegisterValue[]>();
  for (const [key, stored] of plainEntries(map)) {
    const slash = key.lastIndexOf('/');
    if (slash < 1) continue;
    const entry = toRegisterValue(stored, key.slice(slash + 1));
    if (entry === null) continue;
    const field = key.slice(0, slash);
    const values = registers.get(field);
    if (values === undefined) registers.set(field, [entry]);
    else values.push(entry);
  }
  for (const values of registers.values()) if (values.length > 1) values.sort(latestFirst);
  return registers;
}

/** Writes one register and removes every value of it seen here. */
export function writeRegister(
  map: Y.Map<unknown>,
  field: string,
  value: unknown,
  stamp: { readonly hlc: Hlc; readonly incarnation: string },
): void {
  const own = `${field}/${stamp.incarnation}`;
  const prefix = `${field}/`;
  for (const key of map.keys()) {
    if (key !== own && key.startsWith(prefix) && !key.slice(prefix.length).includes('/'))
      map.delete(key);
  }
  map.set(own, packRegister(value, stamp.hlc));
}

/** `[value, hlc]`; a value with a key `__proto__`, which Yjs would drop on reading, as `[null, hlc, JSON text]`. */
export function packRegister(value: unknown, hlc: Hlc): unknown[] {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value) : '';
  return text.includes('"__proto__"') ? [null, hlc, text] : [value, hlc];
}

/** The value as stored, or null for another form. */
export function toRegisterValue(stored: unknown, incarnation: string): RegisterValue | null {
  if (!Array.isArray(stored) || stored.length < 2) return null;
  const [value, hlcText, text] = stored as unknown[];
  const hlc = parseHlc(hlcText);
  if (hlc === null) return null;
  return { value: typeof text === 'string' ? parseJson(text) : value, hlc, incarnation };
}

/** Null for text that is not JSON: only a hostile document holds such. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

function latestFirst(a: RegisterValue, b: RegisterValue): number {
  if (a.hlc !== b.hlc) return a.hlc < b.hlc ? 1 : -1;
  if (a.incarnation === b.incarnation) return 0;
  return a.incarnation < b.incarnation ? 1 : -1;
}
