import type { Io } from './io.js';

/** Shows a long text through the reader's pager. False when it fits the screen or there is no pager. */
export async function pageText(text: string, io: Io): Promise<boolean> {
  const pager = (io.env['ISSUE_PAGER'] ?? io.env['PAGER'] ?? 'less').trim();
  if (pager === '' || pager === 'cat' || !isTallerThanScreen(text, io)) return false;
  const env = { LESS: io.env['LESS'] ?? 'FRX' };
  const exit = await io.start(['sh', '-c', pager], { input: text, env }).exit;
  // 127 is the shell's word for a pager that does not exist.
  return !exit.missing && exit.code !== 127;
}

function isTallerThanScreen(text: string, io: Io): boolean {
  const { rows, columns } = io.stdout;
  let height = 0;
  for (const line of text.split('\n')) {
    height += Math.max(1, Math.ceil(line.length / columns));
    if (height > rows) return true;
  }
  return false;
}
