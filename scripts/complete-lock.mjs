/**
 * Adds to package-lock.json the optional platform binaries that the registry did not offer when the lock was written.
 * Without them `npm ci` refuses the lock on machines whose own registry does offer them. Run after every `npm install`.
 * It also drops `resolved` addresses, so that a lock never names the registry of one machine.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OS_NAMES = new Map(
  ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'].map((os) => [
    os,
    os,
  ]),
).set('windows', 'win32');
const CPU_NAMES = new Set([
  'arm',
  'arm64',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
]);
/** Spellings of a processor that are not npm's own. */
const CPU_ALIASES = new Map([
  ['armv7', 'arm'],
  ['armhf', 'arm'],
  ['gnueabihf', 'arm'],
  ['musleabihf', 'arm'],
  ['ppc64le', 'ppc64'],
]);

/** Reads os, cpu and libc out of a binary package's name, e.g. `@next/swc-linux-x64-musl`. */
export function platformOf(name) {
  const words = name.toLowerCase().split(/[-/@_]/);
  const os = words.map((word) => OS_NAMES.get(word)).find(Boolean);
  const cpu = words.map((word) => (CPU_NAMES.has(word) ? word : CPU_ALIASES.get(word))).find(Boolean);
  const libc = words.includes('musl') ? 'musl' : words.includes('glibc') ? 'glibc' : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }), ...(libc && { libc: [libc] }) };
}

/** Whether `name`, required from the package at `from`, is found by walking up the node_modules folders of the lock. */
function isLocked(packages, from, name) {
  for (let folder = from; ; ) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (!folder) return false;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/'))).replace(/\/$/, '');
  }
}

/** Returns a lock with every optional dependency present, and the names added. The input is left as it was. */
export function completeLock(lock) {
  const packages = structuredClone(lock.packages);
  const added = [];
  for (const [folder, owner] of Object.entries(lock.packages)) {
    for (const [name, range] of Object.entries(owner.optionalDependencies ?? {})) {
      const version = /\d+\.\d+\.\d+[\w.+-]*/.exec(range)?.[0];
      if (!version || isLocked(packages, folder, name)) continue;
      packages[`node_modules/${name}`] = {
        version,
        ...platformOf(name),
        ...(owner.dev && { dev: true }),
        optional: true,
      };
      added.push(`${name}@${version}`);
    }
  }
  for (const entry of Object.values(packages)) {
    if (entry.resolved?.startsWith('http')) delete entry.resolved;
  }
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = process.argv[2] ?? 'package-lock.json';
  const { lock, added } = completeLock(JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  for (const name of added) console.log(`added ${name}`);
  console.log(`${file}: ${added.length} optional packages added`);
}
