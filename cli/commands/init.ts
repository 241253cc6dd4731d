import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { fieldSet } from '../render/fields.js';

/** `issue init`: a replica at the root of this repository. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('init')
    .description('start tracking issues in this repository, or in this directory outside of one')
    .option('--here', 'in this directory, wherever it lies');
  describe(command, {
    examples: ['issue init', 'issue -C ../other init --here'],
    fields: fieldSet('directory workspace replica created'),
  });
  command.action(async (flags: { readonly here?: boolean }) => {
    const { initReplica } = await context.door();
    const { directory: start } = context.settings;
    const { directory, workspace, replica, created } = await initReplica({
      directory: flags.here === true ? start : repositoryRoot(start),
    });
    await context.reply({
      data: { directory, workspace, replica, created },
      text: () => (created ? `issues are kept in ${directory}` : `already set up in ${directory}`),
      next: created ? ['issue create "First issue"', 'issue import FILE'] : ['issue'],
    });
  });
}

/** The directory at or above `start` that holds `.git` (a folder, or a file in a worktree); else `start`. */
function repositoryRoot(start: string): string {
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return start;
  }
}
