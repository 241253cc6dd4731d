/** `issue config agent`: who acts in this repository. */
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { fieldSet } from '../render/fields.js';
import { cleanLine } from '../render/sanitise.js';
import { openConfig } from '../settings-file.js';

/** Registers show, set-id, set-type and set-capabilities. */
export function registerAgent(config: Command, context: Context): void {
  const group = config.command('agent').description('show or set the identity of this agent');
  registerShow(group, context);
  registerSet(group, context, {
    verb: 'set-id',
    key: 'agent.identity',
    argument: '<name>',
    about: 'the name every operation is stamped with',
    example: 'issue config agent set-id codex-2',
  });
  registerSet(group, context, {
    verb: 'set-type',
    key: 'agent.type',
    argument: '<name>',
    about: 'the kind of agent, e.g. claude-code or human',
    example: 'issue config agent set-type claude-code',
  });
  registerSet(group, context, {
    verb: 'set-capabilities',
    key: 'agent.capabilities',
    argument: '<name...>',
    about: 'what this agent can do',
    example: 'issue config agent set-capabilities typescript review',
  });
}

function registerShow(group: Command, context: Context): void {
  const command = group.command('show', { isDefault: true }).description('show who acts here');
  describe(command, {
    examples: ['issue config agent show'],
    fields: fieldSet('id type capabilities metadata session'),
  });
  command.action(async () => {
    const { agent } = await context.engine();
    const { id, type, capabilities, metadata, session } = agent;
    await context.reply({
      data: { id, type, capabilities, metadata, session },
      text: () =>
        [
          `id: ${id}`,
          `type: ${type ?? '-'}`,
          `capabilities: ${capabilities.length === 0 ? '-' : capabilities.join(', ')}`,
          ...(session === '' ? [] : [`session: ${session}`]),
          ...Object.entries(metadata).map(
            ([key, value]) => `metadata.${key}: ${JSON.stringify(value)}`,
          ),
        ]
          .map(cleanLine)
          .join('\n'),
    });
  });
}

interface Setting {
  readonly verb: string;
  readonly key: string;
  readonly argument: string;
  readonly about: string;
  readonly example: string;
}

function registerSet(group: Command, context: Context, setting: Setting): void {
  const { verb, key, argument, about, example } = setting;
  const command = group.command(verb).description(`set ${about}`).argument(argument, about);
  describe(command, { examples: [example], fields: fieldSet('key value') });
  command.action(async (given: string | string[]) => {
    const value =
      typeof given === 'string'
        ? given
        : given
            .flatMap((text) => text.split(','))
            .map((text) => text.trim())
            .filter((text) => text !== '');
    const view = await openConfig(context);
    await view.set(key, value);
    const shown = typeof value === 'string' ? value : value.join(', ');
    await context.reply({ data: { key, value }, text: () => cleanLine(`${key} = ${shown}`) });
  });
}
