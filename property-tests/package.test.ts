/**
 * What users get: the packed package, laid out as npm would install it, with its dependencies linked in. Needs
 * `npm run build` (which `npm test` runs).
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listFiles, ROOT } from './tidy/sources.js';

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const project = mkdtempSync(join(tmpdir(), 'issue-facade-package-'));
const installed = join(project, 'node_modules', 'issue-facade');
const hasTestingDoor = existsSync(join(ROOT, 'engine/testing/index.ts'));
let packed: string[] = [];

beforeAll(() => {
  if (!existsSync(join(ROOT, 'dist'))) throw new Error('no dist/: run `npm run build` first');
  const arguments_ = ['pack', '--json', '--ignore-scripts', '--pack-destination', project];
  const report = execFileSync('npm', arguments_, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { filename, files } = parsePackReport(report.toString());
  packed = files.map(({ path }) => path);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xzf', join(project, filename), '-C', installed, '--strip-components=1']);
  for (const name of [...Object.keys(manifest.dependencies), '@types']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name));
  }
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

interface PackReport {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** npm answers with a list, or (later) with an object by package name. */
function parsePackReport(json: string): PackReport {
  const parsed = JSON.parse(json) as PackReport[] | Record<string, PackReport>;
  const report = Object.values(parsed)[0];
  if (report === undefined) throw new Error('npm pack reported nothing');
  return report;
}

describe('the package', () => {
  test('holds what is built and said to users, and nothing else', () => {
    const unexpected = packed.filter(
      (path) =>
        !/^(dist\/|engine\/SPEC\.md$|(README|CHANGELOG)\.md$|LICENSE$|package\.json$)/.test(path),
    );
    expect(unexpected).toEqual([]);
    expect(packed.filter((path) => /\.(test|proof)\.|\.node$/.test(path))).toEqual([]);
  });

  test('every path that package.json promises exists', () => {
    const doors = Object.entries(manifest.exports)
      .filter(([door]) => door !== './testing' || hasTestingDoor)
      .flatMap(([, target]) => (typeof target === 'string' ? [target] : Object.values(target)));
    const promised = [...Object.values(manifest.bin), ...doors].map((path) =>
      path.replace('./', ''),
    );
    expect(promised.filter((path) => !packed.includes(path))).toEqual([]);
  });

  test('`issue --version` runs from elsewhere, by its own path', () => {
    const bin = join(installed, manifest.bin['issue'] ?? '');
    const run = spawnSync(bin, ['--version'], { cwd: tmpdir(), encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout).toContain(manifest.version);
  });

  test('the native addon is found in the installed classic-level', () => {
    const lib = join(installed, 'dist', 'cli', 'lib');
    const chunks = readdirSync(lib).map((name) => readFileSync(join(lib, name), 'utf8'));
    expect(chunks.filter((text) => text.includes('classic-level/package.json'))).toHaveLength(1);
    const run = spawnSync(join(installed, manifest.bin['issue'] ?? ''), ['init'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(run.stderr).not.toContain('No native build');
    expect(run.status, run.stderr).toBe(0);
  });

  test.each(['nodenext', 'bundler'])('its types serve a strict consumer (%s)', (resolution) => {
    const consumer = mkdtempSync(join(project, 'consumer-'));
    const doors = ['issue-facade', ...(hasTestingDoor ? ['issue-facade/testing'] : [])];
    const lines = doors.map((door, index) => `export * as door${index} from '${door}';`);
    const use = `import type { Engine, Issue } from 'issue-facade';
export const show = (engine: Engine): Promise<Issue> => engine.show('x');`;
    writeFileSync(join(consumer, 'consumer.mts'), [...lines, use].join('\n'));
    const compilerOptions = {
      module: resolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution: resolution,
      target: 'es2023',
      lib: ['es2023'],
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules', '@types')],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
    };
    const config = { compilerOptions, files: ['consumer.mts'] };
    writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(config));
    const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
    const tsc = join(dirname(typescript), 'bin', 'tsc');
    const run = spawnSync(process.execPath, [tsc, '-p', consumer], { encoding: 'utf8' });
    expect(run.stdout).toBe('');
    expect(run.status).toBe(0);
  });

  test('declarations name no file that is not packed', () => {
    const declarations = listFiles('dist/types').filter((path) => path.endsWith('.d.ts'));
    expect(declarations.length).toBeGreaterThan(0);
    expect(declarations.filter((path) => !packed.includes(path))).toEqual([]);
  });
});
