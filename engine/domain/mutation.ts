/** The smallest steps a document knows. A command is planned into these; applying them is the doc room's work. */
import type { SetName } from './activity.js';
import type { ClaimEntry } from './claim.js';

export type Mutation =
  /** Founds the document: author and creation time never change afterwards. */
  | { readonly op: 'found'; readonly author: string; readonly createdMs: number }
  | { readonly op: 'set'; readonly field: string; readonly value: unknown }
  | { readonly op: 'add' | 'remove'; readonly set: SetName; readonly element: string }
  | { readonly op: 'body'; readonly text: string }
  | {
      readonly op: 'comment.add';
      readonly id: string;
      readonly author: string;
      readonly createdMs: number;
      readonly body: string;
    }
  | { readonly op: 'comment.edit'; readonly id: string; readonly body: string }
  | { readonly op: 'comment.delete'; readonly id: string }
  | { readonly op: 'checkpoint'; readonly name: string; readonly note: string | null }
  | {
      readonly op: 'link';
      readonly source: string;
      readonly ref: string;
      readonly url: string | null;
    }
  | {
      readonly op: 'claim';
      /** `renew` leaves no history. */
      readonly act: 'claim' | 'renew' | 'release' | 'steal' | 'expire' | 'lost';
      readonly claimId: string;
      readonly entry: ClaimEntry;
      readonly reason: string | null;
    };

/** Element text of a dependency in its set: `kind:target`. */
export function dependencyElement(kind: string, target: string): string {
  return `${kind}:${target}`;
}

/** Who acts, when and through what: written into every entry of one operation. */
export interface Stamp {
  readonly hlc: string;
  readonly incarnation: number;
  readonly agent: string;
  readonly agentType: string | null;
  readonly via: string;
  readonly verb: string;
  /** Time the change happened in the system it was imported from, epoch ms. */
  readonly sourceMs: number | null;
}
