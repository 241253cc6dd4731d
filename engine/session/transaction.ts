/** One command at work: reads issues, gathers mutations, and commits all of them in one batch or none. [L1] */
import type * as Y from 'yjs';
import { applyMutations } from '../doc/apply.js';
import { SCHEMA } from '../doc/layout.js';
import { encodeDocument, encodeStateVector, openDocument } from '../doc/open-document.js';
import { projectDocument, readSchema, type Projected } from '../doc/project.js';
import { toRow, toText } from '../doc/row.js';
import type { Now, Observation } from '../domain/claim.js';
import type { IssueId } from '../domain/ids.js';
import type { Mutation, Stamp } from '../domain/mutation.js';
import { verbOf } from '../domain/plan/plan-issue.js';
import { encodeSearchText } from '../domain/query/search-text.js';
import { EngineError } from '../errors.js';
import { must } from '../kernel/assert.js';
import type { Clock } from '../kernel/clock.js';
import { observeHlc, parseHlc, tickHlc, type Hlc } from '../kernel/hlc.js';
import { LIMITS } from '../kernel/limits.js';
import type { Batch, DocumentChange } from '../store/commit.js';
import type { WriteOp } from '../store/ports.js';
import type { Store } from '../store/store.js';
import type { Documents } from './documents.js';
import type { Identity } from './session.js';

/** Who commits, and through what. */
export interface Actor {
  readonly agent: string;
  readonly agentType: string | null;
  readonly via: string;
}

interface Pending {
  readonly mutations: Mutation[];
  verb: string | null;
  sourceMs: number | null;
}

/** Writes into a document and answers with the update that this made; null when there was nothing to write. */
export type Amendment = (doc: Y.Doc) => Uint8Array | null;

export class Transaction {
  readonly store: Store;
  readonly identity: Identity;
  readonly now: Now;
  /** Clock reading of everything this command writes. */
  readonly hlc: Hlc;
  readonly #actor: Actor;
  readonly #documents: Documents;
  readonly #isBulk: boolean;
  readonly #pending = new Map<IssueId, Pending>();
  readonly #amendments = new Map<IssueId, Amendment>();
  #amendVerb = '';
  #latestSeen: Hlc | null = null;
  readonly #observations = new Map<IssueId, Observation | null>();
  readonly #extra: WriteOp[] = [];
  readonly #views = new Map<IssueId, Projected>();

  constructor(options: {
    readonly store: Store;
    readonly identity: Identity;
    readonly clock: Clock;
    readonly actor: Actor;
    readonly documents: Documents;
    /** Many documents that nobody asks for afterwards: what was written is not kept in memory. */
    readonly bulk?: boolean;
  }) {
    const { store, identity, clock, actor, documents } = options;
    this.#isBulk = options.bulk === true;
    this.store = store;
    this.identity = identity;
    this.#actor = actor;
    this.#documents = documents;
    this.now = { wallMs: clock.nowMs(), bootId: clock.bootId(), uptimeMs: clock.uptimeMs() };
    this.hlc = tickHlc(store.meta.hlc, this.now.wallMs);
  }

  /** The issue as it is now. @throws not_found */
  view(id: IssueId): Projected {
    const known = this.#views.get(id);
    if (known !== undefined) return known;
    const doc = this.#documents.load(this.store, id, this.identity.incarnation);
    if (doc === null) throw new EngineError('not_found', `no issue "${id}"`);
    const view = projectDocument(doc, id);
    this.#views.set(id, view);
    return view;
  }

  /** Adds to what will be committed for `id`. */
  change(
    id: IssueId,
    mutations: readonly Mutation[],
    options: { readonly verb?: string; readonly sourceMs?: number | null } = {},
  ): void {
    if (mutations.length === 0) return;
    const pending = this.#pending.get(id) ?? { mutations: [], verb: null, sourceMs: null };
    pending.mutations.push(...mutations);
    pending.verb ??= options.verb ?? null;
    pending.sourceMs ??= options.sourceMs ?? null;
    this.#pending.set(id, pending);
  }

  /**
   * Changes the document of `id` directly, as restoring and receiving do: its history is what it brings along, no
   * entry is added. `verb` names the operation in the log.
   */
  amend(id: IssueId, verb: string, amendment: Amendment): void {
    this.#amendments.set(id, amendment);
    this.#amendVerb = verb;
  }

