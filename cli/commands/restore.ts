import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { progressLine } from '../progress-line.js';
import { IMPORT_FIELDS, replyImport } from '../reply-import.js';

/** `issue restore`: a backup merged into what is here. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('restore')
    .description('merge a backup into what is here; what is here already stays')
    .argument('<directory>', 'a directory that issue backup wrote');
  describe(command, {
    examples: ['issue restore ../issues-backup'],
    fields: IMPORT_FIELDS,
    exits: { 2: 'some issues could not be read; the rest was restored' },
  });
  command.action(async (directory: string) => {
    const engine = await context.engine();
    const line = progressLine(context.io);
    const source = resolve(context.settings.directory, directory);
    const report = await engine.restore(source, { progress: line.tell });
    await line.end();
    await replyImport(context, report);
  });
}
