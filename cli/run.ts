/** One command line from arguments to exit code. The only place that turns failures into exit codes. [CLI2] */
import { CommanderError, type Command } from 'commander';
import type { EngineError } from '#engine';
import { expandAlias } from './alias.js';
import { asksForJson, commandIndex, prepareArgv, settleFields } from './argv.js';
import { createContext, type Context } from './context.js';
import type { EngineDoor } from './engine-door.js';
import { findCommand, runningCommand } from './find-command.js';
import { factsOf } from './flags/describe.js';
import type { Io } from './io.js';
import { createProgram, isCommand } from './program.js';
import { wantsColour } from './render/paint.js';
import {
  describeError,
  formatErrorJson,
  formatErrorText,
  type FailureReport,
} from './report-error.js';

/** Runs `argv` (without the program's name) and gives the exit code. Never throws. */
export async function run(
  argv: readonly string[],
  io: Io,
  door?: () => Promise<EngineDoor>,
): Promise<number> {
  const context = door === undefined ? createContext(io) : createContext(io, door);
  let help = '';
  const show = (text: string): void => {
    help += text;
  };
  let program: Command | null = null;
  try {
    const words = await understand(argv, context);
    program = createProgram(context, show, words[commandIndex(words)]);
    const { command } = findCommand(program, words);
    const { fields } = factsOf(runningCommand(command));
    await program.parseAsync(settleFields(words, fields), { from: 'user' });
    if (help !== '') await io.stdout.write(help);
    await context.close();
    await discardDrafts(context);
    return context.exitCode;
  } catch (error) {
    await context.close().catch(() => undefined);
    if (error instanceof CommanderError && error.exitCode === 0) {
      await io.stdout.write(help);
      return 0;
    }
    return reportFailure(
      withHelp(describeError(error), error, program, argv),
      error,
      argv,
      context,
    );
  }
}

/** Bare `issue` is an overview; an unknown first word may be an alias of the configuration. */
async function understand(argv: readonly string[], context: Context): Promise<string[]> {
  const at = commandIndex(argv);
  if (at < 0) {
    const asksForHelp = argv.some((arg) => ['-h', '--help', '-V', '--version'].includes(arg));
    return prepareArgv(asksForHelp ? argv : ['overview', ...argv]);
  }
  const prepared = prepareArgv(argv);
  const word = prepared[commandIndex(prepared)] ?? '';
  return isCommand(word) ? prepared : prepareArgv(await expandAlias(argv, at, context));
}

async function discardDrafts({ drafts }: Context): Promise<void> {
  if (drafts.length === 0) return;
  const { discardDraft } = await import('./editor.js');
  for (const draft of drafts) await discardDraft(draft);
}

/** A command line the parser did not understand, without a better guess: the help of its command. */
function withHelp(
  report: FailureReport,
  error: unknown,
  program: Command | null,
  argv: readonly string[],
): FailureReport {
  const isParserError = error instanceof CommanderError && program !== null;
  if (report.hint !== null || !isParserError) return report;
  const { names } = findCommand(program, prepareArgv(argv));
  return { ...report, hint: ['issue', ...names, '--help'].join(' ') };
}

/** A query error with its place marked, or null for any other. */
async function markQuery(error: unknown, context: Context): Promise<string | null> {
  if (!isEngineError(error) || !('position' in error.details)) return null;
  return (await context.door()).formatQueryError(error);
}

function isEngineError(error: unknown): error is EngineError {
  return error instanceof Error && error.name === 'EngineError' && 'details' in error;
}

async function reportFailure(
  report: FailureReport,
  error: unknown,
  argv: readonly string[],
  context: Context,
): Promise<number> {
  const { io } = context;
  if (asksForJson(argv)) {
    await io.stderr.write(`${formatErrorJson(report)}\n`);
    return report.exitCode;
  }
  for (const draft of context.drafts) await io.stderr.write(`draft kept: ${draft}\n`);
  const marked = await markQuery(error, context);
  const colour = context.configured?.colourOnStderr ?? wantsColour(io.env, io.stderr.tty, null);
  await io.stderr.write(`${formatErrorText(report, marked, colour)}\n`);
  if (io.env['ISSUE_DEBUG'] && error instanceof Error)
    await io.stderr.write(`${error.stack ?? ''}\n`);
  return report.exitCode;
}
