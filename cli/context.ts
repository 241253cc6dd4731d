/** What an action works with: settings, the engine when it is wanted, and the one way to answer. */
import type { Command } from 'commander';
import type { Engine } from '#engine';
import { engineDoor, type EngineDoor } from './engine-door.js';
import { factsOf } from './flags/describe.js';
import type { Io } from './io.js';
import { pageText } from './pager.js';
import { JSON_SCHEMA } from './render/json.js';
import { painter, type Paint } from './render/paint.js';
import { cleanJson, cleanOutput } from './render/sanitise.js';
import { replyJson, replyText, type Reply } from './reply.js';
import { readSettings, type Settings } from './settings.js';

/** One run of the command line. */
export interface Context {
  readonly io: Io;
  /** Throws before a command runs. */
  readonly settings: Settings;
  /** The settings, or null when no command has run yet. */
  readonly configured: Settings | null;
  readonly paint: Paint;
  /** Exit code of a run that did not fail. */
  exitCode: number;
  /** Files with text from an editor; removed when the run succeeds, named when it fails. */
  readonly drafts: string[];
  /** Reads the settings for `command`; answers `--json=help` by itself and then gives false. */
  configure(command: Command): Promise<boolean>;
  door(): Promise<EngineDoor>;
  /** The engine, opened once. `shared` gives the replica back between calls. */
  engine(holding?: 'exclusive' | 'shared'): Promise<Engine>;
  reply(reply: Reply): Promise<void>;
  /** Text on standard output, paged for a person when it is long. */
  print(text: string): Promise<void>;
  /** One line of JSON on standard output. */
  printJson(value: unknown): Promise<void>;
  /** A remark on standard error. */
  note(text: string): Promise<void>;
  close(): Promise<void>;
}

/** A context that can open an engine in place of the real one; for tests. */
export function createContext(io: Io, door: () => Promise<EngineDoor> = engineDoor): Context {
  return new CommandContext(io, door);
}

class CommandContext implements Context {
  readonly io: Io;
  readonly door: () => Promise<EngineDoor>;
  readonly drafts: string[] = [];
  exitCode = 0;
  paint: Paint = painter(false);
  private current: { readonly settings: Settings; readonly command: Command } | null = null;
  private opened: Promise<Engine> | null = null;

  constructor(io: Io, door: () => Promise<EngineDoor>) {
    this.io = io;
    this.door = door;
  }

  private get running(): { readonly settings: Settings; readonly command: Command } {
    if (this.current === null) throw new Error('no command is running');
    return this.current;
  }

  get configured(): Settings | null {
    return this.current?.settings ?? null;
  }

  get settings(): Settings {
    return this.running.settings;
  }

  async configure(command: Command): Promise<boolean> {
    const settings = readSettings(command, this.io);
    this.current = { settings, command };
    this.paint = painter(settings.colour);
    if (settings.json?.fields !== 'help') return true;
    const { all = [], standard = [] } = factsOf(command).fields ?? {};
    await this.printJson({ schema: JSON_SCHEMA, data: { fields: all, standard } });
    return false;
  }

  engine(holding: 'exclusive' | 'shared' = 'exclusive'): Promise<Engine> {
    this.opened ??= this.door().then(({ openEngine }) =>
      openEngine({ directory: this.settings.directory, via: 'cli', holding }),
    );
    return this.opened;
  }

  async reply(reply: Reply): Promise<void> {
    const { settings, command } = this.running;
    if (settings.json !== null) {
      return this.printJson(replyJson(reply, settings.json.fields, factsOf(command).fields));
    }
    await this.print(replyText(reply, settings.human));
    for (const note of reply.notes ?? []) await this.note(note);
  }

  async print(text: string): Promise<void> {
    if (text === '') return;
    const clean = `${cleanOutput(text, this.settings.colour)}\n`;
    if (this.settings.pager && (await pageText(clean, this.io))) return;
    await this.io.stdout.write(clean);
  }

  async printJson(value: unknown): Promise<void> {
    await this.io.stdout.write(`${cleanJson(JSON.stringify(value))}\n`);
  }

  async note(text: string): Promise<void> {
    if (this.settings.json !== null) return;
    await this.io.stderr.write(`${cleanOutput(`note: ${text}`, false)}\n`);
  }

  async close(): Promise<void> {
    const engine = await this.opened?.catch(() => null);
    await engine?.destroy();
  }
}
