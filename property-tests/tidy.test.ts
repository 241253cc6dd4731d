/**
 * The house rules that no linter knows. Each failure says what to do. The data is in `tidy/`: rooms.ts (who may
 * import whom) and words.ts (banned words).
 */
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENTRIES, roomOf, ROOMS } from './tidy/rooms.js';
import {
  isTest,
  listFiles,
  packageOf,
  parseSource,
  readText,
  resolveRelative,
  ROOT,
  type Import,
  type Source,
} from './tidy/sources.js';
import { citedRules, parseCodeTables, parseRules } from './tidy/spec.js';
import { BANNED_FILE_NAME, BANNED_WORDS, FILE_NAME_INSTEAD } from './tidy/words.js';

const files = listFiles();
const sources = files
  .filter((path) => /^(engine|bridges|cli|property-tests)\/.*\.(ts|mjs)$/.test(path))
  .map((path) => parseSource(path, readText(path) ?? ''));
const manifest = JSON.parse(readText('package.json') ?? '{}') as Record<
  string,
  Record<string, string> | undefined
>;

/** Fails with one finding a line. */
function expectNone(findings: readonly string[], whatToDo: string): void {
  const list = findings.map((finding) => `  ${finding}`).join('\n');
  expect.soft(findings.length, `${whatToDo}\n${list}\n`).toBe(0);
}

function wrongImports({ path, imports }: Source): string[] {
  const own = roomOf(path);
  const room = ROOMS[own];
  if (path.startsWith('property-tests/')) return [];
  if (room === undefined) return [`${path}: room "${own}" is not in property-tests/tidy/rooms.ts`];
  return imports.flatMap((one) => {
    const wrong = isTest(path) ? null : wrongImport(path, own, one);
    return wrong === null ? [] : [`${path}: ${one.specifier} — ${wrong}`];
  });
}

/** Why a file of room `own` may not import this; null when it may. */
function wrongImport(path: string, own: string, one: Import): string | null {
  const { specifier, isTypeOnly } = one;
  const room = ROOMS[own] ?? { rooms: [] };
  if (specifier.startsWith('#')) {
    const doors = room.doors ?? [];
    return doors.includes(specifier) ? null : `${own} may enter ${doors.join(', ') || 'no door'}`;
  }
  const target = resolveRelative(path, specifier);
  if (target === null) {
    const name = packageOf(specifier);
    const packages = [...(room.packages ?? []), ...(isTypeOnly ? (room.types ?? []) : [])];
    if (!packages.includes(name)) return `${own} may import ${packages.join(', ') || 'no package'}`;
    const shipped = { ...manifest['dependencies'], ...manifest['peerDependencies'] };
    return name === 'node:' || name in shipped ? null : 'not among dependencies in package.json';
  }
  if (target === 'package.json' && own === 'cli') return null;
  if (isTest(target)) return 'product code may not import a test';
  if (target.split('/')[0] !== path.split('/')[0]) return 'cross to another room by its # door';
  const to = roomOf(target);
  return to === own || room.rooms.includes(to)
    ? null
    : `${own} may import ${room.rooms.join(', ')}`;
}

/** Files reached from `roots` by relative imports and doors. */
function reach(roots: readonly string[]): ReadonlySet<string> {
  const imports = new Map(sources.map((source) => [source.path, source.imports]));
  const seen = new Set<string>();
  const queue = [...roots];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const { specifier } of imports.get(path) ?? []) {
      const target = resolveRelative(path, specifier);
      if (target !== null) queue.push(target);
    }
  }
  return seen;
}

