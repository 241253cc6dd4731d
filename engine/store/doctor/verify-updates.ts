/** Which stored updates of a document are proved to be what was written. [DIA11] */
import type { IssueId } from '../../domain/ids.js';
import { updateKey } from '../keys.js';
import type { Checksums } from '../ports.js';
import type { DocumentEvidence } from './evidence.js';
import type { Sources } from './sources.js';

/** Somebody who recorded the running CRC-32 of updates first … last. */
export interface Witness {
  readonly first: number;
  readonly last: number;
  readonly updatesCrc: number;
  /** The record itself is intact; another one can prove updates, but says nothing about what should be there. */
  readonly certain: boolean;
}

export interface VerifiedUpdates {
  readonly first: number;
  /** Number of the last update known to have been written. */
  readonly last: number;
  readonly updates: ReadonlyMap<number, Uint8Array>;
  /** Numbers in first … last that are gone or cannot be proved. */
  readonly missing: readonly number[];
}

/** More updates than a document can have between two folds: a number from a broken record leads no further. */
const SPAN_MAX = 100_000;

export function verifyUpdates(
  id: IssueId,
  evidence: DocumentEvidence,
  sources: Sources,
  checksums: Checksums,
): VerifiedUpdates {
  const { witnesses, logged } = evidence;
  const read = new Map<number, Uint8Array[]>();
  const values = (n: number): readonly Uint8Array[] => {
    const known = read.get(n) ?? sources.values(updateKey(id, n));
    read.set(n, known);
    return known;
  };
  const proved = new Map<number, Uint8Array>();
  for (const [n, { crc }] of logged) {
    const value = values(n).find((bytes) => checksums.crc32(bytes) === crc);
    if (value !== undefined) proved.set(n, value);
  }
  const { first, last } = span(evidence);
  for (const chain of [...witnesses, ...basesOf(evidence, first)]) {
    for (const pick of [0, 1]) {
      const choose = (n: number): Uint8Array | undefined =>
        proved.get(n) ?? values(n)[pick] ?? values(n)[0];
      const found = follow(chain, choose, checksums);
      if (found === null) continue;
      for (const [n, value] of found) proved.set(n, value);
      break;
    }
  }
  const missing: number[] = [];
  for (let n = first; n <= last; n += 1) if (!proved.has(n)) missing.push(n);
  const whole = missing.length === 0;
  const updates = new Map([...proved].filter(([n]) => !whole || (n >= first && n <= last)));
  return { first, last, updates, missing };
}

/** The log says for update n what the running CRC was before it. */
function basesOf({ logged, stored }: DocumentEvidence, first: number): Witness[] {
  const starts = new Set([first, Math.min(...stored, first)]);
  return [...logged].flatMap(([n, { base }]) =>
    base === 0
      ? []
      : [...starts].flatMap((start) =>
          start < n ? { first: start, last: n - 1, updatesCrc: base, certain: true } : [],
        ),
  );
}

function follow(
  { first, last, updatesCrc }: Witness,
  value: (n: number) => Uint8Array | undefined,
  checksums: Checksums,
): Map<number, Uint8Array> | null {
  const found = new Map<number, Uint8Array>();
  let crc = 0;
  for (let n = first; n <= last; n += 1) {
    const bytes = value(n);
    if (bytes === undefined) return null;
    crc = checksums.crc32(bytes, crc);
    found.set(n, bytes);
  }
  return crc === updatesCrc && found.size > 0 ? found : null;
}

/** From where to where the document's updates run, by the latest intact witness. */
function span({ witnesses, logged, stored }: DocumentEvidence): { first: number; last: number } {
  const certain = witnesses.filter((witness) => witness.certain);
  const known = certain.length > 0 || logged.size > 0;
  const best = latest(known ? certain : witnesses);
  const last = Math.max(best?.last ?? -1, ...logged.keys(), ...(known ? [] : stored));
  const starts = [...logged].flatMap(([n, { base }]) => (base === 0 ? n : []));
  const first = Math.max(best?.first ?? -1, ...starts);
  const from = first >= 0 ? first : Math.min(last, ...stored, ...logged.keys());
  return { first: Math.max(from, last - SPAN_MAX), last };
}

function latest(witnesses: readonly Witness[]): Witness | null {
  let best: Witness | null = null;
  for (const witness of witnesses) if (best === null || witness.last > best.last) best = witness;
  return best;
}
