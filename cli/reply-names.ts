import type { Context } from './context.js';
import { cleanLine } from './render/sanitise.js';

/** Answers with names in use and how often, most used first. */
export async function replyNames(
  context: Context,
  counts: ReadonlyMap<string, number>,
  noun: string,
): Promise<void> {
  const names = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  await context.reply({
    data: names.map(([name, count]) => ({ name, count })),
    total: names.length,
    hasMore: false,
    text: () => {
      const header = `${names.length} ${noun}${names.length === 1 ? '' : 's'}`;
      return [header, ...names.map(([name, count]) => `${cleanLine(name)} (${count})`)].join('\n');
    },
  });
}
