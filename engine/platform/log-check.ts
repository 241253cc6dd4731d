/**
 * Before LevelDB opens a database: its write-ahead log is whole. LevelDB itself drops what is damaged in the middle of
 * a log, and the log with it, without a word; refused before that, a repair still finds the rest. [L3, STO5]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { damaged } from '../store/checked-value.js';
import { findLogDamage } from '../store/level/write-ahead-log.js';

/** Reads what was written since the last opening, at most LevelDB's write buffer. @throws store_damaged */
export function refuseDamagedLog(database: string): void {
  for (const name of readdirSync(database)) {
    if (!name.endsWith('.log')) continue;
    const damage = findLogDamage(readIfThere(join(database, name)));
    if (damage !== null) throw damaged(`in its write-ahead log ${name} ${damage}`);
  }
}

/** Its holder may have begun another log meanwhile. */
function readIfThere(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array();
    throw cause;
  }
}
