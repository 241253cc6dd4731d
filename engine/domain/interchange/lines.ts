/** Files of issues, as they come: JSONL, a JSON list, or an object that holds one; read piece by piece. [IMP8] */
import { LIMITS } from '../../kernel/limits.js';
import { DocumentScanner } from './document-scanner.js';
import type { JsonRecord, RecordSource } from './json-record.js';
import { LineSplitter } from './line-splitter.js';

export type { JsonRecord } from './json-record.js';

/**
 * Every object of the file with its line, and an error for whatever is none; never throws for what is in the
 * file. Memory is bounded by one object of at most `charsMax` characters. [IMP8]
 */
export async function* jsonRecords(
  chunks: AsyncIterable<string> | Iterable<string>,
  options: { readonly charsMax?: number } = {},
): AsyncGenerator<JsonRecord> {
  const charsMax = options.charsMax ?? LIMITS.importLineBytesMax;
  let source: RecordSource | null = null;
  let head = '';
  for await (const chunk of chunks) {
    if (source !== null) {
      yield* source.push(chunk);
      continue;
    }
    head += chunk;
    source = chooseSource(head, charsMax, false);
    if (source !== null) yield* source.push(head);
  }
  if (source === null) {
    source = chooseSource(head, charsMax, true) ?? new LineSplitter(charsMax);
    yield* source.push(head);
  }
  yield* source.end();
}

/** Tells the shape of a file from its first line; null while that line is not all there. */
function chooseSource(head: string, charsMax: number, isAll: boolean): RecordSource | null {
  const text = head.trimStart();
  if (text === '') return null;
  if (text.startsWith('[')) return new DocumentScanner(charsMax);
  const end = text.indexOf('\n');
  if (end === -1 && !isAll && text.length <= charsMax) return null;
  const line = (end === -1 ? text : text.slice(0, end)).trimEnd();
  // A line that only opens something is how printers begin an object that spans lines; a torn JSONL line does not.
  const isPrinted = line.startsWith('{') && /[{[]$/.test(line);
  return isPrinted || holdsList(line, charsMax)
    ? new DocumentScanner(charsMax)
    : new LineSplitter(charsMax);
}

/** True when the object on this line wraps a list of issues. */
function holdsList(line: string, charsMax: number): boolean {
  const scanner = new DocumentScanner(charsMax);
  for (let from = 0; from < line.length; from += 4_096) {
    for (const _ of scanner.push(line.slice(from, from + 4_096))) return scanner.hasWrapper;
    if (scanner.hasWrapper) return true;
  }
  return false;
}
