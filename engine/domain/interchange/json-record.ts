import { singleLine } from '../text.js';
import { isJsonObject, type JsonObject } from './parsed.js';

/** One object of a file and the line it begins on (from 1), or what is wrong with that line. */
export type JsonRecord =
  | { readonly line: number; readonly value: JsonObject }
  | { readonly line: number; readonly error: string };

/** Takes a file piece by piece and gives out its objects as they become complete. */
export interface RecordSource {
  push(chunk: string): Iterable<JsonRecord>;
  /** Says what is left, or unfinished. */
  end(): Iterable<JsonRecord>;
}

/** The object that `text` is, or why it is none; never throws. */
export function parseRecord(line: number, text: string): JsonRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The message quotes the file, so it may hold anything.
    const message = error instanceof Error ? singleLine(error.message) : '';
    return { line, error: `not valid JSON: ${message}` };
  }
  return isJsonObject(value) ? { line, value } : { line, error: 'not an object' };
}

/** The answer to text that was longer than may be held in memory. */
export function tooLong(line: number, charsMax: number): JsonRecord {
  return { line, error: `longer than ${charsMax} characters` };
}
