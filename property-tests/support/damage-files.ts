/** Breaks one file of a replica. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pick } from './cli-proof.js';

export const FILE_KINDS = ['.ldb', '.log', 'MANIFEST', 'CURRENT', 'HEAD', 'LOCK', 'LOG'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export const DAMAGES = ['flip', 'zero', 'truncate', 'delete'] as const;
export type Damage = (typeof DAMAGES)[number];

/** Does it; answers with what was done, or null when there is no such file or nothing in it to damage. */
export function damageOne(
  directory: string,
  kind: FileKind,
  damage: Damage,
  chance: () => number,
): string | null {
  const path = choose(directory, kind, chance);
  if (path === null) return null;
  const bytes = readFileSync(path);
  const name = path.slice(directory.length + 1);
  if (damage === 'delete') {
    rmSync(path);
    return `${name} deleted`;
  }
  if (bytes.length === 0) return null;
  const at = Math.floor(chance() * bytes.length);
  if (damage === 'truncate') {
    writeFileSync(path, bytes.subarray(0, at));
    return `${name} cut from ${bytes.length} to ${at}`;
  }
  if (damage === 'flip') {
    const bit = Math.floor(chance() * 8);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
    writeFileSync(path, bytes);
    return `${name} byte ${at} bit ${bit} flipped`;
  }
  const size = pick([16, 512, 4096], chance);
  bytes.fill(0, at, Math.min(bytes.length, at + size));
  writeFileSync(path, bytes);
  return `${name} ${size} bytes from ${at} zeroed`;
}

function choose(directory: string, kind: FileKind, chance: () => number): string | null {
  if (kind === 'HEAD') return join(directory, 'HEAD');
  const database = join(directory, 'replica');
  const names = readdirSync(database).filter((name) =>
    kind.startsWith('.')
      ? name.endsWith(kind)
      : kind === 'MANIFEST'
        ? name.startsWith(kind)
        : name === kind,
  );
  return names.length === 0 ? null : join(database, pick(names, chance));
}
