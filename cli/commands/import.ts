import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ImportFormat } from '#engine';
import type { Context } from '../context.js';
import { Failure, usage } from '../failure.js';
import { describe } from '../flags/describe.js';
import { progressLine } from '../progress-line.js';
import { IMPORT_FIELDS, replyImport } from '../reply-import.js';

interface Flags {
  readonly format: string;
  readonly source?: string;
  readonly dryRun?: boolean;
}

const FORMATS = ['auto', 'own', 'beads', 'github'] as const;

/** `issue import`: issues from a file, as often as one likes. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('import')
    .description('import issues; the same file again changes nothing')
    .argument('[file]', 'JSON or JSONL; - or nothing reads a pipe')
    .option('--format <format>', `${FORMATS.join(', ')}`, 'auto')
    .option('--source <name>', 'name under which references are kept, e.g. github')
    .option('--dry-run', 'read and count, write nothing');
  describe(command, {
    examples: [
      'issue import .beads/issues.jsonl',
      'gh issue list --state all --limit 1000 --json number,title,body,state,labels,assignees,author,createdAt,updatedAt,closedAt,milestone,comments,url | issue import --format github',
      'issue import backup.jsonl --dry-run',
    ],
    fields: IMPORT_FIELDS,
    exits: { 2: 'some lines could not be read; the rest was imported' },
  });
  command.action(async (file: string | undefined, flags: Flags) => {
    const format = readFormat(flags.format);
    const input = openInput(context, file);
    const engine = await context.engine();
    const line = progressLine(context.io);
    const report = await engine.import(input, {
      format,
      dryRun: flags.dryRun === true,
      progress: line.tell,
      ...(flags.source === undefined ? {} : { source: flags.source }),
    });
    await line.end();
    await replyImport(context, report);
  });
}

function readFormat(text: string): ImportFormat | 'auto' {
  const format = FORMATS.find((name) => name === text);
  if (format !== undefined) return format;
  throw usage(`--format cannot be "${text}": ${FORMATS.join(', ')}`);
}

function openInput(context: Context, file: string | undefined): AsyncIterable<string> {
  const { io, settings } = context;
  if (file !== undefined && file !== '-')
    return fileChunks(resolve(settings.directory, file), file);
  if (file === undefined && (io.stdin.kind === 'tty' || io.stdin.kind === 'none')) {
    throw new Failure('input_required', 'name a file to import, or pipe one in', {
      hint: 'issue import FILE',
    });
  }
  return io.stdin.chunks();
}

async function* fileChunks(path: string, name: string): AsyncIterable<string> {
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 18 });
  try {
    for await (const chunk of stream) yield String(chunk);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    throw new Failure('invalid_input', `cannot read ${name}: ${String(error.code)}`);
  }
}
