import type { IssueId } from '../domain/ids.js';
import type { Dependency, Priority, State } from '../domain/issue.js';
import type { IssueRow, RowClaim } from '../domain/row.js';
import { holdsNeedle } from './find-text.js';
import {
  AT,
  decodeDependencies,
  FLAG,
  getUint48,
  HEAD_BYTES,
  idAt,
  NO_PRIORITY,
  NO_TIME,
  STATE_CODES,
  viewOf,
  type RowAnchor,
  type VariablePart,
} from './row-codec.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true }); // or a leading U+FEFF would be lost
const NONE: readonly never[] = [];

/** A row read in place: getters decode from the bytes, the variable part once on first touch. */
export class StoredRow implements IssueRow, RowAnchor {
  private readonly source: Uint8Array;
  private readonly view: DataView;
  private readonly at: number;
  private readonly length: number;
  private known: IssueId | null = null;
  private lazy: Decoded | null = null;

  /** `source` holds the row from `at` on; rows of one bucket share it and its `view`. */
  constructor(source: Uint8Array, at = 0, length = source.length, view = viewOf(source)) {
    this.source = source;
    this.view = view;
    this.at = at;
    this.length = length;
  }

  get bytes(): Uint8Array {
    return this.source.subarray(this.at, this.at + this.length);
  }
  get id(): IssueId {
    this.known ??= idAt(this.view, this.at + AT.id);
    return this.known;
  }
  get title(): string {
    const start = this.at + HEAD_BYTES + 2;
    return decoder.decode(this.source.subarray(start, start + this.titleLength()));
  }
  get state(): State {
    return STATE_CODES[(this.flags() >> FLAG.stateShift) & 3] ?? 'open';
  }
  get deleted(): boolean {
    return (this.flags() & FLAG.deleted) !== 0;
  }
  get hasBody(): boolean {
    return (this.flags() & FLAG.hasBody) !== 0;
  }
  get conflicted(): boolean {
    return (this.flags() & FLAG.conflicted) !== 0;
  }
  get priority(): Priority | null {
    const stored = this.view.getUint8(this.at + AT.priority);
    return stored === NO_PRIORITY ? null : (stored as Priority);
  }
  get createdMs(): number {
    return getUint48(this.view, this.at + AT.created);
  }
  get updatedMs(): number {
    return getUint48(this.view, this.at + AT.updated);
  }
  get closedMs(): number | null {
    return this.time(AT.closed);
  }
  get dueMs(): number | null {
    return this.time(AT.due);
  }
  get deferMs(): number | null {
    return this.time(AT.defer);
  }
  get commentCount(): number {
    return this.view.getUint16(this.at + AT.comments, true);
  }
  get firstUpdate(): number {
    return this.view.getUint32(this.at + AT.firstUpdate, true);
  }
  get lastUpdate(): number {
    return this.view.getUint32(this.at + AT.lastUpdate, true);
  }
  get updatesCrc(): number {
    return this.view.getUint32(this.at + AT.updatesCrc, true);
  }
  get textCrc(): number {
    return this.view.getUint32(this.at + AT.textCrc, true);
  }
  get observationCrc(): number {
    return this.view.getUint32(this.at + AT.observationCrc, true);
  }
  get seq(): number {
    return getUint48(this.view, this.at + AT.seq);
  }
  get type(): string | null {
    return this.variable()[0];
  }
  get milestone(): string | null {
    return this.variable()[1];
  }
  get reason(): string | null {
    return this.variable()[2];
  }
  get author(): string {
    return this.variable()[3];
  }
  get labels(): readonly string[] {
    return this.view.getUint16(this.at + AT.labels, true) === 0 ? NONE : this.variable()[4];
  }
  get assignees(): readonly string[] {
    return this.view.getUint16(this.at + AT.assignees, true) === 0 ? NONE : this.variable()[5];
  }
  get dependencies(): readonly Dependency[] {
    const count = this.view.getUint16(this.at + AT.dependencies, true);
    if (count === 0) return NONE;
    const { decoded } = this;
    decoded.dependencies ??= decodeDependencies(this.source, this.dependenciesAt(), count);
    return decoded.dependencies.dependencies;
  }
  get commenters(): readonly string[] {
    return this.commentCount === 0 ? NONE : this.variable()[6];
  }
  get mentions(): readonly string[] {
    return this.variable()[7];
  }
  get remotes(): readonly string[] {
    return this.variable()[8];
  }
  get workAgent(): string | null {
    return this.variable()[9];
  }
  get progress(): number | null {
    return this.variable()[10];
  }
  get estimateMinutes(): number | null {
    return this.variable()[11];
  }
  get reactionCount(): number {
    return this.variable()[12];
  }
  get claim(): RowClaim | null {
    return (this.flags() & FLAG.claimed) === 0 ? null : this.variable()[13];
  }

