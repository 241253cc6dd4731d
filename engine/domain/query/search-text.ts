/**
 * The text of an issue as search reads it: folded tokens, one string an issue. [QRY15]
 *
 *     title ⏎ labels ⏎ body ⏎ comments        sections, always four
 *     segment ⇥ segment ⇥ …                   one label, one comment, one split identifier each
 *     token token token                       a phrase never crosses a segment
 *
 * A camel-case identifier stands whole in the running text (`parseurl`), and once more in parts behind it
 * (`parse url`), so that both spellings hit and phrases still see the text as it was written.
 */
import type { IssueText } from '../row.js';
import { camelParts, foldTokens } from './search-tokens.js';

export const SECTION_END = '\n';
const SEGMENT_END = '\t';

/** The search text to store for an issue; deterministic, and about as long as the text itself. */
export function encodeSearchText(text: IssueText): string {
  return [
    encodeSection([text.title]),
    encodeSection(text.labels),
    encodeSection([text.body]),
    encodeSection(text.comments),
  ].join(SECTION_END);
}

function encodeSection(pieces: readonly string[]): string {
  const segments: string[] = [];
  const parts = new Set<string>();
  for (const piece of pieces) {
    const folded = foldTokens(piece);
    if (folded !== '') segments.push(folded);
    for (const part of camelParts(piece)) parts.add(part);
  }
  return [...segments, ...parts].join(SEGMENT_END);
}
