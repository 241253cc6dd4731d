/** A disk as small as one likes, in memory. Mounting needs root. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  statfsSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BALLAST = 'ballast';
const PAGE_BYTES = 4096;

export class SmallDisk {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Mounts an empty disk of `bytes` at `directory`, which is made. */
  static mount(directory: string, bytes: number): SmallDisk {
    mkdirSync(directory, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'none', directory]);
    return new SmallDisk(directory);
  }

  /** Fills the disk until no more than `pages` pages are free. */
  fill(pages: number): void {
    this.free();
    const file = openSync(join(this.directory, BALLAST), 'w');
    try {
      const { bavail, bsize } = statfsSync(this.directory);
      let left = Math.max(0, bavail * bsize - pages * PAGE_BYTES);
      const chunk = new Uint8Array(64 * 1024);
      while (left > 0) left -= writeSync(file, chunk, 0, Math.min(left, chunk.length));
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    closeSync(openSync(join(this.directory, BALLAST), 'a'));
    const file = openSync(join(this.directory, BALLAST), 'r+');
    ftruncateSync(file, 0);
    closeSync(file);
  }

  setReadOnly(isReadOnly: boolean): void {
    execFileSync('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, this.directory]);
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.directory]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** True for root, unless it is shut into a container. */
export function canMount(): boolean {
  const directory = mkdtempSync(join(tmpdir(), 'issue-facade-mount-'));
  const argv = ['-t', 'tmpfs', '-o', 'size=64k', 'none', directory];
  const isMounted = spawnSync('mount', argv, { stdio: 'ignore' }).status === 0;
  if (isMounted) execFileSync('umount', [directory]);
  rmdirSync(directory);
  return isMounted;
}

/** Runs `work` on a small disk and takes the disk away afterwards. */
export async function withSmallDisk<T>(
  directory: string,
  bytes: number,
  work: (disk: SmallDisk) => Promise<T>,
): Promise<T> {
  const disk = SmallDisk.mount(directory, bytes);
  try {
    return await work(disk);
  } finally {
    disk.unmount();
  }
}
