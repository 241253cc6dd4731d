/** Reading from a database that may fail anywhere: what cannot be read is noted and treated as missing. [DIA2] */
import { EngineError } from '../../errors.js';
import type { Checksums, KeyValue } from '../ports.js';
import type { Findings } from './finding.js';

export class Reader {
  readonly db: KeyValue;
  readonly checksums: Checksums;
  readonly findings: Findings;
  /** Values found by asking for their key; each key is asked for once. */
  found = 0;

  constructor(db: KeyValue, checksums: Checksums, findings: Findings) {
    this.db = db;
    this.checksums = checksums;
    this.findings = findings;
  }

  /** The value, or null when it is missing or the database cannot read it. */
  get(key: Uint8Array): Uint8Array | null {
    try {
      const value = this.db.get(key);
      if (value === undefined) return null;
      this.found += 1;
      return value;
    } catch (cause) {
      noteUnreadable(cause, this.findings);
      return null;
    }
  }
}

/** Notes what LevelDB says of its files. @throws whatever is not damage: a full or read-only disk, a bug */
export function noteUnreadable(cause: unknown, findings: Findings): void {
  if (!isUnreadable(cause)) throw cause;
  findings.add('level_corruption', `LevelDB cannot read its files: ${rootMessage(cause)}`);
}

export function isUnreadable(cause: unknown): boolean {
  return (
    cause instanceof EngineError && (cause.code === 'store_damaged' || cause.code === 'store_io')
  );
}

function rootMessage(cause: unknown): string {
  let message = '';
  for (let at = cause; at instanceof Error; at = at.cause) message = at.message;
  return message.split('\n')[0]?.slice(0, 200) ?? '';
}
