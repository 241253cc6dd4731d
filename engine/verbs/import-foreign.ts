/** Records of another tracker → issues here: new ones whole, known ones by what their source has changed. [IMP1, TRF1–TRF5] */
import type { ImportRecord } from '../domain/change.js';
import type { Mutation } from '../domain/mutation.js';
import { importBase, NOTHING_TOLD } from '../domain/plan/import-base.js';
import { planImport } from '../domain/plan/plan-import.js';
import { EngineError } from '../errors.js';
import { readIssue } from '../session/documents.js';
import type { Transaction } from '../session/transaction.js';
import { chunkLength, type ImportSettings } from './import-chunks.js';
import { ImportEdges } from './import-edges.js';
import { ImportLedger } from './import-ledger.js';
import { mendEdges } from './import-mend.js';
import { resolve, type ForeignImport } from './import-resolve.js';
import type { ImportTally } from './import-tally.js';
import type { Incoming } from './read-records.js';
import type { Work } from './work.js';

type Foreign = { readonly line: number; readonly record: ImportRecord };

/** Reads all of the file first: an issue may wait for one that comes later in it. */
export async function importForeign(
  work: Work,
  incoming: AsyncIterable<Incoming>,
  tally: ImportTally,
  settings: ImportSettings,
): Promise<void> {
  const records = await gather(incoming, tally, settings);
  const [first] = records;
  if (first === undefined) return;
  const source = settings.source ?? first.record.source;
  const ledger = new ImportLedger(source, work.options.random);
  const edges = new ImportEdges();
  const run: ForeignImport = { source, via: `import:${source}`, ledger, edges, tally };
  const { dryRun, progress } = settings;
  await work.read((store) => {
    ledger.sync(store);
    for (const { record } of records) ledger.give(store, record.ref);
  });
  for (let at = 0; at < records.length;) {
    const start = at;
    at += await work.write(
      (tx) => {
        ledger.sync(tx.store);
        const length = chunkLength(records, start, tx.store.meta.counts.rows);
        for (const one of records.slice(start, start + length)) importOne(tx, run, one);
        return length;
      },
      (_, length, store) => {
        ledger.seen(store);
        return length;
      },
      { dryRun, via: run.via, bulk: true },
    );
    progress(at, records.length, 'issues');
  }
  if (ledger.superseded.size > 0 && !dryRun) await mendEdges(work, run, records);
  await work.read((store) => edges.noteCycles(store, tally));
}

/** One record an identity: of several, the one its source changed last. */
async function gather(
  incoming: AsyncIterable<Incoming>,
  tally: ImportTally,
  settings: ImportSettings,
): Promise<readonly Foreign[]> {
  const byRef = new Map<string, Foreign>();
  let read = 0;
  for await (const one of incoming) {
    read += 1;
    if (read % 1_000 === 0) settings.progress(read, null, 'read');
    const { ref, updatedMs = 0 } = one.record;
    const known = byRef.get(ref);
    if (known !== undefined)
      tally.remark('lines repeat an issue; the one changed last counts', ref);
    if (known === undefined || updatedMs >= (known.record.updatedMs ?? 0)) byRef.set(ref, one);
  }
  return [...byRef.values()];
}

function importOne(tx: Transaction, run: ForeignImport, { line, record }: Foreign): void {
  const id = run.ledger.idOf(record.ref);
  if (id === null) throw new EngineError('internal', `no id was given to ${record.ref}`);
  const { tally } = run;
  const view = readIssue(tx.store, id);
  if (view?.deleted === true && record.deleted !== true) {
    tally.unchanged += 1;
    tally.remark('issues are deleted here and stay so', record.ref);
    return;
  }
  const base = view === null ? NOTHING_TOLD : importBase(view.activity(), run.via);
  const resolved = resolve(run, record, tx.store.checksums);
  let mutations: Mutation[];
  try {
    mutations = planImport(view, base, record, resolved);
  } catch (cause) {
    if (!(cause instanceof EngineError) || cause.code !== 'invalid_input') throw cause;
    tally.reject(line, `${record.ref}: ${cause.message}`);
    return;
  }
  const founding = view === null ? [foundingOf(record, tx.now.wallMs), ...mutations] : mutations;
  const sourceMs = record.updatedMs ?? record.closedMs ?? record.createdMs ?? null;
  tx.change(id, founding, { verb: 'imported', sourceMs });
  run.edges.add(id, record, view, mutations);
  count(tally, record, view === null, mutations);
}

function foundingOf(record: ImportRecord, nowMs: number): Mutation {
  const author = record.author ?? 'unknown';
  const createdMs = record.createdMs ?? record.updatedMs ?? Math.floor(nowMs);
  return { op: 'found', author: author === '' ? 'unknown' : author, createdMs };
}

function count(
  tally: ImportTally,
  record: ImportRecord,
  isNew: boolean,
  mutations: readonly Mutation[],
): void {
  if (record.deleted === true) tally.tombstones += 1;
  else if (isNew) tally.created += 1;
  else if (mutations.length > 0) tally.updated += 1;
  else tally.unchanged += 1;
  for (const mutation of mutations) {
    if (mutation.op === 'comment.add') tally.comments += 1;
    if (mutation.op === 'add' && mutation.set === 'dependencies') tally.dependencies += 1;
  }
}
