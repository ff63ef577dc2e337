import { isTest } from './source-files.mjs';

/** Which rooms each room may import from. A room is a top folder; the value `type` admits `import type` only. */
const ROOMS = {
  domain: { domain: true },
  db: { db: true, domain: true },
  server: { server: true, db: true, domain: true },
  ui: { ui: true },
  app: { app: true, ui: true, domain: true, messages: true, server: 'type' },
  sim: { sim: true, domain: true },
  e2e: { e2e: true, sim: true, messages: true, db: true, domain: true },
};
/** What the tests of a room may reach besides. */
const TEST_ROOMS = { domain: ['db/testing/'], sim: ['db/testing/'], server: ['sim/'], app: ['messages/'] };
const DOMAIN_PACKAGES = new Set(['zod']);
const TEST_PACKAGES = new Set(['vitest', 'fast-check']);
const LISTS = new Set(['domain/triage/signals/index.ts', 'server/channels/index.ts']);
const FORBIDDEN_FOLDERS = new Set(['utils', 'lib', 'helpers', 'common', 'shared', 'types', 'services']);
const READS_ENVIRONMENT = [
  /^server\/env\.ts$/,
  /^(scripts|sim|bench|chaos|e2e)\//,
  /^db\/testing\//,
  /^[^/]+\.config\.\w+$/,
];

const roomOf = (target) => target.split('/')[0];
const pageOf = (file) => /^app\/\(console\)\/([^/]+)\//.exec(file)?.[1];
const isAtOrUnder = (target, folder) => target === folder || target.startsWith(`${folder}/`);

/** Each rule answers null, or what is wrong with one import {target, package, isTypeOnly} of one file. */
const IMPORT_RULES = {
  'rooms point one way': (file, { target, isTypeOnly }) => {
    const [from, to] = [roomOf(file), target && roomOf(target)];
    const allowed = ROOMS[from];
    if (!allowed || !to || !(to in ROOMS || to === 'messages' || to === 'scripts' || to === 'bench')) return null;
    if (isTest(file) && TEST_ROOMS[from]?.some((folder) => target.startsWith(folder))) return null;
    if (allowed[to] === true || (allowed[to] === 'type' && isTypeOnly)) return null;
    return allowed[to] === 'type' ? `${from} takes only \`import type\` from ${to}` : `${from} must not import ${to}`;
  },
  'the domain is pure': (file, { package: name }) => {
    if (roomOf(file) !== 'domain' || !name || DOMAIN_PACKAGES.has(name)) return null;
    if (isTest(file) && (TEST_PACKAGES.has(name) || name.startsWith('node:') || name === 'json-rules-engine'))
      return null;
    return `domain must not import the package ${name}`;
  },
  'pages do not know each other': (file, { target }) => {
    const [from, to] = [pageOf(file), target && pageOf(target)];
    return from && to && from !== to ? `the page ${from} must not import from the page ${to}` : null;
  },
  'routers hold no database': (file, { target, package: name, isTypeOnly }) => {
    if (!file.endsWith('/router.ts') || isTypeOnly) return null;
    return name === 'pg' || (target && isAtOrUnder(target, 'db')) ? 'a router must not import the database' : null;
  },
  'channels and links hold no database': (file, { target, package: name }) => {
    if (!/^server\/(channels|links)\//.test(file) || isTest(file)) return null;
    return name === 'pg' || (target && isAtOrUnder(target, 'db'))
      ? 'channels and links get what they need passed in'
      : null;
  },
  'browsers hold no database': (file, { package: name }) =>
    /^(app|ui)\//.test(file) && name === 'pg' ? 'the browser side must not import pg' : null,
};

/** Each rule answers null, or what is wrong with a file as a whole; `code` has no comments. */
const FILE_RULES = {
  'no folders for odds and ends': (file) => {
    const folder = file
      .split('/')
      .slice(0, -1)
      .find((name) => FORBIDDEN_FOLDERS.has(name));
    return folder ? `no folder may be called ${folder}: name it after what it holds` : null;
  },
  'no barrels': (file, code) => {
    if (LISTS.has(file)) return null;
    if (/(^|\/)index\.[cm]?[jt]sx?$/.test(file)) return 'no index files: import the file itself';
    return /^\s*export\s+\*\s+from\b/m.test(code) ? 'no `export *`: import the file itself' : null;
  },
  'routers hold no SQL': (file, code) =>
    file.endsWith('/router.ts') && /\.query\s*(<[^;()]*>)?\(\s*['"`]|\b(db|tx|sql)\.query\b/.test(code)
      ? 'a router must not hold SQL: write a verb'
      : null,
  'one door to the environment': (file, code) =>
    /\bprocess\s*(\?\.|\.)\s*env\b/.test(code) && !isTest(file) && !READS_ENVIRONMENT.some((door) => door.test(file))
      ? 'only server/env.ts reads process.env'
      : null,
};

export { FILE_RULES, IMPORT_RULES };
