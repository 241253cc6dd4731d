/**
 * Five replicas in one process: each with its own incarnation, clock and documents, writing through the same planning
 * and applying as the engine, and sending every update to every other over a network that loses, repeats and reorders.
 */
import * as Y from 'yjs';
import { Dice } from './world-dice.js';
import { IssueModel, type Seen } from './world-model.js';
import {
  applyMutations,
  claimWinner,
  encodeDocument,
  HLC_ZERO,
  makeIncarnation,
  makeReplicaId,
  META_FOUNDED,
  observeHlc,
  openDocument,
  readClaims,
  ROOT,
  seededRandom,
  tickHlc,
  verbOf,
  type Hlc,
  type Incarnation,
  type IssueId,
  type Mutation,
  type Observation,
  type Stamp,
} from './world-rooms.js';

export type Apply = typeof applyMutations;

export interface WorldOptions {
  readonly seed: number;
  /** Clocks differ from the true time by up to this much. */
  readonly skewMaxMs: number;
  /** The way into documents; another than the engine's own is a planted bug. */
  readonly apply?: Apply;
}

export const REPLICAS = 5;

/** One local copy. */
export class SimReplica {
  readonly index: number;
  readonly agent: string;
  readonly replica: ReturnType<typeof makeReplicaId>;
  incarnation: Incarnation;
  hlc: Hlc = HLC_ZERO;
  skewMs = 0;
  readonly docs = new Map<IssueId, Y.Doc>();
  readonly claimsSeen = new Map<IssueId, Observation>();
  /** Highest claim token seen to lead, by issue. */
  readonly tokens = new Map<IssueId, readonly [c: number, t: number]>();

  constructor(index: number, random: ReturnType<typeof seededRandom>) {
    this.index = index;
    // Two replicas of one agent: its claims on one must not hurt those on the other.
    this.agent = `agent-${Math.max(1, index)}`;
    this.replica = makeReplicaId(random);
    this.incarnation = makeIncarnation(this.replica, random);
  }

  doc(id: IssueId): Y.Doc {
    const doc = this.docs.get(id) ?? openDocument(id, [], this.incarnation);
    this.docs.set(id, doc);
    return doc;
  }

  /** Issues that were founded as far as this replica knows, and whose documents have no gaps: those it may write. */
  writable(): IssueId[] {
    return [...this.docs].flatMap(([id, doc]) =>
      isWhole(doc) && doc.getMap(ROOT.meta).has(META_FOUNDED) ? id : [],
    );
  }

  /** Closes and opens every whole document, under another incarnation if given. */
  reopen(incarnation: Incarnation): void {
    this.incarnation = incarnation;
    for (const [id, doc] of this.docs)
      this.docs.set(id, openDocument(id, [encodeDocument(doc)], incarnation));
  }
}

interface Message {
  readonly to: SimReplica;
  readonly id: IssueId;
  readonly update: Uint8Array;
  readonly hlc: Hlc;
}

export class World {
  readonly random: ReturnType<typeof seededRandom>;
  readonly replicas: readonly SimReplica[];
  readonly models = new Map<IssueId, IssueModel>();
  /** Broken promises seen on the way. */
  readonly problems: string[] = [];
  nowMs = Date.UTC(2026, 0, 1);
  nextToken = 0;
  readonly #apply: Apply;
  readonly #messages: Message[] = [];
  readonly #skewMaxMs: number;

  constructor(options: WorldOptions) {
    this.#apply = options.apply ?? applyMutations;
    this.#skewMaxMs = options.skewMaxMs;
    this.random = seededRandom(options.seed);
    this.replicas = Array.from(
      { length: REPLICAS },
      (_, index) => new SimReplica(index, this.random),
    );
    const dice = new Dice(options.seed);
    for (const replica of this.replicas) this.setClock(replica, dice);
  }

  /** Somebody sets the replica's clock, forward or back. Some clocks are right. */
  setClock(replica: SimReplica, dice: Dice): void {
    const range = 2 * this.#skewMaxMs;
    replica.skewMs = dice.happens(0.3) ? 0 : dice.below(range) - this.#skewMaxMs;
  }

