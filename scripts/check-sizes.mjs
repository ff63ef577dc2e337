import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isCode, isTest, sourceFiles } from './source-files.mjs';

export const MAX_LINES = 250;

/** Code and style files longer than 250 lines. Tests are free: a table of cases may be long. */
export function checkSizes(root) {
  return sourceFiles(root)
    .filter((file) => (isCode(file) || file.endsWith('.css')) && !isTest(file))
    .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ file, lines }) => `${file}: ${lines} lines, at most ${MAX_LINES}: split it`);
}
