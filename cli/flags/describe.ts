/** Facts about a command that its parser does not know: examples, JSON fields, exit codes. */
import type { Command } from 'commander';
import type { FieldSet } from '../render/fields.js';

/** Told in `--help`, `help --json` and `--json=help`. */
export interface CommandFacts {
  /** Runnable command lines. */
  readonly examples?: readonly string[];
  /** Fields of its JSON; none when it prints something of its own kind. */
  readonly fields?: FieldSet;
  /** Exit codes beyond 0, 1, 2 and 3. */
  readonly exits?: Readonly<Record<number, string>>;
}

const FACTS = new WeakMap<Command, CommandFacts>();

/** Attaches facts and prints the examples under the help text. */
export function describe(command: Command, facts: CommandFacts): Command {
  FACTS.set(command, facts);
  const { examples = [] } = facts;
  if (examples.length > 0) {
    command.addHelpText(
      'after',
      () => `\nExamples:\n${examples.map((line) => `  ${line}`).join('\n')}`,
    );
  }
  return command;
}

/** The facts attached, or none. */
export function factsOf(command: Command): CommandFacts {
  return FACTS.get(command) ?? {};
}

/** Exit codes every command shares. */
export const COMMON_EXITS: Readonly<Record<number, string>> = {
  0: 'done, or already so',
  1: 'failed: our fault, or the store',
  2: 'usage: flag, query, or missing input with no one to ask',
  3: 'no such issue or replica, or the id is ambiguous',
  5: 'somebody else has it, or it changed under you',
  10: 'the claim is tentative: its arbiter cannot be reached',
  12: 'the claim was lost',
  13: 'the claim has run out',
  130: 'interrupted',
};
