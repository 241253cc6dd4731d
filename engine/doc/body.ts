/** The body is one root Y.Text. A new text is applied as the smallest edits, so that concurrent edits of other parts merge. [DOC5] */
import { diffWordsWithSpace } from 'diff';
import type * as Y from 'yjs';

/** Above this many differing words the changed middle is replaced as one piece: bounded time before finesse. */
const EDIT_LENGTH_MAX = 1_000;

/** Makes `text` read `next`; nothing happens when it does already. */
export function applyTextDiff(text: Y.Text, next: string): void {
  const current = text.toString();
  if (current === next) return;
  const start = sharedPrefix(current, next);
  const end = sharedSuffix(current, next, start);
  const before = current.slice(start, current.length - end);
  const after = next.slice(start, next.length - end);
  const parts =
    before === '' || after === ''
      ? undefined
      : diffWordsWithSpace(before, after, { maxEditLength: EDIT_LENGTH_MAX });
  if (parts === undefined) {
    if (before !== '') text.delete(start, before.length);
    if (after !== '') text.insert(start, after);
    return;
  }
  let at = start;
  for (const part of parts) {
    if (part.removed) text.delete(at, part.value.length);
    else {
      if (part.added) text.insert(at, part.value);
      at += part.value.length;
    }
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

/** Length of the common start that does not split a surrogate pair. */
function sharedPrefix(a: string, b: string): number {
  const max = Math.min(a.length, b.length);
  let length = 0;
  while (length < max && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length > 0 && isHighSurrogate(a.charCodeAt(length - 1)) ? length - 1 : length;
}

/** Length of the common end behind `start` that does not split a surrogate pair. */
function sharedSuffix(a: string, b: string, start: number): number {
  const max = Math.min(a.length, b.length) - start;
  let length = 0;
  while (
    length < max &&
    a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)
  )
    length += 1;
  const splits = length > 0 && (a.charCodeAt(a.length - length) & 0xfc00) === 0xdc00;
  return splits ? length - 1 : length;
}
