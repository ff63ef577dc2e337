import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from './source-files.mjs';

const ROOMS = 'app|bench|chaos|db|docs|domain|e2e|messages|scripts|server|sim|ui';
const CODE_PATH = new RegExp(`^(${ROOMS})/[\\w()./<>*-]*$`);

/** `server/channels/<channel>/parse.ts` stands for any folder in that place. */
function isThere(files, mention) {
  const pattern = mention
    .replace(/\/$/, '')
    .replace(/<[^>]+>/g, '*')
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+');
  const matcher = new RegExp(`^${pattern}(/|$)`);
  return files.some((file) => matcher.test(file));
}

/** Every path of ours that README and docs/ mention in backticks or link to exists. */
export function checkDocs(root) {
  const files = sourceFiles(root);
  return files
    .filter((file) => /^(README[\w.-]*|docs\/.*)\.md$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), 'utf8').replace(/^```[\s\S]*?^```/gm, '');
      const mentions = [...text.matchAll(/`([^`\n]+)`/g)]
        .map((match) => match[1])
        .filter((span) => CODE_PATH.test(span));
      const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
        .map((match) => match[1])
        .filter((to) => !/^\w+:/.test(to));
      const broken = [
        ...mentions.filter((mention) => !isThere(files, mention)),
        ...links.filter((to) => !existsSync(path.join(root, path.dirname(file), to))),
      ];
      return [...new Set(broken)].map((mention) => `${file}: ${mention} does not exist`);
    });
}