  wallMs(replica: SimReplica): number {
    return this.nowMs + replica.skewMs;
  }

  model(id: IssueId): IssueModel {
    const model = this.models.get(id) ?? new IssueModel();
    this.models.set(id, model);
    return model;
  }

  /** One command of a replica on one issue: plans, applies, tells the model and sends. False when nothing changed. */
  write(replica: SimReplica, id: IssueId, plan: (hlc: Hlc) => readonly Mutation[]): boolean {
    const hlc = tickHlc(replica.hlc, this.wallMs(replica));
    const mutations = plan(hlc);
    if (mutations.length === 0) return false;
    replica.hlc = hlc;
    const doc = replica.doc(id);
    const seen = seenBy(doc);
    const body = doc.getText(ROOT.body).toString();
    const { incarnation, agent } = replica;
    const agentType = replica.index % 2 === 0 ? null : 'simulated';
    const verb = verbOf(mutations);
    const stamp: Stamp = { hlc, incarnation, agent, agentType, via: 'api', verb, sourceMs: null };
    const { update } = this.#apply(doc, mutations, stamp);
    const clock = seenBy(doc).get(incarnation) ?? 0;
    const text = incarnation.toString(36);
    this.model(id).record(
      { stamp, incarnation: text, client: incarnation, clock, seen, mutations },
      body,
    );
    this.#watchToken(replica, id);
    for (const to of this.replicas)
      if (to !== replica) this.#messages.push({ to, id, update, hlc });
    return true;
  }

  /** One message out of the whole queue arrives, arrives and stays to arrive again, or is lost. */
  deliver(dice: Dice): void {
    if (this.#messages.length === 0) return;
    const recent = Math.min(this.#messages.length, 40);
    const index = this.#messages.length - 1 - dice.below(recent);
    const message = this.#messages[index];
    if (message === undefined) return;
    const fate = dice.weighted({ once: 75, again: 15, lost: 10 });
    if (fate !== 'again') this.#messages.splice(index, 1);
    if (fate !== 'lost') this.#receive(message.to, message.id, message.update, message.hlc);
  }

  /** Everything `from` has that `to` lacks. */
  exchange(from: SimReplica, to: SimReplica): void {
    for (const [id, doc] of from.docs) {
      const missing = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(to.doc(id)));
      this.#receive(to, id, missing, from.hlc);
    }
  }

  /** The full exchange that heals all losses. */
  finish(): void {
    const [first, ...others] = this.replicas;
    if (first === undefined) return;
    for (const other of others) this.exchange(other, first);
    for (const other of others) this.exchange(first, other);
    for (const replica of this.replicas)
      for (const [id, doc] of replica.docs)
        if (!isWhole(doc)) this.problems.push(`replica ${replica.index}: gaps in ${id} at the end`);
  }

  #receive(to: SimReplica, id: IssueId, update: Uint8Array, hlc: Hlc): void {
    Y.applyUpdate(to.doc(id), update);
    to.hlc = observeHlc(to.hlc, hlc, this.wallMs(to));
    this.#watchToken(to, id);
  }

  /** The token of the leading claim never falls on any replica. [CLM3] */
  #watchToken(replica: SimReplica, id: IssueId): void {
    const doc = replica.doc(id);
    if (!isWhole(doc)) return;
    const winner = claimWinner(readClaims(doc))?.[1];
    const [c, t] = replica.tokens.get(id) ?? [0, 0];
    const { c: nowC, t: nowT } = winner ?? { c: 0, t: 0 };
    if (nowC < c || (nowC === c && nowT < t))
      this.problems.push(
        `replica ${replica.index}: token of ${id} fell from ${c}.${t} to ${nowC}.${nowT}`,
      );
    replica.tokens.set(id, [nowC, nowT]);
  }
}

/** Nothing waits for updates that have not arrived. */
export function isWhole(doc: Y.Doc): boolean {
  return doc.store.pendingStructs === null && doc.store.pendingDs === null;
}

export function seenBy(doc: Y.Doc): Seen {
  return Y.decodeStateVector(Y.encodeStateVector(doc));
}
