import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FILE_RULES, IMPORT_RULES } from './layer-rules.mjs';
import { isCode, sourceFiles } from './source-files.mjs';

const IMPORT = /\b(?:import|export)\s+(type\s+)?(?:[\w*$\s{},]*?\bfrom\s*)?(['"])([^'"\n]+)\2/g;
const DYNAMIC_IMPORT = /\b(?:import|require)\s*\(\s*(['"`])([^'"`\n]+)\1/g;

/** Blanks out comments, keeping line breaks and the text of strings, so that `https://…` is not taken for one. */
export function withoutComments(source) {
  const token = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
  return source.replace(token, (text) => (/^\/[/*]/.test(text) ? text.replace(/[^\n]/g, ' ') : text));
}

/** Where an import leads: a path inside the project, or the name of a package. */
function resolveImport(file, specifier) {
  if (specifier.startsWith('@/')) return { target: specifier.slice(2) };
  if (specifier.startsWith('.')) return { target: path.posix.join(path.posix.dirname(file), specifier) };
  if (specifier.startsWith('node:')) return { package: specifier };
  const parts = specifier.split('/');
  return { package: parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}

/** All imports of a file: static, re-exporting and dynamic, each with its line. */
export function importsOf(file, code) {
  const lineAt = (index) => code.slice(0, index).split('\n').length;
  const found = [
    ...[...code.matchAll(IMPORT)].map((match) => ({ match, isTypeOnly: Boolean(match[1]), specifier: match[3] })),
    ...[...code.matchAll(DYNAMIC_IMPORT)].map((match) => ({ match, isTypeOnly: false, specifier: match[2] })),
  ];
  return found.map(({ match, isTypeOnly, specifier }) => ({
    line: lineAt(match.index),
    isTypeOnly,
    specifier,
    ...resolveImport(file, specifier),
  }));
}

/** Every place below `root` that breaks a rule of the house, as `{file, line, rule, message}`. */
export function findLayerBreaks(root) {
  const breaks = [];
  for (const file of sourceFiles(root).filter(isCode)) {
    const code = withoutComments(readFileSync(path.join(root, file), 'utf8'));
    for (const [rule, check] of Object.entries(FILE_RULES)) {
      const message = check(file, code);
      if (message) breaks.push({ file, line: 1, rule, message });
    }
    for (const found of importsOf(file, code)) {
      for (const [rule, check] of Object.entries(IMPORT_RULES)) {
        const message = check(file, found);
        if (message) breaks.push({ file, line: found.line, rule, message: `${message} (${found.specifier})` });
      }
    }
  }
  return breaks;
}

export const checkLayers = (root) =>
  findLayerBreaks(root).map(({ file, line, rule, message }) => `${file}:${line}: ${message} [${rule}]`);
