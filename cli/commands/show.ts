import type { Command } from 'commander';
import type { Engine, Issue, ListedIssue } from '#engine';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { SHOW_FIELDS } from '../render/fields.js';
import { issueJson } from '../render/json.js';
import { cleanLine } from '../render/sanitise.js';
import { formatIssue } from '../render/show.js';

/** `issue show`: one issue, whole. */
export function register(program: Command, context: Context): void {
  const command = program
    .command('show')
    .description('show an issue with its body and comments')
    .argument('<id>', 'id, unique prefix, or a reference such as bd-a3f8 or #42')
    .option('--full', 'the whole body and every comment, however long');
  describe(command, {
    examples: [
      'issue show ab3f',
      'issue show ab3f --full',
      'issue show ab3f --json title,body,comments',
    ],
    fields: SHOW_FIELDS,
  });
  command.action(async (id: string, flags: { readonly full?: boolean }) => {
    const engine = await context.engine();
    const issue = await engine.show(id);
    const names =
      context.settings.json === null ? await namesOf(engine, issue) : new Map<string, string>();
    const { human } = context.settings;
    await context.reply({
      data: issueJson(issue),
      text: () =>
        formatIssue(issue, {
          nowMs: context.io.nowMs(),
          paint: context.paint,
          full: flags.full === true || human,
          fence: human ? null : context.io.marker(),
          nameOf: (target) => names.get(target) ?? target,
        }),
    });
  });
}

async function namesOf(engine: Engine, issue: Issue): Promise<ReadonlyMap<string, string>> {
  const targets = [...new Set(issue.dependencies.map(({ target }) => target))];
  const rows = targets.length === 0 ? [] : await engine.rows(targets);
  return new Map(rows.map((listed) => [listed.row.id, nameOf(listed)]));
}

function nameOf({ row, shortId }: ListedIssue): string {
  return `${shortId} ${row.state} ${cleanLine(row.title)}`;
}
