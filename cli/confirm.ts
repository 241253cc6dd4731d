import type { Context } from './context.js';
import { Failure } from './failure.js';
import { cleanLine } from './render/sanitise.js';

/** Asks a person; with none to ask, fails naming the command that needs no asking. [CLI4] */
export async function confirm(
  context: Context,
  question: string,
  instead: string,
): Promise<boolean> {
  if (!context.settings.askable) {
    throw new Failure(
      'input_required',
      `"${question}" wants an answer, and there is no one to ask`,
      { hint: instead },
    );
  }
  await context.io.stderr.write(`${cleanLine(question)} [y/N] `);
  const answer = await context.io.stdin.line();
  return /^y(es)?$/i.test((answer ?? '').trim());
}
