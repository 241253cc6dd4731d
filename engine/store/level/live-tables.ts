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
const LOG_NUMBER = 2;
/** Log number, next file number, last sequence number, previous log number: one number each. */
const NUMBERS = new Set([LOG_NUMBER, 3, 4, 9]);

interface Manifest {
  readonly tables: Set<number>;
  /** The write-ahead log in use: LevelDB removes no log before the manifest names the next. */
  log: number | null;
}

/** Numbers of the live tables; null when the manifest is not intact, so that nothing can be said. */
export function liveTables(manifest: Uint8Array): ReadonlySet<number> | null {
  return readManifest(manifest)?.tables ?? null;
}

/** What the manifest says; null when it is not intact. */
export function readManifest(bytes: Uint8Array): Readonly<Manifest> | null {
  const records = readRecords(bytes);
  if (records === null || records.length === 0) return null;
  const manifest: Manifest = { tables: new Set(), log: null };
  for (const record of records) if (!applyEdit(record, manifest)) return null;
  return manifest;
}

/** One change of the set of files. False when it cannot be read. */
function applyEdit(bytes: Uint8Array, manifest: Manifest): boolean {
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
    if (tag === LOG_NUMBER) manifest.log = number();
    else if (NUMBERS.has(tag)) number();
    else if (tag === COMPARATOR) skipSlice();
    else if (tag === COMPACT_POINTER) {
      number();
      skipSlice();
    } else if (tag === DELETED_FILE) {
      number();
      manifest.tables.delete(number());
    } else if (tag === NEW_FILE) {
      number();
      manifest.tables.add(number());
      number();
      skipSlice();
      skipSlice();
    } else return false;
  }
  return at === bytes.length;
}
