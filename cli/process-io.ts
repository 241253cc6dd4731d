import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import type {
  Child,
  ChildExit,
  ChildOptions,
  EndSignal,
  Input,
  InputKind,
  Io,
  Output,
} from './io.js';

/** The real process. */
export function processIo(): Io {
  return {
    stdin: standardInput(),
    stdout: output(1, () => process.stdout),
    stderr: output(2, () => process.stderr),
    env: process.env,
    cwd: process.cwd(),
    nowMs: Date.now,
    marker: () => Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString('hex'),
    start: startChild,
    onSignal,
    every(ms, tick) {
      const timer = setInterval(tick, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

/** Opening a stream costs a millisecond, so it waits for the first write. */
function output(descriptor: 1 | 2, open: () => NodeJS.WriteStream): Output {
  let stream: NodeJS.WriteStream | null = null;
  const opened = (): NodeJS.WriteStream => {
    if (stream !== null) return stream;
    stream = open();
    // A reader that went away (`issue list | head -1`) wants no more: leave at once, without a trace.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
    return stream;
  };
  return {
    tty: isatty(descriptor),
    get columns() {
      return opened().columns || 80;
    },
    get rows() {
      return opened().rows || 24;
    },
    write: (text) => new Promise((resolve) => void opened().write(text, () => resolve())),
  };
}

function standardInput(): Input {
  return {
    get kind() {
      return inputKind();
    },
    async *chunks() {
      process.stdin.setEncoding('utf8');
      for await (const chunk of process.stdin) yield String(chunk);
    },
    async line() {
      const { createInterface } = await import('node:readline');
      const reader = createInterface({ input: process.stdin });
      for await (const line of reader) return line;
      return null;
    },
  };
}

function inputKind(): InputKind {
  if (isatty(0)) return 'tty';
  const stat = fstatSync(0);
  if (stat.isFIFO()) return 'pipe';
  if (stat.isSocket()) return 'socket';
  return stat.isFile() ? 'file' : 'none';
}

function startChild(command: readonly [string, ...string[]], options: ChildOptions = {}): Child {
  const [program, ...rest] = command;
  const started = import('node:child_process').then(({ spawn }) => {
    const child = spawn(program, rest, {
      stdio: [options.input === undefined ? 'inherit' : 'pipe', 'inherit', 'inherit'],
      env: { ...process.env, ...options.env },
    });
    // A pager that is quit early closes its end: not our failure.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
    const exit = new Promise<ChildExit>((resolve) => {
      child.once('error', () => resolve({ code: null, signal: null, missing: true }));
      child.once('close', (code, signal) => resolve({ code, signal, missing: false }));
    });
    return { child, exit };
  });
  return {
    exit: started.then(({ exit }) => exit),
    kill: (signal) => void started.then(({ child }) => child.kill(signal)),
  };
}

function onSignal(handler: (signal: EndSignal) => void): () => void {
  const signals: readonly EndSignal[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}
