import type { Command } from 'commander';
import type { Context } from '../context.js';
import type { ConfigEntry } from '../engine-door.js';
import { Failure } from '../failure.js';
import { describe } from '../flags/describe.js';
import { fieldSet, CONFIG_FIELDS } from '../render/fields.js';
import { cleanLine } from '../render/sanitise.js';
import { formatSetting, openConfig, readings, setFirstFitting } from '../settings-file.js';
import { registerAgent } from './config-agent.js';

/** `issue config`: settings in force and where they come from. */
export function register(program: Command, context: Context): void {
  const group = program.command('config').description('read and write settings; who this agent is');
  registerList(group, context);
  registerGet(group, context);
  registerSet(group, context);
  registerUnset(group, context);
  const path = group.command('path').description('print where the file of this repository is');
  describe(path, { examples: ['issue config path'], fields: fieldSet('path') });
  path.action(async () => {
    const config = await openConfig(context);
    await context.reply({ data: { path: config.path }, text: () => config.path });
  });
  registerAgent(group, context);
}

function registerList(group: Command, context: Context): void {
  const command = group
    .command('list', { isDefault: true })
    .alias('ls')
    .description('list settings in force')
    .argument('[prefix]', 'only keys that begin so, e.g. agent')
    .option('--origin', 'where each comes from: flag, env, repo, user or default');
  describe(command, {
    examples: ['issue config list', 'issue config list agent --origin'],
    fields: CONFIG_FIELDS,
  });
  command.action(async (prefix: string | undefined, flags: { readonly origin?: boolean }) => {
    const config = await openConfig(context);
    const entries = config
      .list()
      .filter(({ key }) => prefix === undefined || key.startsWith(prefix));
    await context.reply({
      data: entries.map(({ key, value, origin }) => ({ key, value, origin })),
      total: entries.length,
      hasMore: false,
      text: () => entries.map((entry) => entryLine(entry, flags.origin === true)).join('\n'),
    });
  });
}

function entryLine({ key, value, origin }: ConfigEntry, withOrigin: boolean): string {
  return cleanLine(`${key} = ${formatSetting(value)}${withOrigin ? ` (${origin})` : ''}`);
}

function registerGet(group: Command, context: Context): void {
  const command = group
    .command('get')
    .description('print one setting')
    .argument('<key>', 'e.g. agent.identity');
  describe(command, {
    examples: ['issue config get agent.identity'],
    fields: fieldSet('key value'),
  });
  command.action(async (key: string) => {
    const config = await openConfig(context);
    const value = config.get(key);
    if (value === undefined || value === null) {
      throw new Failure('not_found', `"${key}" is not set`, { hint: 'issue config list' });
    }
    await context.reply({ data: { key, value }, text: () => cleanLine(formatSetting(value)) });
  });
}

function registerSet(group: Command, context: Context): void {
  const command = group
    .command('set')
    .description('write a setting into the file of this repository')
    .argument('<key>', 'e.g. agent.claim_timeout')
    .argument('<value>', 'text; true, numbers and JSON are understood');
  describe(command, {
    examples: [
      'issue config set agent.claim_timeout 1h',
      "issue config set alias.triage 'list no:label'",
    ],
    fields: fieldSet('key value'),
  });
  command.action(async (key: string, text: string) => {
    const config = await openConfig(context);
    const value = await setFirstFitting(config, key, readings(text));
    await context.reply({
      data: { key, value },
      text: () => cleanLine(`${key} = ${formatSetting(value)}`),
    });
  });
}

function registerUnset(group: Command, context: Context): void {
  const command = group
    .command('unset')
    .alias('rm')
    .description('remove a setting from the file of this repository')
    .argument('<key>', 'e.g. alias.triage');
  describe(command, {
    examples: ['issue config unset alias.triage'],
    fields: fieldSet('key value'),
  });
  command.action(async (key: string) => {
    const config = await openConfig(context);
    await config.unset(key);
    await context.reply({ data: { key, value: null }, text: () => cleanLine(`${key} is not set`) });
  });
}
