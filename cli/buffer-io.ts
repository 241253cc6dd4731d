/** The twin of `process-io.ts` for tests: streams are texts, time stands still until it is told. */
import type { Child, ChildExit, ChildOptions, EndSignal, InputKind, Io, Output } from './io.js';

/** A child that a test started and ends. */
export interface FakeChild {
  readonly command: readonly string[];
  readonly options: ChildOptions;
  readonly signals: string[];
  end(exit: Partial<ChildExit>): void;
}

/** What the world is like. */
export interface BufferOptions {
  /** Both output streams are terminals. */
  readonly tty?: boolean;
  readonly stdin?: InputKind;
  /** What arrives on standard input. */
  readonly input?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly rows?: number;
  readonly columns?: number;
  readonly cwd?: string;
  /** Called for each started child; the child ends with what it returns, if anything. */
  readonly onStart?: (child: FakeChild) => Partial<ChildExit> | undefined;
}

/** An `Io` whose traces can be read. */
export interface BufferIo extends Io {
  out: string;
  err: string;
  now: number;
  readonly children: FakeChild[];
  /** Runs what is due: every repeated call once. */
  tick(): void;
  signal(signal: EndSignal): void;
}

/** Monday, 2026-11-23, noon in UTC. */
export const NOON = Date.UTC(2026, 10, 23, 12);

/** A world of texts. */
export function bufferIo(options: BufferOptions = {}): BufferIo {
  const { tty = false, rows = 24, columns = 80 } = options;
  const ticks = new Set<() => void>();
  const handlers = new Set<(signal: EndSignal) => void>();
  const output = (write: (text: string) => void): Output => ({
    tty,
    rows,
    columns,
    write: (text) => {
      write(text);
      return Promise.resolve();
    },
  });
  const io: BufferIo = {
    out: '',
    err: '',
    now: NOON,
    children: [],
    stdin: {
      kind: options.stdin ?? (tty ? 'tty' : 'none'),
      async *chunks() {
        for (const chunk of options.input ?? []) yield await Promise.resolve(chunk);
      },
      line: () => Promise.resolve(options.input?.[0] ?? null),
    },
    stdout: output((text) => (io.out += text)),
    stderr: output((text) => (io.err += text)),
    env: options.env ?? {},
    cwd: options.cwd ?? '/project',
    nowMs: () => io.now,
    marker: () => 'c0ffee00',
    start(command, childOptions = {}) {
      const { child, fake } = fakeChild(command, childOptions);
      io.children.push(fake);
      const exit = options.onStart?.(fake);
      if (exit !== undefined) fake.end(exit);
      return child;
    },
    onSignal(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    every(_ms, tick) {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    tick: () => [...ticks].forEach((tick) => tick()),
    signal: (signal) => handlers.forEach((handler) => handler(signal)),
  };
  return io;
}

function fakeChild(
  command: readonly string[],
  options: ChildOptions,
): { readonly child: Child; readonly fake: FakeChild } {
  const signals: string[] = [];
  let end: (exit: ChildExit) => void = () => undefined;
  const exit = new Promise<ChildExit>((resolve) => {
    end = resolve;
  });
  const fake: FakeChild = {
    command,
    options,
    signals,
    end: (partial) => end({ code: null, signal: null, missing: false, ...partial }),
  };
  return { child: { exit, kill: (signal) => void signals.push(signal) }, fake };
}
