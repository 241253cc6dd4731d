/**
 * Names and shapes inside the Y.Doc of one issue. Root types only, flat keys: two replicas may create the same
 * nested type and lose one of them whole, so nothing is nested. [DOC1]
 *
 * | root | type    | key → value |
 * |------|---------|-------------|
 * | m    | Y.Map   | `v` → [major, minor] · `f` → [author, createdMs, hlc, agent] |
 * | f    | Y.Map   | `<field>/<incarnation>` → [value, hlc] or [null, hlc, JSON of the value] (multi-value register) |
 * | b    | Y.Text  | the body |
 * | l a d| Y.Map   | `<element>/<incarnation>` → true; elements: label · assignee · `kind:target` |
 * | c    | Y.Map   | `<comment>` → [author, createdMs, hlc] · `<comment>/<incarnation>` → [body, hlc] · `<comment>!` → [agent, hlc] |
 * | k    | Y.Map   | `<hlc>-<incarnation>` → [name, note, agent] (checkpoint) |
 * | x    | Y.Map   | `<source>#<ref>` → url or true (link) |
 * | q    | Y.Map   | `<claim id>` → claim entry · qn: `<claim id>:<replica>` → note |
 * | t    | Y.Array | activity entries, newest tail |
 * | h    | Y.Map   | `<incarnation>/<hlc>` → [count, latestMs, lines] (folded activity) |
 *
 * Keys and roots this version does not know belong to a newer one and are never touched. [DOC2]
 */
import * as Y from 'yjs';

export const ROOT = {
  meta: 'm',
  fields: 'f',
  body: 'b',
  labels: 'l',
  assignees: 'a',
  dependencies: 'd',
  comments: 'c',
  checkpoints: 'k',
  links: 'x',
  claims: 'q',
  claimNotes: 'qn',
  tail: 't',
  history: 'h',
} as const;

/** A newer major is readable, not writable. [DOC3] */
export const SCHEMA = { major: 1, minor: 0 } as const;

export const META_SCHEMA = 'v';
export const META_FOUNDED = 'f';

/** Values of a Y.Map that are plain data; nested shared types (never ours) are passed over. */
export function* plainEntries(map: Y.Map<unknown>): IterableIterator<[string, unknown]> {
  for (const [key, value] of map.entries()) {
    if (!(value instanceof Y.AbstractType)) yield [key, value];
  }
}
