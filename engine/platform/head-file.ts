/**
 * The head record: two 64-byte slots written in turn, each with its own CRC, so that a torn write leaves the other
 * one valid. [STO6]
 */
import { closeSync, fdatasyncSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Head, HeadFile } from '../store/ports.js';
import { toStoreError } from './store-error.js';

const SLOT_BYTES = 64;
const NAME_BYTES = 13;
const MAGIC = 0x49464831; // "IFH1"

/** Opens (or creates) the file. `sync: false` for the mirror outside the project, which only helps to notice. */
export function openHeadFile(path: string, options: { readonly sync: boolean }): HeadFile {
  let fd: number | null = null;
  const open = (): number => {
    fd ??= openSync(path, 'r+');
    return fd;
  };
  return {
    read: () => readHead(path),
    write: (head) => {
      try {
        const file = open();
        writeSync(file, encodeSlot(head), 0, SLOT_BYTES, (head.seq % 2) * SLOT_BYTES);
        if (options.sync) fdatasyncSync(file);
      } catch (cause) {
        throw toStoreError(cause);
      }
    },
    close: () => {
      if (fd !== null) closeSync(fd);
      fd = null;
    },
  };
}

function readHead(path: string): Head | null {
  return readHeadState(path).head;
}

/** The latest valid record, and how many slots hold neither a record nor the zeros of a new file. */
export function readHeadState(path: string): {
  readonly head: Head | null;
  readonly damagedSlots: number;
} {
  const bytes = Buffer.alloc(2 * SLOT_BYTES);
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { head: null, damagedSlots: 0 };
    throw toStoreError(cause);
  }
  let length: number;
  try {
    length = readSync(fd, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(fd);
  }
  let head: Head | null = null;
  let damagedSlots = length < bytes.length ? 1 : 0;
  for (const slot of [bytes.subarray(0, SLOT_BYTES), bytes.subarray(SLOT_BYTES)]) {
    const record = decodeSlot(slot);
    if (record !== null && (head === null || record.seq > head.seq)) head = record;
    if (record === null && slot.some((byte) => byte !== 0)) damagedSlots += 1;
  }
  return { head, damagedSlots };
}

/** A fresh file with this one record, put in place of the old one whole. */
export function replaceHeadFile(path: string, head: Head): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const fd = openSync(temporary, 'w', 0o600);
    writeSync(fd, new Uint8Array(2 * SLOT_BYTES));
    writeSync(fd, encodeSlot(head), 0, SLOT_BYTES, (head.seq % 2) * SLOT_BYTES);
    fdatasyncSync(fd);
    closeSync(fd);
    renameSync(temporary, path);
  } catch (cause) {
    throw toStoreError(cause);
  }
}

export function encodeSlot(head: Head): Buffer {
  const slot = Buffer.alloc(SLOT_BYTES);
  slot.writeUInt32BE(MAGIC, 0);
  slot.writeUIntBE(head.seq, 4, 6);
  slot.writeUIntBE(head.verifiedSeq, 10, 6);
  slot.write(head.chain, 16, 16, 'hex');
  slot.write(head.workspace, 32, NAME_BYTES, 'latin1');
  slot.write(head.replica, 32 + NAME_BYTES, NAME_BYTES, 'latin1');
  slot.writeUInt32BE(crc32(slot.subarray(0, 60)), 60);
  return slot;
}

function decodeSlot(slot: Buffer): Head | null {
  if (slot.readUInt32BE(0) !== MAGIC) return null;
  if (slot.readUInt32BE(60) !== crc32(slot.subarray(0, 60))) return null;
  return {
    seq: slot.readUIntBE(4, 6),
    verifiedSeq: slot.readUIntBE(10, 6),
    chain: slot.toString('hex', 16, 32),
    workspace: readName(slot, 32),
    replica: readName(slot, 32 + NAME_BYTES),
  };
}

function readName(slot: Buffer, at: number): string {
  return slot.toString('latin1', at, at + NAME_BYTES).replace(/\0+$/, '');
}
