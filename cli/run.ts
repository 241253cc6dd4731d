/** One command line from arguments to exit code. The only place that turns failures into exit codes. [CLI2] */
import { CommanderError, type Command } from 'commander';
import { expandAlias } from './alias.js';
import { asksForJson, commandIndex, prepareArgv } from './argv.js';
import { createContext, type Context } from './context.js';
import type { EngineDoor } from './engine-door.js';
import type { Io } from './io.js';
import { createProgram } from './program.js';
import { wantsColour } from './render/paint.js';
import { describeError, formatErrorJson, formatErrorText } from './report-error.js';
import { VERSION } from './version.js';

/** Runs `argv` (without the program's name) and gives the exit code. Never throws. */
export async function run(
  argv: readonly string[],
  io: Io,
  door?: () => Promise<EngineDoor>,
): Promise<number> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    await io.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const context = door === undefined ? createContext(io) : createContext(io, door);
  let help = '';
  try {
    const program = createProgram(context, (text) => {
      help += text;
    });
    await program.parseAsync(await understand(argv, program, context), { from: 'user' });
    await context.close();
    await discardDrafts(context);
    return context.exitCode;
  } catch (error) {
    await context.close().catch(() => undefined);
    if (error instanceof CommanderError && error.exitCode === 0) {
      await io.stdout.write(help);
      return 0;
    }
    return reportFailure(error, argv, context);
  }
}

/** Bare `issue` is an overview; an unknown first word may be an alias of the configuration. */
async function understand(
  argv: readonly string[],
  program: Command,
  context: Context,
): Promise<string[]> {
  const at = commandIndex(argv);
  const word = argv[at];
  if (word === undefined) {
    const asksForHelp = argv.some((arg) => ['-h', '--help', '-V', '--version'].includes(arg));
    return prepareArgv(asksForHelp ? argv : ['overview', ...argv]);
  }
  const prepared = prepareArgv(argv);
  const first = prepared[commandIndex(prepared)];
  const isKnown = program.commands.some(
    (command) =>
      command.name() === first || (first !== undefined && command.aliases().includes(first)),
  );
  return isKnown ? prepared : prepareArgv(await expandAlias(argv, at, context));
}

async function discardDrafts({ drafts }: Context): Promise<void> {
  if (drafts.length === 0) return;
  const { discardDraft } = await import('./editor.js');
  for (const draft of drafts) await discardDraft(draft);
}

async function reportFailure(
  error: unknown,
  argv: readonly string[],
  context: Context,
): Promise<number> {
  const { io } = context;
  const report = describeError(error);
  if (asksForJson(argv)) {
    await io.stderr.write(`${formatErrorJson(report)}\n`);
    return report.exitCode;
  }
  for (const draft of context.drafts) await io.stderr.write(`draft kept: ${draft}\n`);
  const isQuery = 'position' in report.details;
  const marked = isQuery ? (await context.door()).formatQueryError(error) : null;
  const colour = wantsColour(io.env, io.stderr.tty, null);
  await io.stderr.write(`${formatErrorText(report, marked, colour)}\n`);
  if (io.env['ISSUE_DEBUG'] && error instanceof Error)
    await io.stderr.write(`${error.stack ?? ''}\n`);
  return report.exitCode;
}
