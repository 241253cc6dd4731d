/**
 * Binary list rows. A fixed head holds what filters test most, so that a scan of 100,000 rows decodes almost nothing;
 * the rest is decoded on first touch. Little endian; times are 48-bit epoch ms, all ones = none.
 *
 *  0 u32 length   4 u8 flags   5 u8 priority (255 none)   6 u16 labels   8 u16 assignees  10 u16 dependencies
 * 12 u16 comments 14 u32 firstUpdate  18 u32 lastUpdate  22 u32 updates crc  26 u32 text crc  30 u48 seq
 * 36 u48 created  42 updated  48 closed  54 due  60 defer  66 10 bytes id  76 u32 observation crc
 * 80 u16 title length, title · per dependency 10 bytes target, u8 kind (255: u8 length, text) · JSON of the rest
 */
import type { IssueId } from '../domain/ids.js';
import { DEPENDENCY_KINDS, type Dependency } from '../domain/issue.js';
import type { IssueRow } from '../domain/row.js';
import { assert } from '../kernel/assert.js';

/** What the store adds to a row: where its document stands and how its bytes are checked. */
export interface RowAnchor {
  readonly firstUpdate: number;
  readonly lastUpdate: number;
  /** Running CRC-32 over the document's updates in order. */
  readonly updatesCrc: number;
  readonly textCrc: number;
  /** CRC-32 of the stored claim observation, 0 without one. */
  readonly observationCrc: number;
  /** Latest operation of this replica's log that touched the issue. */
  readonly seq: number;
}

/** The anchor alone, for a row that is written anew. */
export function anchorOf(row: RowAnchor): RowAnchor {
  const { firstUpdate, lastUpdate, updatesCrc, textCrc, observationCrc, seq } = row;
  return { firstUpdate, lastUpdate, updatesCrc, textCrc, observationCrc, seq };
}

export const HEAD_BYTES = 80;
export const AT = {
  length: 0,
  flags: 4,
  priority: 5,
  labels: 6,
  assignees: 8,
  dependencies: 10,
  comments: 12,
  firstUpdate: 14,
  lastUpdate: 18,
  updatesCrc: 22,
  textCrc: 26,
  seq: 30,
  created: 36,
  updated: 42,
  closed: 48,
  due: 54,
  defer: 60,
  id: 66,
  observationCrc: 76,
} as const;

