/**
 * A closed LevelDB read from its table files and write-ahead logs: CURRENT and MANIFEST tell which tables are live,
 * without them all count. Nothing is written, and only what matches LevelDB's own checksums is taken. Of each key the
 * latest intact version counts. [DIA9]
 */
import { EngineError } from '../../errors.js';
import type { KeyRange, KeyValue } from '../ports.js';
import { liveTables } from './live-tables.js';
import { readBlock, readTable, type Handle } from './table.js';
import { readWriteAheadLog } from './write-ahead-log.js';

/** One file of the database. */
export interface LevelFile {
  readonly name: string;
  /** All of it. */
  read(): Uint8Array;
  /** A part of it. */
  readPart(offset: number, length: number): Uint8Array;
}

type Place = { readonly file: LevelFile; readonly handle: Handle; readonly entry: number };
type Version = { readonly seq: number; readonly at: Place | Uint8Array | null };

const CACHED_BLOCKS_MAX = 64;
const TRAILER_BYTES = 5;

export class LevelFiles implements KeyValue {
  /** What does not match LevelDB's checksums, for a person to read. */
  readonly damage: string[] = [];
  readonly #versions = new Map<string, Version>();
  readonly #blocks = new Map<string, readonly { readonly value: Uint8Array }[]>();

  constructor(files: readonly LevelFile[]) {
    const live = findLiveTables(files);
    for (const file of files) {
      if (file.name.endsWith('.log')) this.#addLog(file);
      const table = /^(\d+)\.(?:ldb|sst)$/.exec(file.name)?.[1];
      if (table !== undefined) this.#addTable(file, live?.has(Number(table)) ?? true);
    }
  }

  get(key: Uint8Array): Uint8Array | undefined {
    const at = this.#versions.get(toText(key))?.at ?? null;
    if (at === null) return undefined;
    return at instanceof Uint8Array ? at : this.#block(at)[at.entry]?.value;
  }

  async *entries(range: KeyRange): AsyncIterable<readonly [Uint8Array, Uint8Array]> {
    const [from, to] = [toText(range.gte), toText(range.lt)];
    const keys = [...this.#versions.keys()].filter((key) => key >= from && key < to).sort();
    if (range.reverse === true) keys.reverse();
    for (const text of keys.slice(0, range.limit ?? keys.length)) {
      const key = toBytes(text);
      const value = this.get(key);
      if (value !== undefined) yield await Promise.resolve([key, value] as const);
    }
  }

  async write(): Promise<void> {
    await Promise.resolve();
    throw new EngineError('store_readonly', 'files of a damaged database are only read');
  }

  async compact(): Promise<void> {
    await this.write();
  }

  sizeBytes(): Promise<number> {
    return Promise.resolve(0);
  }

  close(): Promise<void> {
    this.#versions.clear();
    this.#blocks.clear();
    return Promise.resolve();
  }

  #addLog(file: LevelFile): void {
    const { ops, damage } = readWriteAheadLog(file.read());
    for (const { seq, key, value } of ops) this.#offer(toText(key), { seq, at: value });
    for (const what of damage) this.damage.push(`${file.name}: ${what}`);
  }

  /** A table that the manifest does not name is left over, or the manifest lost its end: taken when it is whole. */
  #addTable(file: LevelFile, isLive: boolean): void {
    const bytes = file.read();
    const { intact, damage } = readTable(bytes);
    if (!isLive && damage.length > 0) return;
    for (const what of damage) this.damage.push(`${file.name}: ${what}`);
    for (const handle of intact) {
      const entries = readBlock(bytes, handle);
      if (entries === null)
        this.damage.push(`${file.name}: the block at ${handle.offset} cannot be unpacked`);
      for (const [entry, { key }] of (entries ?? []).entries()) {
        if (key.length < 8) continue;
        const tail = new DataView(key.buffer, key.byteOffset + key.length - 8);
        const seq = Math.floor(tail.getUint32(0, true) / 256) + tail.getUint32(4, true) * 2 ** 24;
        const isPut = tail.getUint8(0) === 1;
        this.#offer(toText(key.subarray(0, -8)), {
          seq,
          at: isPut ? { file, handle, entry } : null,
        });
      }
    }
  }

  #offer(key: string, version: Version): void {
    const known = this.#versions.get(key);
    if (known === undefined || version.seq >= known.seq) this.#versions.set(key, version);
  }

  #block({ file, handle }: Place): readonly { readonly value: Uint8Array }[] {
    const name = `${file.name} ${handle.offset}`;
    const cached = this.#blocks.get(name);
    if (cached !== undefined) return cached;
    const bytes = file.readPart(handle.offset, handle.size + TRAILER_BYTES);
    const entries = readBlock(bytes, { offset: 0, size: handle.size }) ?? [];
    this.#blocks.set(name, entries);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= CACHED_BLOCKS_MAX) break;
      this.#blocks.delete(oldest);
    }
    return entries;
  }
}

/** What CURRENT leads to; null when it leads nowhere. */
function findLiveTables(files: readonly LevelFile[]): ReadonlySet<number> | null {
  const read = (name: string): Uint8Array =>
    files.find((file) => file.name === name)?.read() ?? new Uint8Array();
  const name = new TextDecoder().decode(read('CURRENT')).trimEnd();
  return liveTables(read(name));
}

/** Bytes as a text that sorts alike. */
function toText(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

function toBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
