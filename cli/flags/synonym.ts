import { Option, type Command } from 'commander';

/** A flag that stands for another: stored under its name, hidden from help. */
class SynonymOption extends Option {
  private readonly meant: string;

  constructor(flags: string, meant: string) {
    super(flags, `same as --${meant}`);
    this.meant = meant;
    this.hideHelp();
  }

  override attributeName(): string {
    return this.meant.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  }
}

/** Lets `flags` (e.g. `--description <text>`) be written for `--meant`. */
export function addSynonyms(
  command: Command,
  meant: string,
  flags: readonly string[],
  parse?: (text: string, before: readonly string[] | undefined) => readonly string[],
): void {
  for (const flag of flags) {
    const option = new SynonymOption(flag, meant);
    if (parse !== undefined) option.argParser(parse);
    command.addOption(option);
  }
}
