/** The parts of a beads issue that point elsewhere: dependencies, comments, the external reference. */
import type { ImportComment } from '../change.js';
import type { Link } from '../issue.js';
import { cleanBody } from './foreign-text.js';
import { issueRefOfUrl } from './github-ref.js';
import { asId, asLine, asUrl, ObjectReader } from './object-reader.js';
import { isJsonObject } from './parsed.js';

const KINDS: ReadonlyMap<string, string> = new Map([
  ['blocks', 'blocked-by'],
  ['parent-child', 'parent'],
  ['relates-to', 'related'],
  ['duplicates', 'duplicate-of'],
]);
/** How beads writes "nothing" into the extra fields of its edges. */
const EMPTY: ReadonlySet<unknown> = new Set(['', '{}']);
const KIND = /^[a-z][a-z-]{0,31}$/;

export interface RefDependency {
  readonly kind: string;
  readonly ref: string;
}

/**
 * What the issue `ref` says about others, each once. `isWhole` is false when an element could not be used or says
 * more than an edge can hold; the caller then keeps the original as well. [IMP9]
 */
export function beadsDependencies(
  elements: readonly unknown[],
  ref: string,
): { readonly dependencies: readonly RefDependency[]; readonly isWhole: boolean } {
  const found = new Map<string, RefDependency>();
  let isWhole = true;
  for (const element of elements) {
    const reader = new ObjectReader(isJsonObject(element) ? element : {});
    const from = reader.name('issue_id') ?? ref;
    const target = reader.name('depends_on_id');
    const kind = beadsKind(reader.name('type') ?? '');
    // Who drew the edge and when is not kept: an edge here has no author, and the issue's history begins at import.
    for (const key of ['created_at', 'created_by']) reader.text(key);
    if (reader.rest().some(([, value]) => !EMPTY.has(value))) isWhole = false;
    // An edge of another issue, or to itself, cannot be said here.
    if (from !== ref || target === undefined || target === ref || kind === null) isWhole = false;
    else found.set(`${kind} ${target}`, { kind, ref: target });
  }
  return { dependencies: [...found.values()], isWhole };
}

function beadsKind(word: string): string | null {
  const lower = word.toLowerCase().replaceAll(/[\s_]+/g, '-');
  const kind = KINDS.get(lower) ?? lower;
  return KIND.test(kind) ? kind : null;
}

/**
 * Comments with their identity in beads; `undatedMs` is the time of those that tell none. `isWhole` as above;
 * `problems` names the dates that are none.
 */
export function beadsComments(
  elements: readonly unknown[],
  undatedMs: number,
): {
  readonly comments: readonly ImportComment[];
  readonly isWhole: boolean;
  readonly problems: readonly string[];
} {
  const comments = new Map<string, ImportComment>();
  const problems: string[] = [];
  let isWhole = true;
  for (const element of elements) {
    const reader = new ObjectReader(isJsonObject(element) ? element : {});
    const ref = reader.take('id', asId);
    const body = reader.text('text');
    const author = reader.take('author', asLine) ?? 'unknown';
    const createdMs = reader.timeMs('created_at') ?? undatedMs;
    reader.name('issue_id');
    problems.push(...reader.problems.map((problem) => `comment: ${problem}`));
    if (reader.rest().some(([, value]) => !EMPTY.has(value))) isWhole = false;
    // Two comments under one identity could not be told apart at the next import: the first stays.
    if (ref === undefined || body === undefined || comments.has(ref)) isWhole = false;
    else comments.set(ref, { ref, author, createdMs, body: cleanBody(body) });
  }
  return { comments: [...comments.values()], isWhole, problems };
}

/** Another tracker's name for the issue: `gh-1061`, `jira-PROJ-1`, an address, or any text. */
export function beadsLink(externalRef: string): Link {
  if (asUrl(externalRef) !== undefined) {
    const issue = issueRefOfUrl(externalRef);
    const isGithub = /^https?:\/\/github\.com\//i.test(externalRef);
    if (issue !== null && isGithub) return { source: 'github', ref: issue.ref, url: externalRef };
    return { source: 'external', ref: externalRef, url: externalRef };
  }
  const [, prefix, ref] = /^([a-z]+)-(.+)$/.exec(externalRef) ?? [];
  if (prefix === undefined || ref === undefined) {
    return { source: 'external', ref: externalRef, url: null };
  }
  return { source: prefix === 'gh' ? 'github' : prefix, ref, url: null };
}
