import { readdirSync } from 'node:fs';
import path from 'node:path';

const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', 'test-results', 'playwright-report']);

/** Every file of the project below `root`, as sorted paths with forward slashes; generated and hidden folders left out. */
export function sourceFiles(root) {
  const files = [];
  const walk = (folder) => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      if (entry.name.startsWith('.') || NOT_OURS.has(entry.name)) continue;
      const file = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) walk(file);
      else if (entry.isFile()) files.push(file);
    }
  };
  walk('');
  return files.sort();
}

export const isCode = (file) => /\.(ts|tsx|mts|mjs|js)$/.test(file) && file !== 'next-env.d.ts';
export const isTest = (file) => /\.(test|spec|test-data)\.(ts|tsx)$/.test(file);