  observe(id: IssueId, seen: Observation | null): void {
    this.#observations.set(id, seen);
  }

  /** Adds a record of the replica's own (saved queries) to the batch. */
  put(key: Uint8Array, value: Uint8Array): void {
    this.#extra.push({ type: 'put', key, value });
  }

  /** Gives up what was gathered (an answer of "no" may still have something to record). */
  reset(): void {
    this.#pending.clear();
    this.#amendments.clear();
    this.#observations.clear();
    this.#extra.length = 0;
  }

  get changedIds(): readonly IssueId[] {
    return [...this.#pending.keys()];
  }

  /** Applies to the documents and prepares the batch; null when there is nothing to write. */
  seal(): Batch | null {
    const size = this.#pending.size + this.#amendments.size;
    if (size + this.#observations.size + this.#extra.length === 0) return null;
    const documents = [...this.#pending].map(([id, pending]) => this.#applyTo(id, pending));
    for (const [id, amendment] of this.#amendments) {
      const change = this.#amend(id, amendment);
      if (change !== null) documents.push(change);
    }
    if (documents.length + this.#observations.size + this.#extra.length === 0) return null;
    const [first] = this.#pending.values();
    const verb = first === undefined ? this.#amendVerb : (first.verb ?? verbOf(first.mutations));
    const { wallMs } = this.now;
    const hlc =
      this.#latestSeen === null ? this.hlc : observeHlc(this.hlc, this.#latestSeen, wallMs);
    const observations = this.#observations;
    const { agent } = this.#actor;
    return {
      hlc,
      verb: verb === '' ? 'settings' : verb,
      agent,
      documents,
      observations,
      extra: this.#extra,
    };
  }

  /** The issue after `seal`. */
  after(id: IssueId): Projected {
    return must(this.#views.get(id), 'the issue was viewed or changed');
  }

  #applyTo(id: IssueId, { mutations, verb, sourceMs }: Pending): DocumentChange {
    const doc = this.#open(id);
    const { incarnation } = this.identity;
    const stamp: Stamp = {
      hlc: this.hlc,
      incarnation,
      ...this.#actor,
      verb: verb ?? verbOf(mutations),
      sourceMs,
    };
    const { update, entry } = applyMutations(doc, mutations, stamp);
    return this.#changeOf(id, doc, { update, entry, view: projectDocument(doc, id) });
  }

  /** Later readings of our clock compare greater than any that came in. [HLC2] */
  #amend(id: IssueId, amendment: Amendment): DocumentChange | null {
    const doc = this.#open(id);
    const update = amendment(doc);
    if (update === null) return null;
    const view = projectDocument(doc, id);
    const seen = parseHlc(view.activity().at(-1)?.id.slice(0, this.hlc.length));
    if (seen !== null && seen > (this.#latestSeen ?? '')) this.#latestSeen = seen;
    return this.#changeOf(id, doc, { update, entry: null, view });
  }

  #changeOf(
    id: IssueId,
    doc: Y.Doc,
    made: { readonly update: Uint8Array; readonly entry: string | null; readonly view: Projected },
  ): DocumentChange {
    const { update, entry, view } = made;
    if (!this.#isBulk) this.#views.set(id, view);
    return {
      id,
      update,
      entry,
      row: toRow(view),
      text: encodeSearchText(toText(view)),
      stateVector: encodeStateVector(doc),
      merged: this.#isLong(id) ? encodeDocument(doc) : null,
    };
  }

  #open(id: IssueId): Y.Doc {
    const { incarnation } = this.identity;
    const doc = this.#documents.load(this.store, id, incarnation);
    if (doc === null) return this.#documents.keep(id, openDocument(id, [], incarnation));
    const [major] = readSchema(doc);
    if (major > SCHEMA.major)
      throw new EngineError(
        'schema_newer',
        `issue ${id} was written by a newer version (schema ${major}); it can be read, not changed`,
        { hint: 'update issue-facade' },
      );
    return doc;
  }

  /** Time to fold the document's updates into one. */
  #isLong(id: IssueId): boolean {
    const row = this.store.row(id);
    return row !== null && row.lastUpdate - row.firstUpdate + 1 >= LIMITS.documentUpdatesMax;
  }
}
