/** What the global flags and the environment ask for, for one command. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { GlobalValues } from './flags/global.js';
import type { Io } from './io.js';
import { wantsColour } from './render/paint.js';

/** Resolved global choices. */
export interface Settings {
  /** Where to look for the replica. */
  readonly directory: string;
  /** Null for text; otherwise the fields asked for (null: the standard ones; `help`: their names). */
  readonly json: { readonly fields: readonly string[] | 'help' | null } | null;
  readonly colour: boolean;
  readonly colourOnStderr: boolean;
  /** A person reads standard output: tables, ages, pager. */
  readonly human: boolean;
  /** A person may be asked. */
  readonly askable: boolean;
  /** Standard input may be read although nobody named it. */
  readonly implicitInput: boolean;
  readonly pager: boolean;
}

/** Merges the flags of `command` and its ancestors; the innermost wins. */
export function readSettings(command: Command, io: Io): Settings {
  const values = collect(command);
  const colourFlag = values.color === false ? 'never' : (values.color ?? null);
  const json = values.json === undefined ? null : { fields: parseFields(values.json) };
  const noInput = values.input === false || (io.env['ISSUE_NO_INPUT'] ?? '') !== '';
  return {
    directory: resolve(io.cwd, values.C ?? '.'),
    json,
    colour: json === null && wantsColour(io.env, io.stdout.tty, colourFlag),
    colourOnStderr: json === null && wantsColour(io.env, io.stderr.tty, colourFlag),
    human: json === null && io.stdout.tty,
    askable: json === null && !noInput && io.stdin.kind === 'tty' && io.stdout.tty,
    implicitInput: !noInput,
    pager: values.pager !== false && json === null && io.stdout.tty,
  };
}

function collect(command: Command): GlobalValues {
  const chain: Command[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) chain.unshift(at);
  const merged: Record<string, unknown> = {};
  for (const at of chain) {
    const values = at.opts<Record<string, unknown>>();
    for (const key of ['C', 'json', 'color', 'input', 'pager']) {
      if (at.getOptionValueSource(key) === 'cli') merged[key] = values[key];
    }
  }
  return merged as GlobalValues;
}

function parseFields(text: string | boolean): readonly string[] | 'help' | null {
  if (text === '' || typeof text === 'boolean') return null;
  return text === 'help' ? 'help' : text.split(',').map((name) => name.trim());
}
