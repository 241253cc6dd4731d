/** The files of a backup directory: written once, hashed as they are written, durable when closed. [BAK2] */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EngineError } from '../errors.js';
import { toStoreError } from './store-error.js';

export const ISSUES_FILE = 'issues.jsonl';
export const DOCUMENTS_FILE = 'documents.jsonl';
export const MANIFEST_FILE = 'manifest.json';
export const BACKUP_SCHEMA = 1;

export interface FileMark {
  readonly sha256: string;
  readonly bytes: number;
}

export interface Manifest {
  readonly schema: number;
  readonly workspace: string;
  /** RFC 3339. */
  readonly created: string;
  readonly issues: number;
  readonly files: Readonly<Record<string, FileMark>>;
  /** SHA-256 of the canonical lines: equal for equal contents. */
  readonly digest: string;
}

const BUFFER_CHARS = 256 * 1024;

/** Appends lines to a new file that only its owner can read. */
export class LineFile {
  readonly #fd: number;
  readonly #hash = createHash('sha256');
  #held = '';
  #bytes = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'wx', 0o600);
  }

  append(line: string): void {
    this.#held += `${line}\n`;
    if (this.#held.length >= BUFFER_CHARS) this.#write();
  }

  /** Durable when it returns. */
  close(): FileMark {
    this.#write();
    fsyncSync(this.#fd);
    closeSync(this.#fd);
    return { sha256: this.#hash.digest('hex'), bytes: this.#bytes };
  }

  #write(): void {
    const bytes = Buffer.from(this.#held, 'utf8');
    this.#held = '';
    for (let at = 0; at < bytes.length;) at += writeSync(this.#fd, bytes, at);
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }
}

/** SHA-256 of a file, read in pieces. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  } catch (cause) {
    throw toStoreError(cause);
  }
  return hash.digest('hex');
}

/** Lines of a file without their ends. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, 'utf8');
  try {
    yield* createInterface({ input, crlfDelay: Infinity });
  } finally {
    input.destroy();
  }
}

/** @throws not_found, invalid_input, schema_newer */
export function readManifest(directory: string): Manifest {
  const manifest = parseManifest(join(directory, MANIFEST_FILE));
  if (
    typeof manifest.schema !== 'number' ||
    typeof manifest.files !== 'object' ||
    manifest.files === null
  )
    throw new EngineError(
      'invalid_input',
      `${directory} is not a backup: its manifest says nothing we know`,
    );
  if (manifest.schema > BACKUP_SCHEMA)
    throw new EngineError(
      'schema_newer',
      `the backup was written by a newer version (${manifest.schema})`,
      {
        hint: 'update issue-facade',
      },
    );
  return manifest;
}

function parseManifest(path: string): Manifest {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw toStoreError(cause);
    throw new EngineError('not_found', `no backup here: ${path} is missing`, { cause });
  }
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest === 'object' && manifest !== null) return manifest as Manifest;
  } catch (cause) {
    throw new EngineError('invalid_input', `${path} is not JSON`, { cause });
  }
  throw new EngineError('invalid_input', `${path} is not a manifest`);
}
