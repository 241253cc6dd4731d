/** Configuration on disk: repository file, user file, environment. Writes are atomic and keep what they do not know. */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checkConfigValue, flattenConfig, withConfigValue } from '../config/schema.js';
import { EngineError } from '../errors.js';
import { findProject, PROJECT_DIRECTORY, syncDirectory } from './create-replica.js';
import { toStoreError } from './store-error.js';

export type ConfigOrigin = 'env' | 'repo' | 'user';

export interface ConfigView {
  /** The repository's file, whether it exists or not. */
  readonly path: string;
  readonly userPath: string;
  get(key: string): unknown;
  list(): readonly {
    readonly key: string;
    readonly value: unknown;
    readonly origin: ConfigOrigin;
  }[];
  /** @throws invalid_input, store_readonly, store_full */
  set(key: string, value: unknown): Promise<void>;
  unset(key: string): Promise<void>;
}

const FROM_ENV: Readonly<Record<string, string>> = {
  'agent.identity': 'ISSUE_AGENT_ID',
  'agent.type': 'ISSUE_AGENT_TYPE',
  'agent.claim_timeout': 'ISSUE_CLAIM_TIMEOUT',
};

/** @throws invalid_input for a file that is not a JSON object, naming it */
export function readConfig(options: {
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): ConfigView {
  const { directory, env } = options;
  const project = findProject(directory) ?? resolve(directory, PROJECT_DIRECTORY);
  const path = join(project, 'config.json');
  const base = env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? homedir(), '.config');
  const userPath = join(base, 'issue-facade', 'config.json');
  const layers = (): [ConfigOrigin, Map<string, unknown>][] => [
    ['env', fromEnvironment(env)],
    ['repo', flattenConfig(readTree(path))],
    ['user', flattenConfig(readTree(userPath))],
  ];
  const merged = (): Map<string, { value: unknown; origin: ConfigOrigin }> => {
    const all = new Map<string, { value: unknown; origin: ConfigOrigin }>();
    for (const [origin, layer] of layers().reverse())
      for (const [key, value] of layer) all.set(key, { value, origin });
    return all;
  };
  const write = (key: string, value: unknown): Promise<void> => {
    writeAtomically(path, withConfigValue(readTree(path), key, value));
    return Promise.resolve();
  };
  return {
    path,
    userPath,
    get: (key) => merged().get(key)?.value,
    list: () =>
      [...merged()].map(([key, one]) => ({ key, ...one })).sort((a, b) => (a.key < b.key ? -1 : 1)),
    set: async (key, value) => {
      checkConfigValue(key, value);
      await write(key, value);
    },
    unset: (key) => write(key, undefined),
  };
}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): Map<string, unknown> {
  const layer = new Map<string, unknown>();
  for (const [key, name] of Object.entries(FROM_ENV)) {
    const value = env[name];
    if (value !== undefined && value !== '') layer.set(key, value);
  }
  return layer;
}

function readTree(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw toStoreError(cause);
  }
  try {
    const tree: unknown = JSON.parse(text);
    if (typeof tree === 'object' && tree !== null && !Array.isArray(tree))
      return tree as Record<string, unknown>;
  } catch (cause) {
    throw badFile(path, cause);
  }
  throw badFile(path, null);
}

function badFile(path: string, cause: unknown): EngineError {
  return new EngineError('invalid_input', `${path} is not a JSON object`, {
    hint: `correct it by hand; nothing was changed`,
    cause,
  });
}

/** Temporary file in the same directory, fsync, rename, fsync of the directory. */
function writeAtomically(path: string, tree: Readonly<Record<string, unknown>>): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeWhole(temporary, `${JSON.stringify(tree, null, 2)}\n`);
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw toStoreError(cause);
  }
  try {
    syncDirectory(dirname(path));
  } catch (cause) {
    throw new EngineError('store_io', `${path} is written, but may not survive a power failure`, {
      hint: 'repeat the command',
      cause,
    });
  }
}

/** `writeFileSync` goes on after a short write, `writeSync` leaves half a file. */
function writeWhole(path: string, text: string): void {
  const fd = openSync(path, 'w', 0o644);
  try {
    writeFileSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
