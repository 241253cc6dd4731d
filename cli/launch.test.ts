import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { beforeAll, expect, test } from 'vitest';

const work = mkdtempSync(join(tmpdir(), 'issue-launch-'));
const cache = join(work, 'cache');

beforeAll(() => {
  const entry = `import { chunkLoader } from ${JSON.stringify(join(import.meta.dirname, 'launch.ts'))};
    chunkLoader(${JSON.stringify(work)})('./program.cjs');`;
  buildSync({
    stdin: { contents: entry, resolveDir: import.meta.dirname },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: join(work, 'entry.cjs'),
  });
  writeFileSync(join(work, 'other.cjs'), 'exports.answer = () => 42;');
  writeFileSync(
    join(work, 'program.cjs'),
    "const { join } = require('node:path'); console.log(require('./other.cjs').answer(), typeof join, __filename);",
  );
});

function launch(env: Record<string, string> = {}): string {
  const options = { env: { PATH: '', XDG_CACHE_HOME: cache, ...env }, encoding: 'utf8' as const };
  return execFileSync(process.execPath, [join(work, 'entry.cjs')], options);
}

function compiled(): string[] {
  const base = join(cache, 'issue-facade', 'code');
  if (!existsSync(base)) return [];
  return readdirSync(base).flatMap((version) =>
    readdirSync(join(base, version)).map((name) => join(base, version, name)),
  );
}

const EXPECTED = `42 function ${join(work, 'program.cjs')}\n`;

test('[CLI25] chunks run the same without, with and after compiled code is kept', () => {
  expect(launch({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe(EXPECTED);
  expect(compiled()).toEqual([]);
  expect(launch()).toBe(EXPECTED);
  expect(compiled()).toHaveLength(2);
  const before = compiled().map((path) => readFileSync(path));
  expect(launch()).toBe(EXPECTED);
  expect(compiled().map((path) => readFileSync(path))).toEqual(before);
});

test('[CLI25] damaged compiled code is not run but compiled anew', () => {
  launch();
  for (const path of compiled()) {
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(path, bytes);
  }
  expect(launch()).toBe(EXPECTED);
  writeFileSync(compiled()[0] ?? '', '');
  expect(launch()).toBe(EXPECTED);
});

test('[CLI25] compiled code that others could have written is not run', () => {
  launch();
  const [path = ''] = compiled();
  writeFileSync(path, 'planted');
  chmodSync(path, 0o666);
  expect(launch()).toBe(EXPECTED);
  expect(readFileSync(path, 'utf8')).not.toBe('planted');
});

test('[CLI25] a home that cannot be written is no reason to fail', () => {
  writeFileSync(join(work, 'file'), '');
  expect(launch({ XDG_CACHE_HOME: join(work, 'file', 'below') })).toBe(EXPECTED);
});

test('[CLI25] compiled code of another source is not run, even if that is as long', () => {
  launch();
  const other = join(work, 'other.cjs');
  writeFileSync(other, readFileSync(other, 'utf8').replace('42', '43'));
  expect(launch()).toBe(EXPECTED.replace('42', '43'));
});
