/**
 * Where a replica lives, remembered outside the project: a directory that was copied, moved, cloned or restored does
 * not match, and gets a new identity before it writes. [L4]
 */
import {
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { ReplicaId } from '../domain/ids.js';
import { fnv1a } from '../kernel/hash.js';
import type { Head, HeadFile } from '../store/ports.js';
import { openHeadFile } from './head-file.js';

export interface FingerprintStore {
  matches(): boolean;
  save(): void;
  /** Latest head known outside the project; a database behind it was restored from an older copy. */
  readonly mirror: HeadFile;
}

export function fingerprintStore(
  directory: string,
  replica: ReplicaId,
  env: NodeJS.ProcessEnv,
): FingerprintStore {
  const place = realpathSync(directory);
  const now = JSON.stringify(takeFingerprint(place, replica));
  const base = stateDirectory(directory, env);
  const name = `${replica}-${fnv1a(place).toString(36)}`;
  const file = join(base, `${name}.json`);
  const mirrorFile = join(base, `${name}.head`);
  return {
    matches: () => readOrNull(file) === now,
    save: () => {
      const temporary = `${file}.${process.pid}`;
      try {
        writeFileSync(temporary, now, { mode: 0o600 });
        renameSync(temporary, file);
      } catch {
        // No room to remember it: the next writer takes the place for a copy, which costs an identity and is safe.
        rmSync(temporary, { force: true });
      }
    },
    mirror: lazyHeadFile(mirrorFile),
  };
}

function takeFingerprint(place: string, replica: ReplicaId): Record<string, unknown> {
  const { dev, ino } = statSync(join(place, 'replica'));
  return { replica, place, dev, ino, machine: machineId() };
}

let machine: string | null = null;
function machineId(): string {
  machine ??= readOrNull('/etc/machine-id')?.trim() || hostname();
  return machine;
}

/** XDG state; inside the project when the home directory cannot be written (weaker, but still sees a plain copy). */
function stateDirectory(directory: string, env: NodeJS.ProcessEnv): string {
  const state = env['XDG_STATE_HOME'] ?? join(env['HOME'] ?? homedir(), '.local', 'state');
  for (const base of [join(state, 'issue-facade', 'replicas'), join(directory, 'state')]) {
    try {
      mkdirSync(base, { recursive: true, mode: 0o700 });
      return base;
    } catch {
      continue; // read-only home: the next place is tried, and the last one's failure shows on writing
    }
  }
  return join(directory, 'state');
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null; // absent is an answer here: it does not match
  }
}

/** The mirror only helps to notice: that it cannot be read or written fails no command. */
function lazyHeadFile(path: string): HeadFile {
  const file = openHeadFile(path, { sync: false });
  const read = (): Head | null => {
    try {
      return file.read();
    } catch {
      return null; // nothing is known then, as before the first write
    }
  };
  return {
    read,
    write: (head) => {
      try {
        if (read() === null) writeFileSync(path, new Uint8Array(128), { mode: 0o600 });
        file.write(head);
      } catch {
        // An older mirror accuses nobody.
      }
    },
    close: () => file.close(),
  };
}
