/** A file of any format we read → records, each with its line. What cannot be read goes to the tally. [IMP2, IMP3, IMP8] */
import type { Engine, ImportFormat } from '../api.js';
import type { ImportRecord } from '../domain/change.js';
import { parseBeads } from '../domain/interchange/beads.js';
import { detectFormat } from '../domain/interchange/detect-format.js';
import { parseGithub } from '../domain/interchange/github.js';
import { jsonRecords } from '../domain/interchange/lines.js';
import { decodeOwn } from '../domain/interchange/own-decode.js';
import type { OwnRecord } from '../domain/interchange/own-record.js';
import { EngineError } from '../errors.js';
import type { ImportTally } from './import-tally.js';

/** One issue of the file. All of one file have one format. */
export type Incoming =
  | { readonly format: 'own'; readonly line: number; readonly record: OwnRecord }
  | { readonly format: 'beads' | 'github'; readonly line: number; readonly record: ImportRecord };

type Input = Parameters<Engine['import']>[0];

/** @throws invalid_input when the format is to be detected and the first object does not tell it */
export async function* readRecords(
  input: Input,
  wanted: ImportFormat | 'auto',
  tally: ImportTally,
): AsyncGenerator<Incoming> {
  let format = wanted === 'auto' ? null : wanted;
  for await (const item of jsonRecords(asText(input))) {
    if ('error' in item) {
      tally.reject(item.line, item.error);
      continue;
    }
    const { line, value } = item;
    format ??= detect(value, line);
    if (format === 'own') {
      const parsed = decodeOwn(value);
      if ('record' in parsed) yield { format, line, record: parsed.record };
      else tally.reject(line, parsed.rejected);
      continue;
    }
    const parsed = format === 'beads' ? parseBeads(value) : parseGithub(value);
    if ('record' in parsed) yield { format, line, record: parsed.record };
    else if ('rejected' in parsed) tally.reject(line, parsed.rejected);
    else tally.remark('objects are not issues', `line ${line}: ${parsed.skipped}`);
  }
}

function detect(value: unknown, line: number): ImportFormat {
  const format = detectFormat(value);
  if (format !== null) return format;
  throw new EngineError(
    'invalid_input',
    `the object on line ${line} has the form of no tracker we know`,
    {
      hint: 'name the format: own, beads or github',
      details: { line },
    },
  );
}

/** Pieces of a file as they are; pieces that are lines without their ends get them back. */
async function* asText(input: Input): AsyncGenerator<string> {
  let areLines: boolean | null = null;
  for await (const piece of input) {
    if (areLines === null && piece.trim() !== '') areLines = /^\s*\{[^\n]*\}\s*$/.test(piece);
    if (piece.includes('\n')) areLines = false;
    yield areLines === false ? piece : `${piece}\n`;
  }
}
