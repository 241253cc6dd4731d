/** The activity entry: one per operation and issue, kept inside the issue so that it travels with it. [ACT1] */
import type { IssueId } from './ids.js';

/** What one operation changed, as data that replays. `from` is derived on reading, in clock order. */
export type Change =
  | { readonly kind: 'set'; readonly field: string; readonly from?: unknown; readonly to: unknown }
  | { readonly kind: 'add'; readonly set: SetName; readonly element: string }
  | { readonly kind: 'remove'; readonly set: SetName; readonly element: string }
  /** Texts are told by size and checksum, never repeated. */
  | { readonly kind: 'body'; readonly chars: number; readonly crc: number }
  | {
      readonly kind: 'comment';
      readonly op: 'add' | 'edit' | 'delete';
      readonly id: string;
      readonly chars: number;
    }
  | { readonly kind: 'checkpoint'; readonly name: string; readonly note: string | null }
  | {
      readonly kind: 'claim';
      readonly op: 'claim' | 'release' | 'steal' | 'expire' | 'lost';
      readonly claimId: string;
      readonly agent: string;
      readonly c: number;
      readonly t: number;
      readonly reason: string | null;
    }
  | { readonly kind: 'link'; readonly source: string; readonly ref: string };

export type SetName = 'labels' | 'assignees' | 'dependencies';

export interface Activity {
  /** `<hlc>-<incarnation>`: unique, and sortable into the one order every replica agrees on. */
  readonly id: string;
  readonly issue: IssueId;
  /** Wall time of the operation, epoch ms. */
  readonly atMs: number;
  readonly agent: string;
  readonly agentType: string | null;
  /** How it came in: `cli`, `api`, `import:beads`, `bridge:github` … */
  readonly via: string;
  /** `created edited closed reopened deleted commented claimed released stolen expired lost imported …` */
  readonly verb: string;
  readonly changes: readonly Change[];
}
