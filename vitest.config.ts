import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const resolve = { alias: { '@': root } };
const exclude = ['**/node_modules/**', '.next/**', 'dist/**', '.data/**', 'e2e/**'];

/** Tests named *.db.test.ts get a database of their own from a template; the others need none. */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      { resolve, test: { name: 'domain', include: ['domain/**/*.test.ts'], exclude } },
      {
        resolve,
        test: {
          name: 'unit',
          include: ['{db,server,app,ui,sim,scripts,bench,chaos}/**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.db.test.ts'],
        },
      },
      {
        resolve,
        test: {
          name: 'db',
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
