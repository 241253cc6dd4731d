/**
 * Our own lines → the same issues again, under their ids and with their history. An issue that is here already stays
 * when it is equal or was changed later; otherwise it is edited to what the line says. [L7, IMP12, RST1, RST3]
 */
import { recall, type Recalled } from '../doc/recall.js';
import { restoreIssue } from '../doc/restore.js';
import type { OwnRecord } from '../domain/interchange/own-record.js';
import { encodeOwn } from '../domain/interchange/own.js';
import { dependencyElement, type Mutation } from '../domain/mutation.js';
import { baseOfView } from '../domain/plan/import-base.js';
import { observe } from '../domain/plan/plan-claim.js';
import { planImport } from '../domain/plan/plan-import.js';
import { EngineError } from '../errors.js';
import { LIMITS } from '../kernel/limits.js';
import { readIssue } from '../session/documents.js';
import type { Transaction } from '../session/transaction.js';
import { chunkSize, weightOf, type ImportSettings } from './import-chunks.js';
import type { ImportTally } from './import-tally.js';
import type { Incoming } from './read-records.js';
import { recordToIssue } from './record-to-issue.js';
import { toIssue } from './to-issue.js';
import type { Work } from './work.js';

const VIA = 'import:own';

type Own = { readonly line: number; readonly record: OwnRecord };

/** Reads and writes chunk by chunk: lines name each other by id, so none has to wait for another. */
export async function importOwn(
  work: Work,
  incoming: AsyncIterable<Incoming>,
  tally: ImportTally,
  settings: ImportSettings,
): Promise<void> {
  const { dryRun, progress } = settings;
  let chunk = new Map<string, Own>();
  let weight = 0;
  let max = await work.read((store) => chunkSize(store.meta.counts.rows));
  let done = 0;
  const flush = async (): Promise<void> => {
    const records = [...chunk.values()];
    chunk = new Map();
    weight = 0;
    max = await work.write(
      (tx) => {
        for (const one of records) importOne(tx, one, tally);
      },
      (_tx, _planned, store) => chunkSize(store.meta.counts.rows),
      { dryRun, via: VIA, bulk: true },
    );
    done += records.length;
    progress(done, null, 'issues');
  };
  for await (const one of incoming) {
    if (one.format !== 'own') continue;
    // Two lines of one issue meet each other through the replica, not inside one chunk.
    if (chunk.has(one.record.id)) await flush();
    chunk.set(one.record.id, one);
    weight += weightOf(one.record) + one.record.activity.length * 200;
    if (chunk.size >= max || weight > LIMITS.importChunkCharsMax) await flush();
  }
  if (chunk.size > 0) await flush();
}

function importOne(tx: Transaction, { line, record }: Own, tally: ImportTally): void {
  const recalled = recall(record);
  if ('rejected' in recalled) {
    tally.reject(line, `${record.id}: ${recalled.rejected}`);
    return;
  }
  const change =
    tx.store.row(record.id) === null ? restore(tx, recalled) : edit(tx, record, tally, line);
  if (change === null) return;
  if (record.deleted) tally.tombstones += 1;
  else tally[change.kind] += 1;
  tally.dependencies += change.dependencies;
  tally.comments += change.comments;
}

interface Counted {
  readonly kind: 'created' | 'updated' | 'unchanged';
  readonly dependencies: number;
  readonly comments: number;
}

function restore(tx: Transaction, recalled: Recalled): Counted {
  const { record } = recalled;
  tx.amend(record.id, 'restored', (doc) => restoreIssue(doc, recalled));
  // From here on its silence is counted, so that a claim nobody keeps runs out.
  if (record.claim !== null) tx.observe(record.id, observe(record.claim.claimId, 0, tx.now));
  const { dependencies, comments } = record;
  return { kind: 'created', dependencies: dependencies.length, comments: comments.length };
}

/** What the line says otherwise, if it was written later than the issue was changed here; null when it cannot be. */
function edit(
  tx: Transaction,
  record: OwnRecord,
  tally: ImportTally,
  line: number,
): Counted | null {
  const unchanged: Counted = { kind: 'unchanged', dependencies: 0, comments: 0 };
  const view = readIssue(tx.store, record.id);
  if (view === null) return unchanged;
  const issue = toIssue(view, tx.store.observation(record.id), tx.now);
  if (encodeOwn(issue) === encodeOwn(recordToIssue(record))) return unchanged;
  if (record.updatedMs <= view.updatedMs) {
    tally.remark('issues were changed here as late or later and stay', record.id);
    return unchanged;
  }
  let mutations: Mutation[];
  try {
    mutations = planImport(view, baseOfView(view), record, {
      dependencies: record.dependencies.map(({ kind, target }) => dependencyElement(kind, target)),
      comments: record.comments,
      links: record.links,
    });
  } catch (cause) {
    if (!(cause instanceof EngineError) || cause.code !== 'invalid_input') throw cause;
    tally.reject(line, `${record.id}: ${cause.message}`);
    return null;
  }
  tx.change(record.id, mutations, { verb: 'imported', sourceMs: record.updatedMs });
  const dependencies = mutations.filter(
    (one) => one.op === 'add' && one.set === 'dependencies',
  ).length;
  const comments = mutations.filter((one) => one.op === 'comment.add').length;
  return { kind: mutations.length > 0 ? 'updated' : 'unchanged', dependencies, comments };
}
