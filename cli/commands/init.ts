import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { fieldSet } from '../render/fields.js';

/** `issue init`: a replica in this directory. */
export function register(program: Command, context: Context): void {
  const command = program.command('init').description('start tracking issues in this directory');
  describe(command, {
    examples: ['issue init', 'issue -C ../other init'],
    fields: fieldSet('directory workspace replica created'),
  });
  command.action(async () => {
    const { initReplica } = await context.door();
    const { directory, workspace, replica, created } = await initReplica({
      directory: context.settings.directory,
    });
    await context.reply({
      data: { directory, workspace, replica, created },
      text: () => (created ? `issues are kept in ${directory}` : `already set up in ${directory}`),
      next: created ? ['issue create "First issue"', 'issue import FILE'] : ['issue'],
    });
  });
}
