import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { punctuationFaults, wideMarksIn } from './check-punctuation.mjs';

/** Flattens nested messages to `a.b.c` -> text. */
function flatten(messages, prefix = '') {
  return Object.entries(messages).flatMap(([key, value]) =>
    value !== null && typeof value === 'object' ? flatten(value, `${prefix}${key}.`) : [[`${prefix}${key}`, value]],
  );
}

/** Names of the ICU arguments in a message: `{count, plural, one {# order} other {# orders}}` -> count. */
export function argumentsOf(text) {
  const names = new Set();
  let depth = 0;
  for (const [index, char] of [...text].entries()) {
    if (char === '{') {
      depth += 1;
      const name = /^\{\s*(\w+)\s*[,}]/.exec([...text].slice(index).join(''))?.[1];
      // Odd depths hold an argument; even depths hold the text of a plural or select branch.
      if (name && depth % 2 === 1) names.add(name);
    } else if (char === '}') depth -= 1;
  }
  return [...names].sort().join(', ');
}

/** Both languages hold the same keys, no empty text, and the same arguments in each text; Chinese is set as Chinese. */
export function checkMessages(root) {
  const folder = path.join(root, 'messages');
  const languages = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  const problems = [];
  if (!languages.includes('zh-CN.json') || !languages.includes('en.json')) {
    return ['messages/: zh-CN.json and en.json must both be there'];
  }
  const texts = new Map(
    languages.map((file) => [file, new Map(flatten(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))))]),
  );
  const keys = new Set([...texts.values()].flatMap((language) => [...language.keys()]));
  const reference = texts.get('zh-CN.json');
  for (const [file, language] of texts) {
    for (const key of keys) {
      const text = language.get(key);
      if (text === undefined) problems.push(`messages/${file}: ${key} is missing`);
      else if (typeof text !== 'string' || text.trim() === '') problems.push(`messages/${file}: ${key} is empty`);
      else if (typeof reference.get(key) === 'string' && argumentsOf(text) !== argumentsOf(reference.get(key))) {
        problems.push(
          `messages/${file}: ${key} takes {${argumentsOf(text)}}, zh-CN takes {${argumentsOf(reference.get(key))}}`,
        );
      } else {
        const faults = language === reference ? punctuationFaults(text) : wideMarksIn(text);
        problems.push(...faults.map((fault) => `messages/${file}: ${key}: ${fault}`));
      }
    }
  }
  return problems;
}
