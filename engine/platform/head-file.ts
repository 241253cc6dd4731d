/**
 * The head record: two 64-byte slots written in turn, each with its own CRC, so that a torn write leaves the other
 * one valid. [STO6]
 */
import { closeSync, fdatasyncSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Head, HeadFile } from '../store/ports.js';
import { toStoreError } from './store-error.js';

const SLOT_BYTES = 64;
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
  const bytes = Buffer.alloc(2 * SLOT_BYTES);
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw toStoreError(cause);
  }
  try {
    readSync(fd, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(fd);
  }
  const slots = [decodeSlot(bytes.subarray(0, SLOT_BYTES)), decodeSlot(bytes.subarray(SLOT_BYTES))];
  return slots.reduce((best, slot) => (slot && (!best || slot.seq > best.seq) ? slot : best), null);
}

export function encodeSlot(head: Head): Buffer {
  const slot = Buffer.alloc(SLOT_BYTES);
  slot.writeUInt32BE(MAGIC, 0);
  slot.writeUIntBE(head.seq, 4, 6);
  slot.writeUIntBE(head.verifiedSeq, 10, 6);
  slot.write(head.chain, 16, 16, 'hex');
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
  };
}
