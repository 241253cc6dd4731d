/** Reads the repository for `tidy.test.ts`: its files, what each TypeScript file imports, says and tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor, type Argument, type Expression } from 'oxc-parser';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const SKIPPED = new Set(['node_modules', 'dist', 'coverage', '.git', '.issue-facade']);

/** Every file of the repository, as a path from its root, sorted. */
export function listFiles(directory = ''): string[] {
  const entries = readdirSync(join(ROOT, directory), { withFileTypes: true });
  return entries
    .filter((entry) => !SKIPPED.has(entry.name) && !entry.name.endsWith('.tgz'))
    .flatMap((entry) => {
      const path = posix.join(directory, entry.name);
      return entry.isDirectory() ? listFiles(path) : [path];
    })
    .toSorted();
}

/** The text of a file; null when it does not exist. */
export function readText(path: string): string | null {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    return null;
  }
}

export function isTest(path: string): boolean {
  return /\.(test|proof)\.ts$/.test(path);
}

export interface Import {
  /** As written: static, dynamic, re-export or `import('…')` type. */
  readonly specifier: string;
  /** Nothing of it is left at run time. */
  readonly isTypeOnly: boolean;
}

export interface Source {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly comments: readonly string[];
  /** First arguments of `test`, `it` and `describe` calls, also of `test.each(…)(…)` and the like. */
  readonly titles: readonly string[];
}

export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const imports = new Map<string, Import>();
  const add = (specifier: unknown, isTypeOnly: boolean): void => {
    if (typeof specifier !== 'string') return;
    const before = imports.get(specifier)?.isTypeOnly ?? true;
    imports.set(specifier, { specifier, isTypeOnly: before && isTypeOnly });
  };
  const titles: string[] = [];
  for (const { moduleRequest, entries } of parsed.module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every(({ isType }) => isType));
  }
  for (const { entries } of parsed.module.staticExports) {
    for (const { moduleRequest, isType } of entries) add(moduleRequest?.value, isType);
  }
  new Visitor({
    ImportExpression: (node) => add(literal(node.source), false),
    TSImportType: (node) => add(node.source.value, true),
    CallExpression(node) {
      const title = node.arguments[0];
      if (title && /^(test|it|describe)$/.test(calleeRoot(node.callee))) titles.push(said(title));
    },
  }).visit(parsed.program);
  return {
    path,
    imports: [...imports.values()],
    comments: parsed.comments.map((c) => c.value),
    titles,
  };
}

function literal(node: Expression): unknown {
  return node.type === 'Literal' ? node.value : null;
}

/** `test.each([…])` → `test`. */
function calleeRoot(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return calleeRoot(callee.object);
  if (callee.type === 'CallExpression') return calleeRoot(callee.callee);
  return '';
}

function said(title: Argument): string {
  if (title.type === 'Literal') return String(title.value);
  if (title.type !== 'TemplateLiteral') return '';
  return title.quasis.map((quasi) => quasi.value.raw).join('…');
}

/** The file a relative specifier names (`./x.js` is `x.ts` on disk); null when it is not relative. */
export function resolveRelative(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null;
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}

/** `@scope/name/deep` → `@scope/name`; `node:fs` → `node:`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
