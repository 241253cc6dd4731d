import { makeIssueId, type IssueId } from '../domain/ids.js';
import type { Random } from '../kernel/random.js';
import type { Store } from '../store/store.js';

/** Which issue each ref of one source is: those here by their links, new ones by ids given in advance. [IMP1, TRF4] */
export class ImportLedger {
  readonly #prefix: string;
  readonly #random: Random;
  readonly #ids = new Map<string, IssueId>();
  readonly #given = new Set<IssueId>();
  /** Refs that another process imported meanwhile, with the id given here in vain. */
  readonly #superseded = new Map<string, IssueId>();
  #seq = -1;

  constructor(source: string, random: Random) {
    this.#prefix = `${source}#`;
    this.#random = random;
  }

  /** Reads the links of all rows, unless nothing was written since it last did. */
  sync(store: Store): void {
    if (store.meta.seq === this.#seq) return;
    for (const row of store.rows()) {
      for (const remote of row.remotes) {
        if (!remote.startsWith(this.#prefix)) continue;
        const ref = remote.slice(this.#prefix.length);
        const known = this.#ids.get(ref);
        if (known !== undefined && known !== row.id) {
          // Of two issues with one identity the first in id order answers.
          if (!this.#given.has(known)) continue;
          this.#superseded.set(ref, known);
        }
        this.#ids.set(ref, row.id);
      }
    }
    this.seen(store);
  }

  /** The store as it is now is as this ledger knows it. */
  seen(store: Store): void {
    this.#seq = store.meta.seq;
  }

  /** Gives the ref an id, if it has none. */
  give(store: Store, ref: string): void {
    if (this.#ids.has(ref)) return;
    for (;;) {
      const id = makeIssueId(this.#random);
      if (this.#given.has(id) || store.row(id) !== null) continue;
      this.#given.add(id);
      this.#ids.set(ref, id);
      return;
    }
  }

  idOf(ref: string): IssueId | null {
    return this.#ids.get(ref) ?? null;
  }

  get superseded(): ReadonlyMap<string, IssueId> {
    return this.#superseded;
  }
}
