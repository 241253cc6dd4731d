/** The reading half of `issue depends`. */
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { describe } from '../flags/describe.js';
import { collectList, parseWhole } from '../flags/values.js';
import { compactLine } from '../render/compact.js';
import { fieldSet } from '../render/fields.js';
import { listedJson } from '../render/json.js';
import { cleanLine } from '../render/sanitise.js';
import { formatTree, treeJson } from '../render/tree.js';

/** `issue depends show`: edges in both directions. */
export function registerShow(group: Command, context: Context): void {
  const command = group
    .command('show', { isDefault: true })
    .description('what it says about others, and others about it')
    .argument('<id>', 'issue');
  describe(command, {
    examples: ['issue depends show ab3f'],
    fields: fieldSet('issue outgoing incoming'),
  });
  command.action(async (id: string) => {
    const { dependencies } = await context.engine();
    const { issue, outgoing, incoming } = await dependencies.show(id);
    const { paint } = context;
    const edge = ({ kind, issue: other }: (typeof outgoing)[number]): object => ({
      kind,
      issue: listedJson(other),
    });
    const lines = (sign: string, edges: typeof outgoing): string[] =>
      edges.map(
        ({ kind, issue: other }) => `${sign} ${cleanLine(kind)} ${compactLine(other, paint)}`,
      );
    await context.reply({
      data: {
        issue: listedJson(issue),
        outgoing: outgoing.map(edge),
        incoming: incoming.map(edge),
      },
      text: () => {
        const none = outgoing.length + incoming.length === 0 ? ['0 dependencies'] : [];
        return [
          compactLine(issue, paint),
          ...lines('->', outgoing),
          ...lines('<-', incoming),
          ...none,
        ].join('\n');
      },
    });
  });
}

interface TreeFlags {
  readonly up?: boolean;
  readonly depth?: string;
  readonly kind?: readonly string[];
}

/** `issue depends tree`: what it waits for, drawn. */
export function registerTree(group: Command, context: Context): void {
  const command = group
    .command('tree')
    .description('draw what it waits for, or with --up what waits for it')
    .argument('<id>', 'issue')
    .option('--up', 'what waits for it')
    .option('--depth <n>', 'at most so many levels')
    .option('-k, --kind <kinds>', 'follow these kinds (default blocked-by)', collectList);
  describe(command, {
    examples: ['issue depends tree ab3f', 'issue depends tree ab3f --up --depth 2'],
    fields: fieldSet('kind issue cut children'),
  });
  command.action(async (id: string, flags: TreeFlags) => {
    const { dependencies } = await context.engine();
    const root = await dependencies.tree(id, {
      direction: flags.up === true ? 'up' : 'down',
      ...(flags.depth === undefined ? {} : { depth: parseWhole('--depth', flags.depth, 1, 1_000) }),
      ...(flags.kind === undefined ? {} : { kinds: flags.kind }),
    });
    await context.reply({
      data: treeJson(root),
      text: () => formatTree(root, context.paint).join('\n'),
    });
  });
}

/** `issue depends cycles`: circles that merged in from elsewhere. */
export function registerCycles(group: Command, context: Context): void {
  const command = group.command('cycles').description('find circles of waiting');
  describe(command, { examples: ['issue depends cycles'] });
  command.action(async () => {
    const { dependencies } = await context.engine();
    const cycles = await dependencies.cycles();
    const [first] = cycles;
    await context.reply({
      data: cycles,
      total: cycles.length,
      hasMore: false,
      text: () => {
        const header = `${cycles.length} cycle${cycles.length === 1 ? '' : 's'}`;
        return [header, ...cycles.map((path) => [...path, path[0] ?? ''].join(' -> '))].join('\n');
      },
      next: first === undefined ? [] : [`issue depends remove ${first[0] ?? ''} ${first[1] ?? ''}`],
    });
  });
}