  /** Whether the row's bytes hold `needle` of `find-text.ts`: much cheaper than a look at what it says. */
  holds(needle: Uint8Array): boolean {
    const end = this.at + this.length;
    return holdsNeedle(this.source.subarray(this.dependenciesAt(), end), needle);
  }

  private flags(): number {
    return this.view.getUint8(this.at + AT.flags);
  }
  private titleLength(): number {
    return this.view.getUint16(this.at + HEAD_BYTES, true);
  }
  private time(at: number): number | null {
    const ms = getUint48(this.view, this.at + at);
    return ms === NO_TIME ? null : ms;
  }
  private dependenciesAt(): number {
    return this.at + HEAD_BYTES + 2 + this.titleLength();
  }
  private get decoded(): Decoded {
    this.lazy ??= { dependencies: null, rest: null };
    return this.lazy;
  }
  private variable(): VariablePart {
    const { decoded } = this;
    if (decoded.rest === null) {
      const none = this.dependencies === NONE;
      const start = none ? this.dependenciesAt() : (decoded.dependencies?.end ?? 0);
      const json = this.source.subarray(start, this.at + this.length);
      decoded.rest = JSON.parse(decoder.decode(json)) as VariablePart;
    }
    return decoded.rest;
  }
}

/** What a row has decoded so far; most rows of a scan decode nothing. */
interface Decoded {
  dependencies: ReturnType<typeof decodeDependencies> | null;
  rest: VariablePart | null;
}

/** The rows laid end to end from `start`; null when the lengths do not add up. */
export function splitRows(bytes: Uint8Array, start: number): StoredRow[] | null {
  const view = viewOf(bytes);
  const rows: StoredRow[] = [];
  let at = start;
  while (at < bytes.length) {
    if (at + HEAD_BYTES + 2 > bytes.length) return null;
    const length = view.getUint32(at, true);
    if (length < HEAD_BYTES + 2 || at + length > bytes.length) return null;
    rows.push(new StoredRow(bytes, at, length, view));
    at += length;
  }
  return rows;
}

/** The row of `id` among rows laid end to end from `start`, or null; undefined when the lengths do not add up. */
export function findStored(
  bytes: Uint8Array,
  start: number,
  id: IssueId,
): StoredRow | null | undefined {
  const view = viewOf(bytes);
  let at = start;
  while (at < bytes.length) {
    if (at + HEAD_BYTES + 2 > bytes.length) return undefined;
    const length = view.getUint32(at, true);
    if (length < HEAD_BYTES + 2 || at + length > bytes.length) return undefined;
    if (isIdAt(bytes, at + AT.id, id)) return new StoredRow(bytes, at, length, view);
    at += length;
  }
  return null;
}

function isIdAt(bytes: Uint8Array, at: number, id: IssueId): boolean {
  // Ids of one bucket begin alike, so the end tells first.
  for (let n = id.length - 1; n >= 0; n -= 1) if (bytes[at + n] !== id.charCodeAt(n)) return false;
  return true;
}
