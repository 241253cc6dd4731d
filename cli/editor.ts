/** Text from the user's editor, by way of a draft that outlives every failure. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Context } from './context.js';
import { Failure } from './failure.js';

/** The editor's command: ISSUE_EDITOR, GIT_EDITOR, VISUAL, EDITOR, or the system's. */
export function editorCommand(
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): string {
  const named = [env['ISSUE_EDITOR'], env['GIT_EDITOR'], env['VISUAL'], env['EDITOR']];
  const fallback = platform === 'win32' ? 'notepad' : 'vi';
  return named.find((command) => command !== undefined && command.trim() !== '') ?? fallback;
}

/** The edited text; null when it was left empty or unchanged, which is said. The draft is kept in `drafts`. */
export async function editText(context: Context, initial: string): Promise<string | null> {
  if (!context.settings.askable) {
    throw new Failure('input_required', '--editor needs a terminal', {
      hint: 'add --body "…" or --body-file FILE instead',
    });
  }
  const draft = join(await mkdtemp(join(tmpdir(), 'issue-')), 'draft.md');
  await writeFile(draft, initial, { mode: 0o600 });
  const command = editorCommand(context.io.env, process.platform);
  const exit = await context.io.start(editorArguments(command, draft)).exit;
  const text = exit.code === 0 ? await readFile(draft, 'utf8') : initial;
  if (exit.code !== 0 || text.trim() === '' || text === initial) {
    await discardDraft(draft);
    if (exit.code !== 0) throw new Failure('invalid_input', `the editor "${command}" failed`);
    await context.note(
      text === initial ? 'unchanged, so nothing was done' : 'empty, so nothing was done',
    );
    return null;
  }
  context.drafts.push(draft);
  return text;
}

function editorArguments(command: string, file: string): readonly [string, ...string[]] {
  // The command may hold flags (`code --wait`), so a shell takes it apart.
  return process.platform === 'win32'
    ? ['cmd', '/c', `${command} "${file}"`]
    : ['sh', '-c', `${command} "$1"`, 'editor', file];
}

/** Removes a draft that has served. */
export async function discardDraft(draft: string): Promise<void> {
  await rm(dirname(draft), { recursive: true, force: true });
}
