/** The world of one command, as a port: streams, environment, clock, children. `process-io.ts` is the real one. */

/** Where output goes. */
export interface Output {
  readonly tty: boolean;
  readonly columns: number;
  readonly rows: number;
  /** Resolves when the text may be followed by more. */
  write(text: string): Promise<void>;
}

/** What standard input is, as far as the file type tells. A closed or null device is `none`. */
export type InputKind = 'tty' | 'pipe' | 'socket' | 'file' | 'none';

/** Where input comes from. */
export interface Input {
  readonly kind: InputKind;
  /** Text as it arrives, to the end. */
  chunks(): AsyncIterable<string>;
  /** The next line a person types, without its end; null at the end of input. */
  line(): Promise<string | null>;
}

/** How a child ended. `missing` when there is no such program. */
export interface ChildExit {
  readonly code: number | null;
  readonly signal: string | null;
  readonly missing: boolean;
}

/** A running child. */
export interface Child {
  readonly exit: Promise<ChildExit>;
  kill(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGHUP'): void;
}

/** How to start a child. Standard streams are shared unless `input` is given. */
export interface ChildOptions {
  /** Text for its standard input. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Signals that ask a command to end. */
export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** Everything a command may touch. */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  nowMs(): number;
  /** Unpredictable text for one call, 8 characters or more. */
  marker(): string;
  start(command: readonly [string, ...string[]], options?: ChildOptions): Child;
  /** Calls `handler` instead of dying; the returned function ends that. */
  onSignal(handler: (signal: EndSignal) => void): () => void;
  /** Calls `tick` every `ms` until the returned function is called; does not keep the process alive. */
  every(ms: number, tick: () => void): () => void;
}
