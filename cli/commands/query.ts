import type { Command } from 'commander';
import { unprotect } from '../argv.js';
import type { Context } from '../context.js';
import { Failure } from '../failure.js';
import { describe } from '../flags/describe.js';
import { fieldSet, QUERY_FIELDS } from '../render/fields.js';
import { cleanLine } from '../render/sanitise.js';

/** `issue query`: saved queries, and what a query means. */
export function register(program: Command, context: Context): void {
  const group = program
    .command('query')
    .description('save queries under a name, used as @name; explain a query');
  registerList(group, context);
  registerSave(group, context);
  registerRemove(group, context);
  registerExplain(group, context);
}

function registerList(group: Command, context: Context): void {
  const command = group
    .command('list', { isDefault: true })
    .alias('ls')
    .description('list saved queries');
  describe(command, { examples: ['issue query list'], fields: QUERY_FIELDS });
  command.action(async () => {
    const engine = await context.engine();
    const saved = await engine.savedQueries();
    await context.reply({
      data: saved.map(({ name, query }) => ({ name, query })),
      total: saved.length,
      hasMore: false,
      text: () => {
        const header = `${saved.length} saved quer${saved.length === 1 ? 'y' : 'ies'}`;
        return [header, ...saved.map(({ name, query }) => cleanLine(`@${name} = ${query}`))].join(
          '\n',
        );
      },
    });
  });
}

function registerSave(group: Command, context: Context): void {
  const command = group
    .command('save')
    .aliases(['set', 'add'])
    .description('save a query under a name')
    .argument('<name>', 'name, without @')
    .argument('<query...>', 'query');
  describe(command, {
    examples: ["issue query save triage 'is:open no:label'", "issue list '@triage created:<7d'"],
    fields: QUERY_FIELDS,
  });
  command.action(async (name: string, words: string[]) => {
    const { joinQueryArguments } = await context.door();
    const engine = await context.engine();
    const query = joinQueryArguments(words.map(unprotect));
    const saved = await engine.saveQuery(name.replace(/^@/, ''), query);
    await context.reply({
      data: { name: saved.name, query: saved.query },
      text: () => cleanLine(`@${saved.name} = ${saved.query}`),
      next: [`issue list @${saved.name}`],
    });
  });
}

function registerRemove(group: Command, context: Context): void {
  const command = group
    .command('remove')
    .aliases(['rm', 'delete'])
    .description('forget a saved query')
    .argument('<name>', 'name, without @');
  describe(command, { examples: ['issue query remove triage'], fields: fieldSet('name changed') });
  command.action(async (name: string) => {
    const engine = await context.engine();
    const bare = name.replace(/^@/, '');
    const changed = await engine.removeQuery(bare);
    if (!changed)
      throw new Failure('not_found', `no saved query "${bare}"`, { hint: 'issue query list' });
    await context.reply({
      data: { name: bare, changed },
      text: () => cleanLine(`@${bare} removed`),
    });
  });
}

function registerExplain(group: Command, context: Context): void {
  const command = group
    .command('explain')
    .description('say how a query is understood')
    .argument('[query...]', 'query');
  describe(command, {
    examples: ["issue query explain 'is:open created:>7d crash'"],
    fields: fieldSet('query lines'),
  });
  command.action(async (words: string[]) => {
    const { joinQueryArguments } = await context.door();
    const engine = await context.engine();
    const { query, lines } = await engine.explain(joinQueryArguments(words.map(unprotect)));
    await context.reply({
      data: { query, lines },
      text: () => [query, ...lines].map(cleanLine).join('\n'),
    });
  });
}
