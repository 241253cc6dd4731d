/**
 * What every replica must end up with, told without Yjs: a list of writes, each with what its writer had seen. An
 * operation is seen by a replica whose document holds the writer's clock up to its end.
 */
import type { ClaimEntry, Hlc, Mutation, SetName, Stamp } from './world-rooms.js';

/** Clock by Yjs client: the operations a document holds. */
export type Seen = ReadonlyMap<number, number>;

/** One operation on one issue. */
export interface Op {
  readonly stamp: Stamp;
  readonly incarnation: string;
  readonly client: number;
  /** Clock of `client` after the operation. */
  readonly clock: number;
  /** What the writer's document held before. */
  readonly seen: Seen;
  readonly mutations: readonly Mutation[];
}

export interface Write {
  readonly op: Op;
  readonly value: unknown;
  /** A later write had seen it. */
  replaced: boolean;
}

export interface Add {
  readonly op: Op;
  removed: boolean;
}

export interface ElementLife {
  readonly set: SetName;
  readonly element: string;
  readonly adds: Add[];
  readonly removes: Op[];
}

export interface CommentLife {
  readonly author: string;
  readonly createdMs: number;
  readonly founding: Op;
  deleted: boolean;
}

/** Words the world puts into bodies, each unique: `T<writer>x<n>E`. */
export const TOKEN = /T\d+x\d+E/g;

export function hasSeen(seen: Seen, op: Op): boolean {
  return (seen.get(op.client) ?? 0) >= op.clock;
}

/** One issue's history as all replicas together know it. */
export class IssueModel {
  readonly ops: Op[] = [];
  /** Writes by field; a comment's body under `comment <id>`. */
  readonly registers = new Map<string, Write[]>();
  readonly elements = new Map<string, ElementLife>();
  readonly comments = new Map<string, CommentLife>();
  /** Body token → somebody who had seen it took it away. */
  readonly tokens = new Map<string, boolean>();
  /** Every grant ever made, in its latest form. */
  readonly claims = new Map<string, ClaimEntry>();

  /** @param body what the writer's body read before */
  record(op: Op, body: string): void {
    this.ops.push(op);
    for (const mutation of op.mutations) this.#take(op, mutation, body);
  }

  #take(op: Op, mutation: Mutation, body: string): void {
    if (mutation.op === 'set') this.#write(op, mutation.field, mutation.value);
    else if (mutation.op === 'add') this.#life(mutation).adds.push({ op, removed: false });
    else if (mutation.op === 'remove') {
      const life = this.#life(mutation);
      for (const add of life.adds) if (hasSeen(op.seen, add.op)) add.removed = true;
      life.removes.push(op);
    } else if (mutation.op === 'body') this.#edit(body, mutation.text);
    else if (mutation.op === 'comment.add') {
      const { id, author, createdMs } = mutation;
      this.comments.set(id, { author, createdMs, founding: op, deleted: false });
      this.#write(op, `comment ${id}`, mutation.body);
    } else if (mutation.op === 'comment.edit')
      this.#write(op, `comment ${mutation.id}`, mutation.body);
    else if (mutation.op === 'comment.delete') {
      const comment = this.comments.get(mutation.id);
      if (comment !== undefined) comment.deleted = true;
    } else if (mutation.op === 'claim') this.claims.set(mutation.claimId, mutation.entry);
  }

  #write(op: Op, field: string, value: unknown): void {
    const writes = this.registers.get(field) ?? [];
    for (const write of writes) if (hasSeen(op.seen, write.op)) write.replaced = true;
    this.registers.set(field, [...writes, { op, value, replaced: false }]);
  }

  #life({ set, element }: { readonly set: SetName; readonly element: string }): ElementLife {
    const key = `${set} ${element}`;
    const life = this.elements.get(key) ?? { set, element, adds: [], removes: [] };
    this.elements.set(key, life);
    return life;
  }

  #edit(before: string, after: string): void {
    const left = new Set(after.match(TOKEN));
    for (const token of left) if (!this.tokens.has(token)) this.tokens.set(token, false);
    for (const token of before.match(TOKEN) ?? [])
      if (!left.has(token)) this.tokens.set(token, true);
  }

  /** Writes that nobody who saw them replaced: the latest clock first. */
  standing(field: string): Write[] {
    const standing = (this.registers.get(field) ?? []).filter((write) => !write.replaced);
    return standing.sort((a, b) => (orderOf(a.op) < orderOf(b.op) ? 1 : -1));
  }
}

/** The one order of operations: clock, then incarnation. */
export function orderOf(op: { readonly stamp: Stamp; readonly incarnation: string }): string {
  return `${op.stamp.hlc as Hlc}-${op.incarnation}`;
}

/** An add and a remove of the element whose writers did not see each other. */
export function isContested({ adds, removes }: ElementLife): boolean {
  return adds.some(({ op: add }) =>
    removes.some((remove) => !hasSeen(remove.seen, add) && !hasSeen(add.seen, remove)),
  );
}

/** Somebody's add was seen by nobody who removed the element. */
export function isPresent({ adds }: ElementLife): boolean {
  return adds.some((add) => !add.removed);
}

/** Operations in the one order of all replicas. */
export function inOrder(model: IssueModel): IssueModel['ops'] {
  return model.ops.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}
