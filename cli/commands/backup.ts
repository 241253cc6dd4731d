import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { progressLine } from '../progress-line.js';
import { fieldSet } from '../render/fields.js';

/** `issue backup`: a copy that was read back and compared before it is called one. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('backup')
    .description('write a backup, import it into a scratch replica and compare')
    .argument('<directory>', 'where to write it');
  describe(command, {
    examples: ['issue backup ../issues-backup'],
    fields: fieldSet('directory issues bytes digest'),
  });
  command.action(async (directory: string) => {
    const engine = await context.engine();
    const line = progressLine(context.io);
    const target = resolve(context.settings.directory, directory);
    const {
      issues,
      bytes,
      digest,
      directory: written,
    } = await engine.backup(target, { progress: line.tell });
    await line.end();
    await context.reply({
      data: { directory: written, issues, bytes, digest },
      text: () =>
        `${issues} issues backed up and checked in ${written} (${bytes} bytes, ${digest})`,
    });
  });
}
