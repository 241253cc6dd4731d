/** Flags of every write. */
import type { Command } from 'commander';
import type { WriteOptions } from '#engine';

/** Values of the flags. */
export interface WriteFlags {
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly ifRev?: string;
}

/** Adds `--dry-run`, `--if-rev` and `--force`. */
export function addWriteFlags(command: Command): Command {
  return command
    .option('--dry-run', 'plan and check, answer as if done, write nothing')
    .option('--if-rev <revision>', 'only if the issue still has this revision')
    .option('--force', 'go on although a claim of mine on it was lost');
}

/** The options for the engine. */
export function readWriteOptions(flags: WriteFlags): WriteOptions {
  return {
    ...(flags.dryRun === true ? { dryRun: true } : {}),
    ...(flags.force === true ? { force: true } : {}),
    ...(flags.ifRev === undefined ? {} : { ifRevision: flags.ifRev }),
  };
}
