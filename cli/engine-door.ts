/** What the engine's front door offers at run time. Loaded inside actions only: start-up is the product. */
import type { Engine, InitOptions, OpenOptions } from '#engine';

/** Where a setting came from, nearest first. */
export type ConfigOrigin = 'flag' | 'env' | 'repo' | 'user' | 'default';

/** One setting as it is in force. */
export interface ConfigEntry {
  readonly key: string;
  readonly value: unknown;
  readonly origin: ConfigOrigin;
}

/** The configuration in force at a directory. */
export interface ConfigView {
  /** The repository's file. */
  readonly path: string;
  get(key: string): unknown;
  list(): readonly ConfigEntry[];
  set(key: string, value: unknown): Promise<void>;
  unset(key: string): Promise<void>;
}

/** The values behind `#engine` that commands use. */
export interface EngineDoor {
  openEngine(options: OpenOptions): Promise<Engine>;
  initReplica(options: InitOptions): Promise<{
    readonly directory: string;
    readonly workspace: string;
    readonly replica: string;
    readonly created: boolean;
  }>;
  readConfig(options: {
    readonly directory: string;
    readonly env: Readonly<Record<string, string | undefined>>;
  }): ConfigView;
  /** Milliseconds of `30m`, `1h30m`; null for anything else. */
  parseDuration(text: string): number | null;
  /** Query text from arguments whose quotes the shell has eaten. @throws query_syntax */
  joinQueryArguments(argv: readonly string[]): string;
  /** A query error with the place marked; null when the error is of another kind. */
  formatQueryError(error: unknown): string | null;
}

/** Opens the door. */
export async function engineDoor(): Promise<EngineDoor> {
  return (await import('#engine')) as unknown as EngineDoor;
}
