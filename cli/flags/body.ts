/** Prose from `-b`, `-F FILE`, `-F -`, `-e`, or a pipe. Never waits for somebody who may not be there. [CLI8] */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Context } from '../context.js';
import { editText } from '../editor.js';
import { Failure, usage } from '../failure.js';
import { addSynonyms } from './synonym.js';

/** Where the text comes from. */
export interface BodyFlags {
  readonly body?: string;
  readonly bodyFile?: string;
  readonly editor?: boolean;
}

/** What the command needs. */
export interface BodyWish {
  /** Fails with `input_required` when nothing was given. */
  readonly required: boolean;
  /** May read a pipe nobody named. */
  readonly implicit: boolean;
  /** What the editor starts with. */
  readonly initial?: string;
}

/** A pipe that stays silent this long is taken to be one nobody writes to. */
const SILENCE_MS = 300;

/** Adds the flags; `what` is named in their help. */
export function addBodyFlags(command: Command, what: string): Command {
  command
    .option('-b, --body <text>', `${what} (- reads standard input)`)
    .option('-F, --body-file <file>', `${what} from a file (- reads standard input)`)
    .option('-e, --editor', `write the ${what} in an editor`);
  addSynonyms(command, 'body', ['--description <text>', '--desc <text>', '--message <text>']);
  addSynonyms(command, 'body-file', ['--file <file>', '--description-file <file>']);
  return command;
}

/** The text, or null when none was given (an editor left unchanged counts as none given). */
export async function readBody(
  context: Context,
  flags: BodyFlags,
  wish: BodyWish,
): Promise<string | null> {
  const given = [flags.body !== undefined, flags.bodyFile !== undefined, flags.editor === true];
  if (given.filter(Boolean).length > 1)
    throw usage('only one of --body, --body-file and --editor can be given');
  if (flags.editor === true) return editText(context, wish.initial ?? '');
  const name = flags.bodyFile ?? (flags.body === '-' ? '-' : undefined);
  if (name === '-') return readNamedInput(context);
  if (name !== undefined) return readFileText(resolve(context.settings.directory, name), name);
  if (flags.body !== undefined) return flags.body;
  const piped = wish.implicit ? await readPipe(context) : null;
  if (piped !== null && piped.trim() !== '') return piped;
  if (!wish.required) return null;
  throw new Failure('input_required', 'no text was given', {
    hint: 'add --body "…", --body-file FILE, or pipe it in',
  });
}

async function readNamedInput({ io }: Context): Promise<string> {
  if (io.stdin.kind === 'tty')
    await io.stderr.write('reading standard input; end it with Ctrl-D\n');
  return readAll(io.stdin.chunks());
}

async function readFileText(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new Failure('invalid_input', `cannot read ${name}: ${reason}`);
  }
}

/** What is piped in, or null when standard input is a terminal, closed, or a socket on which nothing comes. */
async function readPipe({ io, settings }: Context): Promise<string | null> {
  const { kind } = io.stdin;
  if (!settings.implicitInput || kind === 'tty' || kind === 'none') return null;
  const chunks = io.stdin.chunks()[Symbol.asyncIterator]();
  const first = chunks.next();
  // A shell's pipe ends by itself. A socket is how programs start programs, and they often leave it open.
  const began = kind === 'socket' ? await within(SILENCE_MS, first) : await first;
  if (began === null || began.done === true) return null;
  return began.value + (await readAll({ [Symbol.asyncIterator]: () => chunks }));
}

async function readAll(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

async function within<T>(ms: number, promise: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), ms);
  });
  const winner = await Promise.race([promise, silence]);
  clearTimeout(timer);
  return winner;
}
