/** Flags that every command takes, before or after its name. */
import { Option, type Command } from 'commander';

/** Names of the values below, as commander stores them. */
export interface GlobalValues {
  readonly C?: string;
  readonly json?: string;
  readonly color?: string | false;
  readonly input?: boolean;
  readonly pager?: boolean;
}

/** Adds the flags to `root` and to everything under it; under it only `--json` shows in help. */
export function addGlobalFlags(root: Command): void {
  addTo(root, true);
  for (const command of root.commands) addDown(command);
}

function addDown(command: Command): void {
  command.helpCommand(false);
  addTo(command, false);
  for (const child of command.commands) addDown(child);
}

function addTo(command: Command, isRoot: boolean): void {
  const options = [
    new Option(
      '--json [fields]',
      'print JSON: all standard fields, or those named (--json=help lists them)',
    ),
    new Option('-C <directory>', 'run as if started there'),
    new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']),
    new Option('--no-color', 'no colours').hideHelp(),
    new Option('--no-input', 'never ask, never read standard input unasked'),
    new Option('--no-pager', 'never page'),
  ];
  for (const option of options) {
    if (!isRoot && option.long !== '--json') option.hideHelp();
    command.addOption(option.helpGroup('Options for every command:'));
  }
}
