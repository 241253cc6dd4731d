/** Several readings of one damaged database (as opened; as LevelDB's repair made of a copy) asked as one. [DIA10] */
import { kindOfKey, type KeyKind } from '../key-kinds.js';
import type { KeyValue } from '../ports.js';
import { EVERYTHING } from './examine-keys.js';
import { isUnreadable } from './reader.js';

export class Sources {
  readonly #databases: readonly KeyValue[];

  constructor(databases: readonly KeyValue[]) {
    this.#databases = databases;
  }

  /** Every different value that some reading has under this key, in the order of the readings. */
  values(key: Uint8Array): Uint8Array[] {
    const found: Uint8Array[] = [];
    for (const db of this.#databases) {
      const value = readOrNull(db, key);
      if (value !== null && !found.some((other) => isEqual(other, value))) found.push(value);
    }
    return found;
  }

  /** Every key that some reading meets, walking up and, where that breaks off, down. May repeat keys. */
  async *keys(): AsyncIterable<readonly [kind: KeyKind, key: Uint8Array]> {
    for (const db of this.#databases) {
      for (const reverse of [false, true]) {
        try {
          for await (const [key] of db.entries({ ...EVERYTHING, reverse }))
            yield [kindOfKey(key), key] as const;
          break;
        } catch (cause) {
          if (!isUnreadable(cause)) throw cause; // an unreadable stretch: the other direction has what lies behind it
        }
      }
    }
  }
}

function readOrNull(db: KeyValue, key: Uint8Array): Uint8Array | null {
  try {
    return db.get(key) ?? null;
  } catch (cause) {
    if (isUnreadable(cause)) return null; // another reading may have it
    throw cause;
  }
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
