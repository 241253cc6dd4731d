/** What can be wrong with a replica: a closed list of kinds with stable names. [DIA1] */
import type { IssueId } from '../../domain/ids.js';

export type Severity = 'error' | 'warning' | 'info';

/** Kind → how bad it is, and whether a repair can mend it. Names are stable, messages are not. */
export const DAMAGE = {
  database_missing: { severity: 'error', fixable: false },
  current_missing: { severity: 'error', fixable: true },
  level_corruption: { severity: 'error', fixable: true },
  repair_unfinished: { severity: 'error', fixable: true },
  schema_newer: { severity: 'error', fixable: false },
  meta_missing: { severity: 'error', fixable: true },
  meta_damaged: { severity: 'error', fixable: true },
  head_missing: { severity: 'error', fixable: true },
  head_damaged: { severity: 'warning', fixable: true },
  head_ahead: { severity: 'error', fixable: true },
  head_mismatch: { severity: 'error', fixable: true },
  log_gap: { severity: 'error', fixable: true },
  log_damaged: { severity: 'error', fixable: true },
  log_broken_link: { severity: 'error', fixable: true },
  directory_missing: { severity: 'error', fixable: true },
  directory_damaged: { severity: 'error', fixable: true },
  bucket_missing: { severity: 'error', fixable: true },
  bucket_stale: { severity: 'error', fixable: true },
  bucket_damaged: { severity: 'error', fixable: true },
  counts_mismatch: { severity: 'error', fixable: true },
  row_mismatch: { severity: 'error', fixable: true },
  text_mismatch: { severity: 'error', fixable: true },
  document_update_missing: { severity: 'error', fixable: true },
  document_damaged: { severity: 'error', fixable: true },
  state_vector_mismatch: { severity: 'warning', fixable: true },
  observation_damaged: { severity: 'error', fixable: true },
  saved_queries_damaged: { severity: 'error', fixable: true },
  orphan_document: { severity: 'error', fixable: true },
  orphan_text: { severity: 'warning', fixable: true },
  stray_record: { severity: 'warning', fixable: true },
  unknown_key: { severity: 'info', fixable: false },
  copied_replica: { severity: 'info', fixable: true },
  rolled_back: { severity: 'warning', fixable: true },
  permissions: { severity: 'warning', fixable: true },
  issue_lost: { severity: 'error', fixable: false },
  changes_lost: { severity: 'error', fixable: false },
  operations_lost: { severity: 'error', fixable: false },
  identity_lost: { severity: 'warning', fixable: false },
  queries_lost: { severity: 'error', fixable: false },
  history_unproven: { severity: 'warning', fixable: false },
  not_repaired: { severity: 'error', fixable: false },
  repaired: { severity: 'info', fixable: false },
} as const satisfies Record<string, { readonly severity: Severity; readonly fixable: boolean }>;

export type DamageKind = keyof typeof DAMAGE;

export interface Finding {
  readonly kind: DamageKind;
  readonly message: string;
  readonly issue: IssueId | null;
}

/** So many of one kind are told one by one; losses are always told in full. */
const TOLD_MAX = 50;
const LOSSES: ReadonlySet<DamageKind> = new Set(['issue_lost', 'changes_lost', 'operations_lost']);

export class Findings {
  readonly #list: Finding[] = [];
  readonly #counts = new Map<DamageKind, number>();

  add(kind: DamageKind, message: string, issue: IssueId | null = null): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count <= TOLD_MAX || LOSSES.has(kind)) this.#list.push({ kind, message, issue });
  }

  has(kind: DamageKind): boolean {
    return this.#counts.has(kind);
  }

  /** In the order found; what was left out is summed up behind. */
  all(): Finding[] {
    const more = [...this.#counts].flatMap(([kind, count]) =>
      count <= TOLD_MAX || LOSSES.has(kind)
        ? []
        : { kind, message: `and ${count - TOLD_MAX} more like these`, issue: null },
    );
    return [...this.#list, ...more];
  }
}

/** `operation 7`, `operations 12–14, 20` */
export function formatOperations(numbers: readonly number[]): string {
  return `operation${numbers.length === 1 ? '' : 's'} ${formatRanges(numbers)}`;
}

/** All numbers from `first` to `last`. */
export function span(first: number, last: number): number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);
}

/** `12–14, 20` */
export function formatRanges(numbers: Iterable<number>): string {
  const sorted = [...numbers].sort((a, b) => a - b);
  const parts: string[] = [];
  for (let at = 0; at < sorted.length;) {
    const first = sorted[at] ?? 0;
    let last = first;
    while (sorted[at + 1] === last + 1) {
      at += 1;
      last = sorted[at] ?? last;
    }
    at += 1;
    parts.push(first === last ? `${first}` : `${first}–${last}`);
  }
  return parts.join(', ');
}
