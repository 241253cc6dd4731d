/**
 * Before LevelDB opens a database: its manifest and its write-ahead log are whole. LevelDB itself drops what is damaged
 * in the middle of a log and what follows a torn record of the manifest, and then the files, without a word; refused
 * before that, a repair still finds them. [L3, STO5]
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { damaged } from '../store/checked-value.js';
import { readManifest } from '../store/level/live-tables.js';
import { findLogDamage } from '../store/level/write-ahead-log.js';

const ATTEMPTS = 3;

/** Reads the manifest and what was written since the last opening, both bounded. @throws store_damaged */
export function refuseDamagedFiles(database: string): void {
  for (let attempt = 1; isLogMissing(database); attempt += 1) {
    // A holder may have begun another log between our two looks; the second look then names that one.
    if (attempt === ATTEMPTS)
      throw damaged('its write-ahead log is missing, or its manifest lost its end');
  }
  for (const name of readdirSync(database)) {
    if (!name.endsWith('.log')) continue;
    const damage = findLogDamage(readOrEmpty(join(database, name)));
    if (damage !== null) throw damaged(`in its write-ahead log ${name} ${damage}`);
  }
}

/** The manifest names a log that is not there. What is wrong otherwise LevelDB tells itself. */
function isLogMissing(database: string): boolean {
  const name = Buffer.from(readOrEmpty(join(database, 'CURRENT')))
    .toString('latin1')
    .trimEnd();
  if (!/^MANIFEST-\d+$/.test(name)) return false;
  const bytes = readOrEmpty(join(database, name));
  if (bytes.length === 0) return false;
  const manifest = readManifest(bytes);
  if (manifest === null) throw damaged(`its ${name} does not match its checksums`);
  const log = manifest.log === null ? null : `${String(manifest.log).padStart(6, '0')}.log`;
  return log !== null && !existsSync(join(database, log));
}

/** Its holder may have replaced a file meanwhile. */
function readOrEmpty(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return new Uint8Array();
    throw cause;
  }
}
