import type { IssueId } from '../domain/ids.js';
import type { Dependency, Priority, State } from '../domain/issue.js';
import type { IssueRow, RowClaim } from '../domain/row.js';
import {
  AT,
  decodeDependencies,
  FLAG,
  getUint48,
  HEAD_BYTES,
  NO_PRIORITY,
  NO_TIME,
  STATE_CODES,
  type RowAnchor,
  type VariablePart,
} from './row-codec.js';

const decoder = new TextDecoder();
const NONE: readonly never[] = [];

/** A row read in place: getters decode from the bytes, the variable part once on first touch. */
export class StoredRow implements IssueRow, RowAnchor {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #rest: VariablePart | null = null;
  #id: IssueId | null = null;
  #dependencies: ReturnType<typeof decodeDependencies> | null = null;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get id(): IssueId {
    this.#id ??= String.fromCharCode(...this.bytes.subarray(AT.id, AT.id + 10)) as IssueId;
    return this.#id;
  }
  get title(): string {
    const start = HEAD_BYTES + 2;
    return decoder.decode(this.bytes.subarray(start, start + this.#titleLength()));
  }
  get state(): State {
    return STATE_CODES[(this.#flags() >> FLAG.stateShift) & 3] ?? 'open';
  }
  get deleted(): boolean {
    return (this.#flags() & FLAG.deleted) !== 0;
  }
  get hasBody(): boolean {
    return (this.#flags() & FLAG.hasBody) !== 0;
  }
  get conflicted(): boolean {
    return (this.#flags() & FLAG.conflicted) !== 0;
  }
  get priority(): Priority | null {
    const stored = this.#view.getUint8(AT.priority);
    return stored === NO_PRIORITY ? null : (stored as Priority);
  }
  get createdMs(): number {
    return getUint48(this.#view, AT.created);
  }
  get updatedMs(): number {
    return getUint48(this.#view, AT.updated);
  }
  get closedMs(): number | null {
    return this.#time(AT.closed);
  }
  get dueMs(): number | null {
    return this.#time(AT.due);
  }
  get deferMs(): number | null {
    return this.#time(AT.defer);
  }
  get commentCount(): number {
    return this.#view.getUint16(AT.comments, true);
  }
  get firstUpdate(): number {
    return this.#view.getUint32(AT.firstUpdate, true);
  }
  get lastUpdate(): number {
    return this.#view.getUint32(AT.lastUpdate, true);
  }
  get updatesCrc(): number {
    return this.#view.getUint32(AT.updatesCrc, true);
  }
  get textCrc(): number {
    return this.#view.getUint32(AT.textCrc, true);
  }
  get seq(): number {
    return getUint48(this.#view, AT.seq);
  }
  get type(): string | null {
    return this.#variable()[0];
  }
  get milestone(): string | null {
    return this.#variable()[1];
  }
  get reason(): string | null {
    return this.#variable()[2];
  }
  get author(): string {
    return this.#variable()[3];
  }
  get labels(): readonly string[] {
    return this.#view.getUint16(AT.labels, true) === 0 ? NONE : this.#variable()[4];
  }
  get assignees(): readonly string[] {
    return this.#view.getUint16(AT.assignees, true) === 0 ? NONE : this.#variable()[5];
  }
  get dependencies(): readonly Dependency[] {
    const count = this.#view.getUint16(AT.dependencies, true);
    if (count === 0) return NONE;
    this.#dependencies ??= decodeDependencies(this.bytes, this.#dependenciesAt(), count);
    return this.#dependencies.dependencies;
  }
  get commenters(): readonly string[] {
    return this.commentCount === 0 ? NONE : this.#variable()[6];
  }
  get mentions(): readonly string[] {
    return this.#variable()[7];
  }
  get remotes(): readonly string[] {
    return this.#variable()[8];
  }
  get workAgent(): string | null {
    return this.#variable()[9];
  }
  get progress(): number | null {
    return this.#variable()[10];
  }
  get estimateMinutes(): number | null {
    return this.#variable()[11];
  }
  get reactionCount(): number {
    return this.#variable()[12];
  }
  get claim(): RowClaim | null {
    return (this.#flags() & FLAG.claimed) === 0 ? null : this.#variable()[13];
  }

  #flags(): number {
    return this.#view.getUint8(AT.flags);
  }
  #titleLength(): number {
    return this.#view.getUint16(HEAD_BYTES, true);
  }
  #time(at: number): number | null {
    const ms = getUint48(this.#view, at);
    return ms === NO_TIME ? null : ms;
  }
  #dependenciesAt(): number {
    return HEAD_BYTES + 2 + this.#titleLength();
  }
  #variable(): VariablePart {
    if (this.#rest === null) {
      const none = this.dependencies === NONE;
      const start = none ? this.#dependenciesAt() : (this.#dependencies?.end ?? 0);
      this.#rest = JSON.parse(decoder.decode(this.bytes.subarray(start))) as VariablePart;
    }
    return this.#rest;
  }
}

/** Splits the bytes of rows laid end to end; null when the lengths do not add up. */
export function splitRows(bytes: Uint8Array): StoredRow[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: StoredRow[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + HEAD_BYTES + 2 > bytes.length) return null;
    const length = view.getUint32(at, true);
    if (length < HEAD_BYTES + 2 || at + length > bytes.length) return null;
    rows.push(new StoredRow(bytes.subarray(at, at + length)));
    at += length;
  }
  return rows;
}
