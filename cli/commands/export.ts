import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { addQueryFlags, readRequest, type QueryFlags } from '../flags/query.js';
import { fieldSet } from '../render/fields.js';
import { cleanJson } from '../render/sanitise.js';

interface Flags extends QueryFlags {
  readonly output?: string;
  readonly deleted?: boolean;
}

/** `issue export`: everything, one issue a line, loss-free. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('export')
    .description('export issues as JSONL, without loss; equal replicas give equal bytes');
  addQueryFlags(command)
    .option('-o, --output <file>', 'write a file instead of standard output')
    .option('--deleted', 'tombstones as well');
  describe(command, {
    examples: [
      'issue export > issues.jsonl',
      'issue export --deleted -o backup.jsonl',
      'issue export is:open',
    ],
    fields: fieldSet('file issues'),
  });
  command.action(async (words: string[], flags: Flags) => {
    const { query } = await readRequest(context, words, flags);
    const engine = await context.engine();
    const lines = engine.export({
      deleted: flags.deleted === true,
      ...(query === undefined ? {} : { query }),
    });
    if (flags.output === undefined) return print(context, lines);
    const count = await writeFile(resolve(context.settings.directory, flags.output), lines);
    await context.reply({
      data: { file: flags.output, issues: count },
      text: () => `${count} issue${count === 1 ? '' : 's'} written to ${flags.output ?? ''}`,
    });
  });
}

async function print({ io }: Context, lines: AsyncIterable<string>): Promise<void> {
  // To a file or a pipe go the bytes as they are; a terminal gets the same values with escapes.
  for await (const line of lines) {
    const whole = withEnd(line);
    await io.stdout.write(io.stdout.tty ? cleanJson(whole) : whole);
  }
}

/** Whole or not at all: the name appears when the last byte is out. */
async function writeFile(path: string, lines: AsyncIterable<string>): Promise<number> {
  const partial = `${path}.partial`;
  const stream = createWriteStream(partial, { mode: 0o600, flush: true });
  await once(stream, 'open');
  let count = 0;
  for await (const line of lines) {
    count++;
    if (!stream.write(withEnd(line))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  await rename(partial, path);
  return count;
}

function withEnd(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n`;
}
