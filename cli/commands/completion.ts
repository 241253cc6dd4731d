import type { Command } from 'commander';
import { completionScript, SHELLS } from '../completion-scripts.js';
import type { Context } from '../context.js';
import { usage } from '../failure.js';
import { describe } from '../flags/describe.js';

/** `issue completion`: a script for the reader's shell. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('completion')
    .description('print a completion script for a shell')
    .argument('<shell>', SHELLS.join(', '));
  describe(command, {
    examples: [
      'source <(issue completion bash)',
      'issue completion zsh > "${fpath[1]}/_issue"',
      'issue completion fish > ~/.config/fish/completions/issue.fish',
      'issue completion powershell | Out-String | Invoke-Expression',
    ],
  });
  command.action(async (name: string) => {
    const shell = SHELLS.find((known) => known === name);
    if (shell === undefined) throw usage(`no completion for "${name}": ${SHELLS.join(', ')}`);
    await context.io.stdout.write(completionScript(shell));
  });
}
