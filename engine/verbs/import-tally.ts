import type { ImportReport } from '../api.js';

const NOTES_NAMED_MAX = 5;

/** Counts of one import, and what is worth saying about it. */
export class ImportTally {
  created = 0;
  updated = 0;
  unchanged = 0;
  tombstones = 0;
  dependencies = 0;
  comments = 0;
  readonly #dryRun: boolean;
  readonly #rejected: { readonly line: number; readonly reason: string }[] = [];
  /** Remarks of one kind are counted, and a few of them named. */
  readonly #remarks = new Map<string, { count: number; readonly named: string[] }>();
  readonly #notes: string[] = [];

  constructor(dryRun: boolean) {
    this.#dryRun = dryRun;
  }

  reject(line: number, reason: string): void {
    this.#rejected.push({ line, reason });
  }

  /** Counts `what` (a text after a number, e.g. `repeat a ref`) once more. */
  remark(what: string, name: string): void {
    const remark = this.#remarks.get(what) ?? { count: 0, named: [] };
    remark.count += 1;
    if (remark.named.length < NOTES_NAMED_MAX) remark.named.push(name);
    this.#remarks.set(what, remark);
  }

  note(text: string): void {
    this.#notes.push(text);
  }

  report(source: string): ImportReport {
    const { created, updated, unchanged, tombstones, dependencies, comments } = this;
    const remarks = [...this.#remarks].map(([what, { count, named }]) => {
      const more = count > named.length ? ', …' : '';
      return `${count} ${what}: ${named.join(', ')}${more}`;
    });
    const counts = { created, updated, unchanged, tombstones, dependencies, comments };
    const rejected = this.#rejected.toSorted((a, b) => a.line - b.line);
    return {
      source,
      ...counts,
      rejected,
      notes: [...remarks, ...this.#notes],
      dryRun: this.#dryRun,
    };
  }
}
