/** The operation log from its base to the meta record, and through the acknowledged head. [DIA4] */
import { EngineError } from '../../errors.js';
import { logKey } from '../keys.js';
import type { Meta } from '../meta.js';
import { decodeLogEntry, type LogEntry } from '../operation-log.js';
import type { Checksums, Head } from '../ports.js';
import { formatOperations, type Findings } from './finding.js';
import type { Reader } from './reader.js';

/** Returns the number of entries read. */
export function examineLog(reader: Reader, meta: Meta, head: Head | null): number {
  const { findings } = reader;
  const missing: number[] = [];
  const damaged: number[] = [];
  const broken: number[] = [];
  let count = 0;
  let hash: string | null = meta.logBase;
  for (let seq = meta.logFirst; seq <= meta.seq; seq += 1) {
    const bytes = reader.get(logKey(seq));
    const entry = bytes === null ? null : readEntry(bytes, seq, reader.checksums);
    if (bytes === null) missing.push(seq);
    else if (entry === null) damaged.push(seq);
    else {
      count += 1;
      if (hash !== null && entry.previous !== hash) broken.push(seq);
      if (head !== null && head.seq === seq && head.chain !== entry.hash)
        findings.add('head_mismatch', `operation ${seq} is not the one that was acknowledged`);
    }
    hash = entry?.hash ?? null;
  }
  if (hash !== null && hash !== meta.chain)
    findings.add('log_broken_link', 'the log does not end where the meta record says');
  report(findings, { missing, damaged, broken });
  return count;
}

function report(
  findings: Findings,
  bad: { readonly missing: number[]; readonly damaged: number[]; readonly broken: number[] },
): void {
  const { missing, damaged, broken } = bad;
  if (missing.length > 0) findings.add('log_gap', `the log lacks ${formatOperations(missing)}`);
  if (damaged.length > 0)
    findings.add('log_damaged', `the log cannot be read at ${formatOperations(damaged)}`);
  if (broken.length > 0)
    findings.add(
      'log_broken_link',
      `the chain of the log is broken at ${formatOperations(broken)}`,
    );
}

/** The entry in these bytes, or null. */
export function readEntry(
  bytes: Uint8Array,
  seq: number,
  checksums: Checksums,
): (LogEntry & { readonly hash: string }) | null {
  try {
    return decodeLogEntry(bytes, seq, checksums);
  } catch (cause) {
    if (cause instanceof EngineError || cause instanceof SyntaxError) return null;
    throw cause;
  }
}
