/** Strongly connected components by Tarjan's algorithm, with the call stack kept as data. [DEP7, DEP12] */
import { must } from '../../kernel/assert.js';
import { type Adjacency, at } from './adjacency.js';

const UNSEEN = -1;

/**
 * The groups of issues that reach one another along edges of one kind: two or more, or one with an edge to itself.
 * Ordinals; neither groups nor members come in any promised order. `include` leaves issues out.
 */
export function cyclicComponents(
  adjacency: Adjacency,
  kind: string,
  include: (ordinal: number) => boolean,
): readonly (readonly number[])[] {
  const kindNumber = adjacency.kinds.get(kind);
  if (kindNumber === undefined) return [];
  const search = new Search(adjacency, kindNumber, include);
  for (let ordinal = 0; ordinal < adjacency.ids.length; ordinal += 1) search.from(ordinal);
  return search.found;
}

class Search {
  readonly found: (readonly number[])[] = [];
  readonly #adjacency: Adjacency;
  readonly #kind: number;
  readonly #include: (ordinal: number) => boolean;
  /** When each issue was first met; `UNSEEN` before. */
  readonly #met: Int32Array;
  /** The earliest met issue it is known to reach inside the open part of the search. */
  readonly #low: Int32Array;
  /** The next edge to look at, for each issue being worked on. */
  readonly #edge: Int32Array;
  readonly #isPending: Uint8Array;
  readonly #pending: number[] = [];
  #clock = 0;

  constructor(adjacency: Adjacency, kind: number, include: (ordinal: number) => boolean) {
    const count = adjacency.ids.length;
    this.#adjacency = adjacency;
    this.#kind = kind;
    this.#include = include;
    this.#met = new Int32Array(count).fill(UNSEEN);
    this.#low = new Int32Array(count);
    this.#edge = adjacency.outgoing.start.slice(0, count);
    this.#isPending = new Uint8Array(count);
  }

  from(root: number): void {
    if (at(this.#met, root) !== UNSEEN || !this.#include(root)) return;
    this.#meet(root);
    const path = [root];
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const next = this.#step(node);
      if (next !== null) {
        path.push(next);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) this.#lower(parent, at(this.#low, node));
      if (at(this.#low, node) === at(this.#met, node)) this.#take(node);
    }
  }

  #meet(node: number): void {
    this.#met[node] = this.#clock;
    this.#low[node] = this.#clock;
    this.#clock += 1;
    this.#pending.push(node);
    this.#isPending[node] = 1;
  }

  #lower(node: number, met: number): void {
    if (met < at(this.#low, node)) this.#low[node] = met;
  }

  /** Goes through the edges of `node` until one leads somewhere new (entered and returned); null when done. */
  #step(node: number): number | null {
    const lists = this.#adjacency.outgoing;
    const end = at(lists.start, node + 1);
    for (let edge = at(this.#edge, node); edge < end; edge += 1) {
      const next = at(lists.node, edge);
      if (at(lists.kind, edge) !== this.#kind || !this.#include(next)) continue;
      if (at(this.#met, next) === UNSEEN) {
        this.#edge[node] = edge + 1;
        this.#meet(next);
        return next;
      }
      if (at(this.#isPending, next) === 1) this.#lower(node, at(this.#met, next));
    }
    this.#edge[node] = end;
    return null;
  }

  /** Everything met since `root` and still pending is one component. */
  #take(root: number): void {
    const members: number[] = [];
    for (let node = UNSEEN; node !== root;) {
      node = must(this.#pending.pop(), 'the root of a component is pending');
      this.#isPending[node] = 0;
      members.push(node);
    }
    if (members.length > 1 || this.#leadsToItself(root)) this.found.push(members);
  }

  #leadsToItself(node: number): boolean {
    const lists = this.#adjacency.outgoing;
    for (let edge = at(lists.start, node); edge < at(lists.start, node + 1); edge += 1) {
      if (at(lists.node, edge) === node && at(lists.kind, edge) === this.#kind) return true;
    }
    return false;
  }
}
