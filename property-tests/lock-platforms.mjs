/**
 * `npm run lock`: completes package-lock.json after an `npm install`. npm leaves out optional packages made for other
 * systems (npm/cli#4828), and then refuses `npm ci` on them, or everywhere. Adds what is missing, by name and version.
 */
import { readFile, writeFile } from 'node:fs/promises';

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

/** `@oxlint/binding-linux-arm64-musl` → what npm must know to skip it elsewhere; null when the name does not say. */
function platformOf(name) {
  const parts = name.split(/[/-]/);
  const os = SYSTEMS.find((system) => parts.includes(system));
  const cpu = PROCESSORS.find((processor) => parts.includes(processor));
  if (os === undefined || cpu === undefined) return null;
  const last = parts.at(-1) ?? '';
  const libc = last.startsWith('gnu') ? ['glibc'] : last.startsWith('musl') ? ['musl'] : null;
  return { cpu: [cpu], ...(libc && { libc }), os: [os] };
}

/** Adds the missing entries. Returns their paths. */
export function completeLock(lock) {
  const added = [];
  for (const dependent of Object.values(lock.packages)) {
    for (const [name, version] of Object.entries(dependent.optionalDependencies ?? {})) {
      const path = `node_modules/${name}`;
      const platform = platformOf(name);
      if (path in lock.packages || platform === null || !/^\d/.test(version)) continue;
      const { cpu, libc, os } = platform;
      lock.packages[path] = {
        version,
        cpu,
        ...(dependent.dev && { dev: true }),
        ...(libc && { libc }),
        optional: true,
        os,
      };
      added.push(path);
    }
  }
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
  );
  return added;
}

if (process.argv[1] === import.meta.filename) {
  const path = new URL('../package-lock.json', import.meta.url);
  const lock = JSON.parse(await readFile(path, 'utf8'));
  const added = completeLock(lock);
  await writeFile(path, `${JSON.stringify(lock, null, 2)}\n`);
  console.error(`lock: ${added.length} entries added`);
}
