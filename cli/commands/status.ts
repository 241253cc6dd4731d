import type { Command } from 'commander';
import type { ReplicaStatus } from '#engine';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { fieldSet } from '../render/fields.js';
import { cleanLine } from '../render/sanitise.js';

/** `issue status`: the replica in numbers. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('status')
    .description('show counts and identity of the replica here');
  describe(command, {
    examples: ['issue status', 'issue status --json'],
    fields: fieldSet(
      'directory workspace replica incarnation agent issues ready blocked operations unsynced schema',
    ),
  });
  command.action(async () => {
    const engine = await context.engine();
    const status = await engine.status();
    await context.reply({
      data: statusJson(status, engine.agent.id),
      text: () => formatStatus(status, engine.agent.id),
    });
  });
}

function statusJson(status: ReplicaStatus, agent: string): object {
  const { directory, workspace, replica, incarnation, issues, ready, blocked, operations } = status;
  return {
    directory,
    workspace,
    replica,
    incarnation,
    agent,
    issues: { open: issues.open, in_progress: issues.inProgress, closed: issues.closed },
    ready,
    blocked,
    operations,
    unsynced: status.unsynced,
    schema: status.schema,
  };
}

function formatStatus(status: ReplicaStatus, agent: string): string {
  const { issues, ready, blocked } = status;
  return [
    `directory: ${status.directory}`,
    `agent: ${agent}`,
    `issues: ${issues.open} open, ${issues.inProgress} in progress, ${issues.closed} closed`,
    `ready: ${ready}, blocked: ${blocked}`,
    `operations: ${status.operations}, unsynced: ${status.unsynced}`,
    `workspace: ${status.workspace}, replica: ${status.replica}, schema: ${status.schema}`,
  ]
    .map(cleanLine)
    .join('\n');
}
