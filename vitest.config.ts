import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const resolve = { alias: { '@': root } };
const exclude = ['**/node_modules/**', '.next/**', 'dist/**', '.data/**', 'e2e/**'];

/** Files share the modules that a worker has read once: reading them anew for each file took longer than many a file's tests. */
const isolate = false;

/** Tests named *.db.test.ts get a database of their own from a template; the others need none. */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      { resolve, test: { name: 'domain', isolate, include: ['domain/**/*.test.ts'], exclude } },
      {
        resolve,
        test: {
          name: 'unit',
          isolate,
          include: ['{db,server,app,ui,sim,scripts,bench,chaos}/**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts'],
        },
      },
      {
        resolve,
        test: {
          name: 'db',
          isolate,
          include: ['**/*.db.test.ts'],
          exclude,
          globalSetup: ['db/testing/template.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
