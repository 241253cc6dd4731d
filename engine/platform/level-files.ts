import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { LevelFiles, type LevelFile } from '../store/level/level-files.js';
import { toStoreError } from './store-error.js';

/** The database in `directory` read from its files; it must not be written meanwhile. */
export function readLevelFiles(directory: string): LevelFiles {
  try {
    return new LevelFiles(
      readdirSync(directory)
        .sort()
        .map((name) => levelFile(directory, name)),
    );
  } catch (cause) {
    throw toStoreError(cause);
  }
}

function levelFile(directory: string, name: string): LevelFile {
  const path = join(directory, name);
  return {
    name,
    read: () => readFileSync(path),
    readPart: (offset, length) => readPart(path, offset, length),
  };
}

function readPart(path: string, offset: number, length: number): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(Math.min(length, Math.max(0, fstatSync(fd).size - offset)));
    readSync(fd, bytes, 0, bytes.length, offset);
    return bytes;
  } finally {
    closeSync(fd);
  }
}
