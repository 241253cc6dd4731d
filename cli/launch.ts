/**
 * Loads the program's chunks, with the code V8 compiled the last time: compiling is a quarter of a short command.
 * Compiled code is kept per Node version in the user's own cache directory; whatever is missing, foreign, writable by
 * others or damaged is compiled anew. `NODE_DISABLE_COMPILE_CACHE=1` does without, as for Node's own cache.
 */
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

type Load = (request: string) => unknown;

/** What compiled code is kept in: CRC-32 of its source (V8 compares lengths only) and of the code, then the code. */
const HEAD_BYTES = 8;

/** `load(name)` for the chunks in `directory`; other names go to Node. */
export function chunkLoader(directory: string): Load {
  const real = createRequire(join(directory, 'chunk.cjs'));
  const cache = cacheDirectory();
  const loaded = new Map<string, { exports: unknown }>();
  const fresh: Fresh[] = [];
  const load: Load = (request) => {
    if (!request.startsWith('.')) return real(request);
    const name = basename(request);
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const chunk: { exports: unknown } = { exports: {} };
    loaded.set(name, chunk);
    const file = join(directory, name);
    const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
    const path = cache === null ? null : join(cache, `${name}.bin`);
    const cachedData = path === null ? undefined : readCompiled(path, source);
    const options = cachedData === undefined ? {} : { cachedData };
    const script = new Script(source, { filename: file, ...options });
    if (path !== null && (cachedData === undefined || script.cachedDataRejected === true))
      fresh.push({ path, script, source });
    const run = script.runInThisContext() as (...scope: unknown[]) => void;
    run(chunk.exports, require, chunk, file, directory);
    return chunk.exports;
  };
  const require = Object.assign(load, { resolve: real.resolve });
  process.once('exit', () => {
    if (cache !== null && fresh.length > 0) keepCompiled(cache, fresh);
  });
  return load;
}

function cacheDirectory(): string | null {
  if (process.env['NODE_DISABLE_COMPILE_CACHE'] === '1') return null;
  const base = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(base, 'issue-facade', 'code', `${process.version}-${process.arch}`);
}

interface Fresh {
  readonly path: string;
  readonly script: Script;
  readonly source: string;
}

function readCompiled(path: string, source: string): Buffer | undefined {
  try {
    if (!isOursAlone(path)) return undefined;
    const bytes = readFileSync(path);
    if (bytes.length <= HEAD_BYTES || bytes.readUInt32BE(0) !== crc32(source)) return undefined;
    const code = bytes.subarray(HEAD_BYTES);
    return bytes.readUInt32BE(4) === crc32(code) ? code : undefined;
  } catch {
    return undefined; // not there yet, or not readable: compiling anew is always possible
  }
}

/** Code that somebody else could have put there is not run. */
function isOursAlone(path: string): boolean {
  if (process.getuid === undefined) return true; // Windows: the profile directory is the user's own
  const { uid, mode } = lstatSync(path);
  return uid === process.getuid() && (mode & 0o022) === 0;
}

/** Written when the program is done, with the functions that it came to use. */
function keepCompiled(cache: string, fresh: readonly Fresh[]): void {
  try {
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    if (!isOursAlone(cache)) return;
    for (const { path, script, source } of fresh) {
      const code = script.createCachedData();
      const head = Buffer.alloc(HEAD_BYTES);
      head.writeUInt32BE(crc32(source), 0);
      head.writeUInt32BE(crc32(code), 4);
      const temporary = `${path}.${process.pid}`;
      writeFileSync(temporary, Buffer.concat([head, code]), { mode: 0o600 });
      renameSync(temporary, path);
    }
  } catch {
    // A home that cannot be written or is full: the next run compiles again, nothing else is lost.
  }
}
