/** Short array forms of changes inside an activity entry. Unknown forms of a newer version are passed over. */
import type { Change, SetName } from '../domain/activity.js';

const SET_LETTER: Readonly<Record<SetName, string>> = {
  labels: 'l',
  assignees: 'a',
  dependencies: 'd',
};
const SET_OF = new Map<unknown, SetName>([
  ['l', 'labels'],
  ['a', 'assignees'],
  ['d', 'dependencies'],
]);
const COMMENT_OP = new Map<unknown, 'add' | 'edit' | 'delete'>([
  ['a', 'add'],
  ['e', 'edit'],
  ['d', 'delete'],
]);
const CLAIM_OPS = new Set<unknown>(['claim', 'release', 'steal', 'expire', 'lost']);

export function packChanges(changes: readonly Change[]): unknown[] {
  return changes.map(packChange);
}

function packChange(change: Change): unknown[] {
  switch (change.kind) {
    case 'set':
      return ['=', change.field, change.to];
    case 'add':
      return ['+', SET_LETTER[change.set], change.element];
    case 'remove':
      return ['-', SET_LETTER[change.set], change.element];
    case 'body':
      return ['b', change.chars, change.crc];
    case 'comment':
      return ['c', change.op.slice(0, 1), change.id, change.chars];
    case 'checkpoint':
      return ['k', change.name, change.note];
    case 'claim':
      return ['q', change.op, change.claimId, change.agent, change.c, change.t, change.reason];
    case 'link':
      return ['x', change.source, change.ref];
  }
}

export function unpackChanges(packed: unknown): Change[] {
  if (!Array.isArray(packed)) return [];
  return packed.flatMap((one: unknown) => (Array.isArray(one) ? (unpackChange(one) ?? []) : []));
}

function unpackChange(parts: readonly unknown[]): Change | null {
  const [tag, a, b, c] = parts;
  switch (tag) {
    case '=':
      return typeof a === 'string' ? { kind: 'set', field: a, to: b ?? null } : null;
    case '+':
    case '-': {
      const set = SET_OF.get(a);
      if (set === undefined || typeof b !== 'string') return null;
      return { kind: tag === '+' ? 'add' : 'remove', set, element: b };
    }
    case 'b':
      return typeof a === 'number' && typeof b === 'number'
        ? { kind: 'body', chars: a, crc: b }
        : null;
    case 'c': {
      const op = COMMENT_OP.get(a);
      if (op === undefined || typeof b !== 'string') return null;
      return { kind: 'comment', op, id: b, chars: typeof c === 'number' ? c : 0 };
    }
    case 'k':
      return typeof a === 'string'
        ? { kind: 'checkpoint', name: a, note: typeof b === 'string' ? b : null }
        : null;
    case 'q':
      return unpackClaim(parts);
    case 'x':
      return typeof a === 'string' && typeof b === 'string'
        ? { kind: 'link', source: a, ref: b }
        : null;
    default:
      return null;
  }
}

function unpackClaim([, op, claimId, agent, c, t, reason]: readonly unknown[]): Change | null {
  if (!CLAIM_OPS.has(op) || typeof claimId !== 'string' || typeof agent !== 'string') return null;
  return {
    kind: 'claim',
    op: op as 'claim',
    claimId,
    agent,
    c: typeof c === 'number' ? c : 0,
    t: typeof t === 'number' ? t : 0,
    reason: typeof reason === 'string' ? reason : null,
  };
}
