/** Everything that stands in a scratch document: plain JSON of bounded depth, at places that we know. [L6, ING2] */
import * as Y from 'yjs';
import { depthOf } from '../domain/fields.js';
import { LIMITS } from '../kernel/limits.js';
import { checkEntry } from './ingest-entries.js';
import { ROOT } from './layout.js';
import { refused } from './refusal.js';

const MAP_ROOTS: ReadonlySet<string> = new Set(
  Object.values(ROOT).filter((root) => root !== ROOT.body && root !== ROOT.tail),
);
const KNOWN_ROOTS: ReadonlySet<string> = new Set(Object.values(ROOT));
const KEY_CHARS_MAX = 2_000;

/** @throws invalid_input naming the place */
export function checkContent(doc: Y.Doc): void {
  for (const root of MAP_ROOTS) doc.getMap(root);
  doc.getText(ROOT.body);
  doc.getArray(ROOT.tail);
  const names = new Map<unknown, string>([...doc.share].map(([name, type]) => [type, name]));
  for (const structs of doc.store.clients.values()) {
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.deleted) continue;
      const root = names.get(struct.parent) ?? null;
      if (root !== null && KNOWN_ROOTS.has(root)) checkKnown(root, struct);
      else checkUnknown(struct);
    }
  }
}

function checkKnown(root: string, { content, parentSub: key }: Y.Item): void {
  const isMap = MAP_ROOTS.has(root);
  if ((key !== null) !== isMap) throw refused(`"${root}" is of another kind`);
  if (root === ROOT.body) {
    if (!(content instanceof Y.ContentString)) throw refused('the body holds more than text');
    return;
  }
  if (!(content instanceof Y.ContentAny) && !(content instanceof Y.ContentJSON))
    throw refused(`"${root}" holds something nested`);
  for (const value of content.getContent() as unknown[]) checkJson(value, root);
  if (key === null) return;
  if (key.length > KEY_CHARS_MAX) throw refused(`a key of "${root}" has ${key.length} characters`);
  checkEntry(root, key, content.getContent().at(-1) as unknown);
}

/** What a newer version may have added is kept, but nothing in it may be deep or a document of its own. */
function checkUnknown({ content, parentSub }: Y.Item): void {
  if ((parentSub ?? '').length > KEY_CHARS_MAX) throw refused('a key is too long');
  if (content instanceof Y.ContentDoc) throw refused('it holds a document within the document');
  if (
    content instanceof Y.ContentAny ||
    content instanceof Y.ContentJSON ||
    content instanceof Y.ContentEmbed
  )
    for (const value of content.getContent() as unknown[]) checkJson(value, 'an unknown root');
}

/** JSON all through: what Yjs can carry beside it (big integers, bytes, undefined) breaks readers. */
function checkJson(value: unknown, root: string): void {
  if (depthOf(value) > LIMITS.jsonDepthMax)
    throw refused(`a value of "${root}" is nested deeper than ${LIMITS.jsonDepthMax}`);
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node === 'object' && node !== null) {
      const prototype: unknown = Object.getPrototypeOf(node);
      if (prototype !== Object.prototype && prototype !== Array.prototype)
        throw refused(`a value of "${root}" is not JSON`);
      for (const child of Object.values(node)) stack.push(child as unknown);
    } else if (!isJsonScalar(node)) throw refused(`a value of "${root}" is not JSON`);
  }
}

function isJsonScalar(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}
