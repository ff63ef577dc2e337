import { readFileSync } from 'node:fs';
import path from 'node:path';
import { completeLock } from './complete-lock.mjs';

/** Whether version `a` is below `b`; both `major.minor.patch`, a pre-release of b counts as below it. */
export function isBelow(a, b) {
  const [left, right] = [a, b].map((version) => version.split(/[-+]/)[0].split('.').map(Number));
  for (let part = 0; part < 3; part += 1) {
    if (left[part] !== right[part]) return left[part] < right[part];
  }
  return a.includes('-') && !b.includes('-');
}

/** Every copy of a package with a known advisory is at or above the first safe version, and the package is there at all. */
export function checkMinimumVersions(lock, minimums) {
  return minimums.flatMap(({ package: name, minimum, advisory, reason }) => {
    const copies = Object.entries(lock.packages).filter(
      ([folder]) => folder === `node_modules/${name}` || folder.endsWith(`/node_modules/${name}`),
    );
    if (copies.length === 0) return [`${name}: not in package-lock.json; remove it from scripts/minimum-versions.json`];
    return copies
      .filter(([, { version }]) => isBelow(version, minimum))
      .map(([folder, { version }]) => `${folder} ${version} is below ${minimum}: ${advisory}. ${reason}`);
  });
}

/** The lock installs on every platform and from every registry, and holds no version with a known advisory. */
export function checkLock(root) {
  const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  const lock = read('package-lock.json');
  const named = Object.values(lock.packages).filter((entry) => entry.resolved?.startsWith('http')).length;
  const missing = completeLock(lock).added;
  return [
    ...(named > 0 ? [`package-lock.json: ${named} entries name a registry; run npm run lock:complete`] : []),
    ...missing.map((name) => `package-lock.json: ${name} is missing; run npm run lock:complete`),
    ...checkMinimumVersions(lock, read('scripts/minimum-versions.json')),
  ];
}
