/** Reads a document into plain data. Total: whatever bytes a peer managed to commit, this answers without throwing. [DOC8] */
import * as Y from 'yjs';
import type { Activity } from '../domain/activity.js';
import { META_PREFIX } from '../domain/fields.js';
import { parseIssueId, type IssueId } from '../domain/ids.js';
import { canonical } from '../domain/interchange/canonical-json.js';
import type { IssueView } from '../domain/issue-view.js';
import {
  STATES,
  type Conflict,
  type Dependency,
  type Link,
  type Priority,
  type State,
} from '../domain/issue.js';
import { hlcMs } from '../kernel/hlc.js';
import { countActivity, latestChangeMs, readActivity } from './activity-log.js';
import { readElements } from './elements.js';
import { META_FOUNDED, META_SCHEMA, plainEntries, ROOT, SCHEMA } from './layout.js';
import { readCheckpoints, readClaims, readComments } from './project-parts.js';
import { readRegisters, type RegisterValue } from './registers.js';

/** An issue without what depends on the observer's clock. Activity is read on demand: rows do not need it. */
export interface Projected extends IssueView {
  readonly schema: readonly [major: number, minor: number];
  activity(): Activity[];
  /** Grows with every operation on any replica. */
  readonly revision: string;
}

export function projectDocument(doc: Y.Doc, id: IssueId): Projected {
  const registers = readRegisters(doc.getMap(ROOT.fields));
  const winner = (field: string): unknown => registers.get(field)?.[0]?.value ?? null;
  const text = (field: string): string | null => asText(winner(field));
  const [author, createdMs] = readFounding(doc);
  const state = STATES.includes(winner('state') as State) ? (winner('state') as State) : 'open';
  return {
    id,
    title: text('title') ?? '(no title)',
    body: doc.getText(ROOT.body).toString(),
    state,
    reason: text('reason'),
    priority: asPriority(winner('priority')),
    type: text('type'),
    labels: readElements(doc.getMap(ROOT.labels)),
    assignees: readElements(doc.getMap(ROOT.assignees)),
    milestone: text('milestone'),
    due: text('due'),
    defer: text('defer'),
    estimateMinutes: asNumber(winner('estimateMinutes')),
    dependencies: readDependencies(doc),
    comments: readComments(doc),
    author,
    createdMs,
    updatedMs: latestChangeMs(doc, id) || createdMs,
    closedMs: state === 'closed' ? closingTime(registers) : null,
    deleted: winner('deleted') === true,
    work: {
      agent: text('agent'),
      progress: asNumber(winner('progress')),
      status: text('status'),
      stage: text('stage'),
      next: text('next'),
      checkpoints: readCheckpoints(doc),
      metadata: readMetadata(registers),
    },
    links: readLinks(doc),
    conflicts: readConflicts(registers),
    claims: readClaims(doc),
    schema: readSchema(doc),
    activity: () => readActivity(doc, id),
    revision: String(countActivity(doc)),
  };
}

/** Major and minor the document was last written under; ours when it says nothing. */
export function readSchema(doc: Y.Doc): readonly [number, number] {
  const stored = doc.getMap<unknown>(ROOT.meta).get(META_SCHEMA);
  const [major, minor] = Array.isArray(stored) ? (stored as unknown[]) : [];
  return [asNumber(major) ?? SCHEMA.major, asNumber(minor) ?? SCHEMA.minor];
}

function readFounding(doc: Y.Doc): readonly [author: string, createdMs: number] {
  const stored = doc.getMap<unknown>(ROOT.meta).get(META_FOUNDED);
  const [author, createdMs] = Array.isArray(stored) ? (stored as unknown[]) : [];
  return [asText(author) ?? 'unknown', asNumber(createdMs) ?? 0];
}

function closingTime(registers: ReadonlyMap<string, RegisterValue[]>): number | null {
  const told = asNumber(registers.get('closedMs')?.[0]?.value);
  const state = registers.get('state')?.[0];
  return told ?? (state === undefined ? null : hlcMs(state.hlc));
}

function readDependencies(doc: Y.Doc): Dependency[] {
  return readElements(doc.getMap(ROOT.dependencies)).flatMap((element) => {
    const colon = element.lastIndexOf(':');
    const target = parseIssueId(element.slice(colon + 1));
    return colon < 1 || target === null ? [] : { kind: element.slice(0, colon), target };
  });
}

function readLinks(doc: Y.Doc): Link[] {
  return [...plainEntries(doc.getMap(ROOT.links))]
    .flatMap(([key, url]) => {
      const hash = key.indexOf('#');
      if (hash < 1) return [];
      return { source: key.slice(0, hash), ref: key.slice(hash + 1), url: asText(url) };
    })
    .sort((a, b) => (`${a.source}#${a.ref}` < `${b.source}#${b.ref}` ? -1 : 1));
}

function readMetadata(registers: ReadonlyMap<string, RegisterValue[]>): Map<string, unknown> {
  const metadata = new Map<string, unknown>();
  for (const field of [...registers.keys()].sort()) {
    const value = registers.get(field)?.[0]?.value;
    if (field.startsWith(META_PREFIX) && value !== null && value !== undefined)
      metadata.set(field.slice(META_PREFIX.length), value);
  }
  return metadata;
}

/** Registers with concurrent values that differ. Equal values on both sides are no conflict. */
function readConflicts(registers: ReadonlyMap<string, RegisterValue[]>): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const field of [...registers.keys()].sort()) {
    const values = registers.get(field) ?? [];
    const [winner, ...rest] = values;
    if (winner === undefined || values.length < 2) continue;
    const shown = canonicalText(winner.value);
    const losers = rest
      .filter((loser) => canonicalText(loser.value) !== shown)
      .map(({ value, hlc, incarnation }) => ({ value, atMs: hlcMs(hlc), incarnation }));
    if (losers.length > 0) conflicts.push({ field, winner: winner.value, losers });
  }
  return conflicts;
}

/** Equal values have equal texts, whatever the order of their keys. */
function canonicalText(value: unknown): string {
  return JSON.stringify(canonical(value));
}

function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function asNumber(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function asPriority(value: unknown): Priority | null {
  return value === 0 || value === 1 || value === 2 || value === 3 || value === 4 ? value : null;
}
