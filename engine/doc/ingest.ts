/**
 * The wall for document bytes of other hands: size → parse → scratch document → roots, values, limits. What passes
 * can be merged; what fails is refused with a reason, and no live document has seen it. [L6, ING1]
 */
import * as Y from 'yjs';
import type { Incarnation, IssueId } from '../domain/ids.js';
import { EngineError } from '../errors.js';
import { captureUpdate } from './capture-update.js';
import { checkContent } from './ingest-content.js';
import { checkEnvelope } from './ingest-envelope.js';
import { checkTotals } from './ingest-totals.js';
import { SCHEMA } from './layout.js';
import { openDocument } from './open-document.js';
import { projectDocument, readSchema, type Projected } from './project.js';
import { attempt, refused } from './refusal.js';

/** What a received update adds. */
export interface Ingested {
  /** The part that was not here yet, as one update. */
  readonly update: Uint8Array;
  /** The issue as it will read. */
  readonly view: Projected;
}

/**
 * Tries `received` on a copy of the document made of `updates`; null when it brings nothing new. [ING1, ING3]
 * @throws {EngineError} invalid_input naming what is wrong, schema_newer, store_damaged (our own updates)
 */
export function ingestUpdate(
  id: IssueId,
  updates: readonly Uint8Array[],
  received: Uint8Array,
): Ingested | null {
  // Its own memory: a length that lies must not reach what lies behind it in a shared buffer.
  const bytes = Uint8Array.from(received);
  checkEnvelope(bytes);
  const scratch = openDocument(id, updates, SCRATCH_WRITER);
  const update = attempt(() => captureUpdate(scratch, () => Y.applyUpdate(scratch, bytes)));
  const { pendingStructs, pendingDs } = scratch.store;
  if (pendingStructs !== null || pendingDs !== null)
    throw refused('it needs changes that did not come');
  if (update === null) return null;
  const [major] = attempt(() => readSchema(scratch));
  if (major > SCHEMA.major)
    throw new EngineError('schema_newer', `it was written by a newer version (schema ${major})`, {
      hint: 'update issue-facade',
    });
  attempt(() => checkContent(scratch));
  const view = attempt(() => projectDocument(scratch, id));
  checkTotals(view);
  return { update, view };
}

/** Merges an update that `ingestUpdate` let pass; null when it was merged before. */
export function mergeUpdate(doc: Y.Doc, update: Uint8Array): Uint8Array | null {
  return captureUpdate(doc, () => Y.applyUpdate(doc, update));
}

/** The scratch document writes nothing. */
const SCRATCH_WRITER = 0 as Incarnation;