describe('rooms', () => {
  test('each file imports only what its room may', () => {
    expectNone(
      sources.flatMap(wrongImports),
      'Take a port as an argument, move the code down a storey, or change property-tests/tidy/rooms.ts:',
    );
  });

  test('relative imports name a file that exists, with its ending', () => {
    const broken = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => {
          const target = resolveRelative(path, specifier);
          const isBuilt = target?.startsWith('dist/') === true;
          return target !== null && !isBuilt && !files.includes(target);
        })
        .map(({ specifier }) => `${path}: ${specifier}`),
    );
    expectNone(broken, 'Mend the path (end it with .js):');
  });

  test('nothing is dead: doors, entries or tests reach every file', () => {
    const roots = [...ENTRIES, ...files.filter((path) => !/^(engine|cli|bridges)\//.test(path))];
    const reached = reach([...roots, ...files.filter(isTest)]);
    const dead = sources
      .map(({ path }) => path)
      .filter((path) => /^(engine|cli|bridges)\//.test(path) && !reached.has(path));
    expectNone(dead, 'Delete the file, or import it from where it is needed:');
  });

  test('the check itself: a planted wrong import is found', () => {
    const planted = (path: string, code: string): number =>
      wrongImports(parseSource(path, code)).length;
    expect(planted('engine/kernel/x.ts', `import type { Issue } from '../domain/issue.js';`)).toBe(
      1,
    );
    expect(planted('engine/doc/x.ts', `type A = import('../store/keys.js').A;`)).toBe(1);
    expect(planted('engine/store/x.ts', `export { a } from '../platform/level.js';`)).toBe(1);
    expect(planted('engine/store/x.ts', `const a = await import('node:fs');`)).toBe(1);
    expect(planted('engine/engine.ts', `import { a } from '../cli/main.js';`)).toBe(1);
    expect(planted('engine/testing/x.ts', `import { test } from 'vitest';`)).toBe(1);
    expect(planted('engine/session/x.ts', `import { Doc } from 'yjs';`)).toBe(1);
    expect(planted('engine/session/x.ts', `import type { Doc } from 'yjs';`)).toBe(0);
    expect(planted('engine/attic/x.ts', '')).toBe(1);
    expect(planted('cli/main.ts', `import { a } from '../engine/index.js';`)).toBe(1);
    expect(planted('cli/main.ts', `import { Engine } from '#engine';`)).toBe(0);
    expect(planted('engine/store/x.test.ts', `import { a } from '../platform/level.js';`)).toBe(0);
  });
});

describe('the law', () => {
  const rules = parseRules(readText('engine/SPEC.md') ?? '');
  const known = new Set(rules.map(({ id }) => id));
  const testing = sources.filter(
    ({ path }) => isTest(path) || /^(engine\/testing|property-tests)\//.test(path),
  );
  const citations = testing.flatMap(({ path, titles }) =>
    titles.flatMap(citedRules).map((id) => ({ id, path })),
  );

  test('engine/SPEC.md states numbered rules, each id once', () => {
    expect(rules.length, 'Write rules in engine/SPEC.md as `- **STO1** what holds`.').not.toBe(0);
    const twice = rules.filter(({ id }, index) => rules.findIndex((r) => r.id === id) !== index);
    expectNone(
      twice.map(({ id, line }) => `engine/SPEC.md:${line} ${id}`),
      'Give each rule its own number:',
    );
  });

  test('every rule that a test or a comment cites exists', () => {
    const comments = sources
      .filter(({ path }) => !path.startsWith('property-tests/tidy'))
      .flatMap(({ path, comments: texts }) =>
        texts.flatMap(citedRules).map((id) => ({ id, path })),
      );
    const unknown = [...citations, ...comments].filter(({ id }) => !known.has(id));
    expectNone(
      [...new Set(unknown.map(({ id, path }) => `[${id}] in ${path}`))],
      'Add the rule to engine/SPEC.md, or mend the citation:',
    );
  });

  test('every rule is cited by a test', () => {
    const cited = new Set(citations.map(({ id }) => id));
    const free = rules.filter(({ id, checkedElsewhere }) => !checkedElsewhere && !cited.has(id));
    expectNone(
      free.map(({ id, line }) => `engine/SPEC.md:${line} ${id}`),
      "Write test('[ID] …'), or end the rule with `(checked by: what does)`:",
    );
  });

  test('the check itself: rules, continuations and citations are read', () => {
    const spec =
      '# Law\n- **STO1** one\n  and more (checked by: types)\n**L1** two\n\ntext **L2**\n';
    expect(parseRules(spec)).toEqual([
      { id: 'STO1', line: 2, checkedElsewhere: true },
      { id: 'L1', line: 4, checkedElsewhere: false },
    ]);
    expect(citedRules('[STO1, L1] a [x] row [L2]')).toEqual(['STO1', 'L1', 'L2']);
    expect(citedRules('[L9, CLM1–CLM3]')).toEqual(['L9', 'CLM1', 'CLM2', 'CLM3']);
    const { titles } = parseSource(
      'x.ts',
      'test.each([1])(`[A1] ${x}`, f); it("[A2]", f); f("[A3]")',
    );
    expect(titles.flatMap(citedRules)).toEqual(['A1', 'A2']);
  });
});

describe('error codes', () => {
  test('README.md has a row for each, and no row too many', async () => {
    const { ERRORS } = (await import(join(ROOT, 'engine/errors.ts'))) as {
      ERRORS: Readonly<Record<string, { readonly exit: number }>>;
    };
    const rows = parseCodeTables(readText('README.md') ?? '');
    const missing = Object.entries(ERRORS).filter(([code]) => !rows.has(code));
    expectNone(
      missing.map(([code, { exit }]) => `| \`${code}\` | ${exit} | … |`),
      'Add to the table of README.md whose first column is headed `code`:',
    );
    expectNone(
      [...rows.keys()].filter((code) => !(code in ERRORS)),
      'Remove these rows from README.md, or add the codes to engine/errors.ts:',
    );
    const differ = Object.entries(ERRORS).filter(([code, { exit }]) => {
      const stated = rows.get(code)?.['exit'];
      return stated !== undefined && stated !== String(exit);
    });
    expectNone(
      differ.map(([code, { exit }]) => `${code}: exits with ${exit}`),
      'Mend the `exit` column of README.md:',
    );
  });
});

describe('words', () => {
  const texts = files.filter((path) => /\.(ts|mjs|json|jsonc|md|yml|yaml)$|^\.ci\//.test(path));

  test.each(BANNED_WORDS.map((word) => [word.instead, word] as const))('%s', (_, word) => {
    expect(word.pattern.test(word.example), 'the pattern catches its own example').toBe(true);
    const found = texts
      .filter((path) => path !== 'package-lock.json')
      .filter((path) => (word.where?.test(path) ?? true) && !(word.except?.test(path) ?? false))
      .flatMap((path) =>
        (readText(path) ?? '')
          .split('\n')
          .flatMap((line, index) =>
            word.pattern.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 100)}`] : [],
          ),
      );
    expectNone(found, `Instead: ${word.instead}.`);
  });

  test('files are named after the one thing inside', () => {
    const vague = sources
      .map(({ path }) => path)
      .filter((path) => BANNED_FILE_NAME.test(basename(path).replace(/\.[\w.]+$/, '')));
    expectNone(vague, `Rename; ${FILE_NAME_INSTEAD}:`);
  });

  test('the lock file names no registry, and every system that `npm ci` may run on', async () => {
    const text = readText('package-lock.json') ?? '{"packages":{}}';
    const hosts = text.match(/"resolved": "https?:\/\/[^/"]+/g) ?? [];
    const foreign = hosts.filter((host) => !host.endsWith('//registry.npmjs.org'));
    expectNone([...new Set(foreign)], 'Run npm install with --omit-lockfile-registry-resolved:');
    const { completeLock } = (await import(join(ROOT, 'property-tests/lock-platforms.mjs'))) as {
      readonly completeLock: (lock: unknown) => string[];
    };
    expectNone(completeLock(JSON.parse(text)), 'Run `npm run lock`; missing:');
  });
});