export const FLAG = { deleted: 1, hasBody: 2, conflicted: 4, stateShift: 3, claimed: 32 } as const;
export const STATE_CODES = ['open', 'in-progress', 'closed'] as const;
export const NO_TIME = 2 ** 48 - 1;
export const NO_PRIORITY = 255;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export function encodeRow(row: IssueRow, anchor: RowAnchor): Uint8Array {
  const strings = encoder.encode(JSON.stringify(variablePart(row)));
  const title = encoder.encode(row.title);
  const dependencies = encodeDependencies(row.dependencies);
  const restAt = HEAD_BYTES + 2 + title.length + dependencies.length;
  const bytes = new Uint8Array(restAt + strings.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(AT.length, bytes.length, true);
  view.setUint8(AT.flags, flagsOf(row));
  view.setUint8(AT.priority, row.priority ?? NO_PRIORITY);
  view.setUint16(AT.labels, row.labels.length, true);
  view.setUint16(AT.assignees, row.assignees.length, true);
  view.setUint16(AT.dependencies, row.dependencies.length, true);
  view.setUint16(AT.comments, row.commentCount, true);
  view.setUint32(AT.firstUpdate, anchor.firstUpdate, true);
  view.setUint32(AT.lastUpdate, anchor.lastUpdate, true);
  view.setUint32(AT.updatesCrc, anchor.updatesCrc, true);
  view.setUint32(AT.textCrc, anchor.textCrc, true);
  view.setUint32(AT.observationCrc, anchor.observationCrc, true);
  setUint48(view, AT.seq, anchor.seq);
  setUint48(view, AT.created, row.createdMs);
  setUint48(view, AT.updated, row.updatedMs);
  setUint48(view, AT.closed, row.closedMs);
  setUint48(view, AT.due, row.dueMs);
  setUint48(view, AT.defer, row.deferMs);
  assert(row.id.length === 10, 'an issue id has 10 characters');
  bytes.set(encoder.encode(row.id), AT.id);
  view.setUint16(HEAD_BYTES, title.length, true);
  bytes.set(title, HEAD_BYTES + 2);
  bytes.set(dependencies, HEAD_BYTES + 2 + title.length);
  bytes.set(strings, restAt);
  return bytes;
}

const OTHER_KIND = 255;

function encodeDependencies(dependencies: readonly Dependency[]): Uint8Array {
  const bytes: number[] = [];
  for (const { kind, target } of dependencies) {
    bytes.push(...encoder.encode(target.padEnd(10).slice(0, 10)));
    const code = (DEPENDENCY_KINDS as readonly string[]).indexOf(kind);
    if (code >= 0) bytes.push(code);
    else {
      const text = encoder.encode(kind).subarray(0, 254);
      bytes.push(OTHER_KIND, text.length, ...text);
    }
  }
  return Uint8Array.from(bytes);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The id whose ten characters begin at `at`. Spelled out: a scan reads many, and spreading a slice takes ten times as long. */
export function idAt(view: DataView, at: number): IssueId {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
    view.getUint8(at + 4),
    view.getUint8(at + 5),
    view.getUint8(at + 6),
    view.getUint8(at + 7),
    view.getUint8(at + 8),
    view.getUint8(at + 9),
  ) as IssueId;
}

/** `count` dependencies from `start`, and where the rest begins. */
export function decodeDependencies(
  bytes: Uint8Array,
  start: number,
  count: number,
): { readonly dependencies: readonly Dependency[]; readonly end: number } {
  const dependencies: Dependency[] = [];
  const view = viewOf(bytes);
  let at = start;
  for (let i = 0; i < count; i += 1) {
    const target = idAt(view, at);
    const code = bytes[at + 10] ?? 0;
    at += 11;
    let kind: string = DEPENDENCY_KINDS[code] ?? '';
    if (code === OTHER_KIND) {
      const length = bytes[at] ?? 0;
      kind = decoder.decode(bytes.subarray(at + 1, at + 1 + length));
      at += 1 + length;
    }
    dependencies.push({ kind, target });
  }
  return { dependencies, end: at };
}

/** Everything behind the title, as a JSON array: decoded as one when any of it is asked for. */
export type VariablePart = [
  type: string | null,
  milestone: string | null,
  reason: string | null,
  author: string,
  labels: readonly string[],
  assignees: readonly string[],
  commenters: readonly string[],
  mentions: readonly string[],
  remotes: readonly string[],
  workAgent: string | null,
  progress: number | null,
  estimate: number | null,
  reactions: number,
  claim: IssueRow['claim'],
];

function variablePart(row: IssueRow): VariablePart {
  return [
    row.type,
    row.milestone,
    row.reason,
    row.author,
    row.labels,
    row.assignees,
    row.commenters,
    row.mentions,
    row.remotes,
    row.workAgent,
    row.progress,
    row.estimateMinutes,
    row.reactionCount,
    row.claim,
  ];
}

function flagsOf(row: IssueRow): number {
  return (
    (row.deleted ? FLAG.deleted : 0) |
    (row.hasBody ? FLAG.hasBody : 0) |
    (row.conflicted ? FLAG.conflicted : 0) |
    (STATE_CODES.indexOf(row.state) << FLAG.stateShift) |
    (row.claim === null ? 0 : FLAG.claimed)
  );
}

export function setUint48(view: DataView, at: number, value: number | null): void {
  const stored = value === null ? NO_TIME : Math.min(Math.max(0, Math.floor(value)), NO_TIME - 1);
  view.setUint32(at, stored % 2 ** 32, true);
  view.setUint16(at + 4, Math.floor(stored / 2 ** 32), true);
}

export function getUint48(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint16(at + 4, true) * 2 ** 32;
}
