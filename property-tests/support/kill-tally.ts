import { formatTable } from './cli-proof.js';
import type { Effect } from './kill-state.js';
import type { Outcome, Target } from './kill-sweep.js';

type Counts = Record<Effect | 'survived', number>;

/** Counts what kills did, a line a command. */
export class KillTally {
  readonly failures: string[] = [];
  readonly #counts = new Map<string, Counts>();

  add({ command, mode }: Target, { isKilled, effect }: Outcome): void {
    const name = `${command.name}${mode === 'copy' ? ' (copied)' : ''}`;
    const counts = this.#counts.get(name) ?? { none: 0, whole: 0, idle: 0, survived: 0 };
    counts[isKilled ? effect : 'survived'] += 1;
    this.#counts.set(name, counts);
  }

  fail(replay: string, failure: unknown): void {
    const why = failure instanceof Error ? failure.message : String(failure);
    this.failures.push(`${replay}\n${why}`);
  }

  total(what: keyof Counts): number {
    return [...this.#counts.values()].reduce((sum, counts) => sum + counts[what], 0);
  }

  get kills(): number {
    return this.total('none') + this.total('whole') + this.total('idle');
  }

  format(title: string): string {
    const rows = [...this.#counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { none, whole, idle, survived }]) => [
        ...[name, none + whole + idle, none, whole, idle, survived],
      ]);
    const sums = (['none', 'whole', 'idle', 'survived'] as const).map((what) => this.total(what));
    return [
      title,
      formatTable([
        ['command', 'killed', 'before', 'after', 'nothing to see', 'survived'],
        ...rows,
        ['all', this.kills, ...sums],
      ]),
      `${this.kills} kill points, ${this.failures.length} failures`,
    ].join('\n');
  }

  /** The first few failures, each with the line that repeats it. */
  complaint(): string {
    return this.failures.slice(0, 12).join('\n\n');
  }
}
