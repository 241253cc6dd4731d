import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Doors (`#engine` …) resolve to source, as in tsconfig.json; the rest are Vite's own server conditions. */
const conditions = ['source', 'module', 'node', 'development|production'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  define: { __ISSUE_FACADE_VERSION__: JSON.stringify('0.0.0-test') },
  test: {
    include: [
      'engine/**/*.test.ts',
      'bridges/**/*.test.ts',
      'cli/**/*.test.ts',
      'property-tests/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', 'dist/**'],
    globalSetup: ['property-tests/global-setup.ts'],
    // Processes, not threads: tests start children, hold file locks and load a native addon.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
