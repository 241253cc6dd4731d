/**
 * `npm run build`: the bundled CLI, the engine's two public doors, and their declarations.
 *
 *   dist/cli/issue.cjs      minified CommonJS, with dist/cli/lib/*.cjs loaded as commands need them
 *   dist/engine/index.js    ES module, shares chunks with …
 *   dist/testing/index.js   … the second door
 *   dist/types/engine/**    declarations of both doors
 *
 * Built beside and swapped in at the end, so a program that reads dist/ meanwhile never sees half a build.
 */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build, transform } from 'esbuild';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');
const STAGE = join(ROOT, 'node_modules', '.cache', `issue-facade-build-${process.pid}`);
const TARGET = 'node20';

const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));

/**
 * classic-level finds its native addon from `__dirname`, which in a bundle is the bundle's. Its JavaScript is
 * bundled (half the start-up); the addon is loaded from the installed package, wherever npm or pnpm put it.
 */
const nativeLevel = {
  name: 'native-level',
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]classic-level[\\/]binding\.js$/ }, () => ({
      loader: 'js',
      contents: `
        const manifest = require.resolve('classic-level/package.json');
        module.exports = require('node-gyp-build')(require('node:path').dirname(manifest));
      `,
    }));
  },
};

const shared = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: TARGET,
  conditions: ['source'],
  define: { __ISSUE_FACADE_VERSION__: JSON.stringify(version) },
  logLevel: 'warning',
  // A silent `undefined` at run time otherwise: CommonJS has no import.meta.
  logOverride: { 'empty-import-meta': 'error' },
};

/** @returns {Promise<boolean>} */
async function exists(path) {
  return stat(join(ROOT, path)).then(
    () => true,
    () => false,
  );
}

/**
 * The CLI is split where it imports lazily, so that a command compiles only what it uses; CommonJS starts faster than
 * ES modules. esbuild splits ES modules only, hence two steps: split, then turn each chunk into CommonJS.
 */
async function buildCli() {
  const outdir = join(STAGE, 'dist', 'cli');
  const lib = join(outdir, 'lib');
  const { outputFiles } = await build({
    ...shared,
    entryPoints: { program: 'cli/main.ts' },
    outdir: lib,
    write: false,
    format: 'esm',
    splitting: true,
    chunkNames: '[hash]',
    outExtension: { '.js': '.cjs' },
    minify: true,
    legalComments: 'none',
    external: ['classic-level/package.json'],
    plugins: [nativeLevel],
  });
  await mkdir(lib, { recursive: true });
  await Promise.all(
    outputFiles.map(async ({ path, text }) => {
      const { code } = await transform(text, {
        format: 'cjs',
        platform: 'node',
        target: TARGET,
        minify: true,
        supported: { 'dynamic-import': false },
      });
      await writeFile(path, code);
    }),
  );
  const entry = join(outdir, 'issue.cjs');
  await build({
    ...shared,
    entryPoints: ['cli/entry.ts'],
    outfile: entry,
    format: 'cjs',
    minify: true,
    banner: { js: '#!/usr/bin/env node' },
  });
  await chmod(entry, 0o755);
}

async function buildDoors(doors) {
  await build({
    ...shared,
    entryPoints: Object.fromEntries(doors.map(({ name, source }) => [`${name}/index`, source])),
    outdir: join(STAGE, 'dist'),
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    splitting: true,
    packages: 'external',
  });
}

async function buildTypes(doors) {
  const config = join(STAGE, 'tsconfig.types.json');
  await writeFile(
    config,
    JSON.stringify({
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        emitDeclarationOnly: true,
        rootDir: ROOT,
        outDir: join(STAGE, 'dist', 'types'),
        typeRoots: [join(ROOT, 'node_modules', '@types')],
      },
      include: [],
      files: doors.map(({ source }) => join(ROOT, source)),
    }),
  );
  const tsc = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin',
    'tsc',
  );
  // Declarations are emitted even from source with type errors; `npm run types` is the judge of those.
  await promisify(execFile)(process.execPath, [tsc, '-p', config], { cwd: ROOT }).catch((failure) =>
    console.error(`build: the source has type errors (npm run types):\n${failure.stdout}`),
  );
}

/** Two builds at once are legal: the one that comes second wins. */
async function swapIn(attempts = 10) {
  await rename(DIST, join(STAGE, `old-${attempts}`)).catch(ignoreMissing);
  try {
    await rename(join(STAGE, 'dist'), DIST);
  } catch (failure) {
    if (attempts === 0) throw failure;
    await swapIn(attempts - 1);
  }
}

function ignoreMissing(failure) {
  if (failure.code !== 'ENOENT') throw failure;
}

const startedMs = performance.now();
const doors = [{ name: 'engine', source: 'engine/index.ts' }];
if (await exists('engine/testing/index.ts')) {
  doors.push({ name: 'testing', source: 'engine/testing/index.ts' });
}
try {
  await mkdir(join(STAGE, 'dist'), { recursive: true });
  const jobs = [buildDoors(doors), buildTypes(doors)];
  if (await exists('cli/main.ts')) jobs.push(buildCli());
  else console.error('build: cli/main.ts does not exist, so there is no dist/cli/issue.cjs');
  const failed = (await Promise.allSettled(jobs)).find(({ status }) => status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  await swapIn();
  console.error(`build: dist/ of ${version} in ${Math.round(performance.now() - startedMs)} ms`);
} catch (failure) {
  console.error(`build failed: ${failure.message}`);
  process.exitCode = 1;
} finally {
  await rm(STAGE, { recursive: true, force: true });
}
