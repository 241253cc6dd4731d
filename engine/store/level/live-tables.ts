/**
 * Which table files belong to the database, as its MANIFEST says. A process that is killed leaves others behind:
 * half-written ones, and merged ones it did not get to delete. LevelDB removes them at the next opening. [DIA9]
 */
import { readSlice, readVarint } from './varint.js';
import { readRecords } from './write-ahead-log.js';

const COMPARATOR = 1;
const COMPACT_POINTER = 5;
const DELETED_FILE = 6;
const NEW_FILE = 7;
/** Log number, next file number, last sequence number, previous log number: one number each. */
const NUMBERS = new Set([2, 3, 4, 9]);

/** Numbers of the live tables; null when the manifest is not intact, so that nothing can be said. */
export function liveTables(manifest: Uint8Array): ReadonlySet<number> | null {
  const records = readRecords(manifest);
  if (records === null || records.length === 0) return null;
  const live = new Set<number>();
  for (const record of records) if (!applyEdit(record, live)) return null;
  return live;
}

/** One change of the set of files. False when it cannot be read. */
function applyEdit(bytes: Uint8Array, live: Set<number>): boolean {
  let at = 0;
  const number = (): number => {
    const read = readVarint(bytes, at);
    at = read?.next ?? Number.NaN;
    return read?.value ?? Number.NaN;
  };
  const skipSlice = (): void => {
    at = readSlice(bytes, at)?.next ?? Number.NaN;
  };
  while (at < bytes.length) {
    const tag = number();
    if (NUMBERS.has(tag)) number();
    else if (tag === COMPARATOR) skipSlice();
    else if (tag === COMPACT_POINTER) {
      number();
      skipSlice();
    } else if (tag === DELETED_FILE) {
      number();
      live.delete(number());
    } else if (tag === NEW_FILE) {
      number();
      live.add(number());
      number();
      skipSlice();
      skipSlice();
    } else return false;
  }
  return at === bytes.length;
}
