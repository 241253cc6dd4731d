/** Flags of everything that takes a claim. */
import type { Command } from 'commander';
import type { ClaimOptions } from '#engine';
import type { Context } from '../context.js';
import { usage } from '../failure.js';
import { readDuration } from './values.js';

/** Values of the flags. */
export interface TakeFlags {
  readonly timeout?: string;
  readonly steal?: boolean;
  readonly reason?: string;
  readonly tentativeOk?: boolean;
}

/** Adds `--timeout`, `--steal`, `--reason`, `--tentative-ok`. */
export function addTakeFlags(command: Command): Command {
  return command
    .option('--timeout <time>', 'how long, e.g. 30m (the default) or 2h')
    .option('--steal', 'take it from whoever holds it; needs --reason')
    .option('-r, --reason <text>', 'why it is taken away')
    .option('--tentative-ok', 'a claim its arbiter could not confirm is good enough');
}

/** The options for the engine. */
export async function readTakeOptions(context: Context, flags: TakeFlags): Promise<ClaimOptions> {
  const { parseDuration } = await context.door();
  if (flags.steal === true && flags.reason === undefined) {
    throw usage(
      '--steal needs a reason, which the holder will read',
      'issue claim ID --steal --reason "…"',
    );
  }
  return {
    ...(flags.timeout === undefined
      ? {}
      : { ttlMs: readDuration('--timeout', flags.timeout, parseDuration) }),
    ...(flags.steal === true ? { steal: { reason: flags.reason ?? '' } } : {}),
  };
}
