import type { Command } from 'commander';
import type { Engine, FieldValues, Issue, ListedIssue } from '#engine';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { readNames } from '../flags/issue-fields.js';
import { meansNone } from '../flags/values.js';
import { addWriteFlags, readWriteOptions, type WriteFlags } from '../flags/write.js';
import { STATE_FIELDS } from '../render/fields.js';
import { claimJson, type JsonObject } from '../render/json-parts.js';
import { workJson } from '../render/json.js';
import { formatState } from '../render/state.js';

interface Flags extends WriteFlags {
  readonly stage?: string;
  readonly next?: string;
  readonly agent?: string;
}

/** `issue state`: where the work stands, for whoever goes on with it. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('state')
    .description('show or set where the work on an issue stands')
    .argument('<id>', 'issue')
    .option('--stage <text>', 'set the stage, e.g. implementing (none clears)')
    .option('--next <text>', 'set what is to be done next (none clears)')
    .option('--agent <name>', 'set who works on it; me is you (none clears)');
  addWriteFlags(command);
  describe(command, {
    examples: ['issue state ab3f', 'issue state ab3f --stage testing --next "run the slow suite"'],
    fields: STATE_FIELDS,
  });
  command.action(async (id: string, flags: Flags) => {
    const engine = await context.engine();
    const change = readChange(engine, flags);
    const isChange = Object.keys(change).length > 0;
    const written = isChange ? await engine.edit([id], change, readWriteOptions(flags)) : [];
    const issue = written[0]?.issue ?? (await engine.show(id));
    const [listed] = await engine.rows([issue.id]);
    const blockers = await engine.rows(listed?.openBlockers ?? []);
    await context.reply({
      data: stateJson(issue, listed),
      notes: written.flatMap(({ notes }) => notes),
      dryRun: flags.dryRun === true,
      text: () => formatState(issue, { listed: listed ?? null, blockers, paint: context.paint }),
    });
  });
}

function readChange(engine: Engine, { stage, next, agent }: Flags): FieldValues {
  const text = (value: string): string | null => (meansNone(value) ? null : value);
  return {
    ...(stage === undefined ? {} : { stage: text(stage) }),
    ...(next === undefined ? {} : { next: text(next) }),
    ...(agent === undefined
      ? {}
      : { agent: meansNone(agent) ? null : (readNames(engine, [agent])[0] ?? null) }),
  };
}

function stateJson(issue: Issue, listed: ListedIssue | undefined): JsonObject {
  const { agent, stage, progress, status, next, checkpoints, metadata } = workJson(issue);
  return {
    id: issue.id,
    title: issue.title,
    state: issue.state,
    agent,
    claim: claimJson(issue.claim),
    stage,
    progress,
    status,
    next,
    checkpoints,
    metadata,
    blocked_by: listed?.openBlockers ?? [],
    ready: listed?.ready ?? false,
    revision: issue.revision,
  };
}
