import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLayerBreaks, importsOf, withoutComments } from './check-layers.mjs';
import { FILE_RULES, IMPORT_RULES } from './layer-rules.mjs';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tidewatch-layers-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}
const rulesBroken = () => findLayerBreaks(root).map((found) => found.rule);

const ONE_WAY = 'rooms point one way';
/** rule, file, text: each one breaks exactly the rule named. */
const VIOLATIONS: readonly (readonly [rule: string, file: string, text: string])[] = [
  [ONE_WAY, 'domain/order/a.ts', "import { openDatabase } from '@/db/client';"],
  [ONE_WAY, 'domain/order/a.ts', "import type { Sql } from '../../db/client';"],
  [ONE_WAY, 'domain/order/a.test.ts', "import { main } from '@/server/main';"],
  [ONE_WAY, 'db/seed.ts', "import { audit } from '@/server/audit';"],
  [ONE_WAY, 'server/a.ts', "import { Desk } from '@/app/(console)/desk/desk';"],
  [ONE_WAY, 'server/a.ts', "const page = await import('../app/page');"],
  [ONE_WAY, 'app/_client/a.ts', "import { claimTask } from '@/server/tasks/claim';"],
  [ONE_WAY, 'app/_client/a.ts', "import { type AppRouter } from '@/server/root';"],
  [ONE_WAY, 'app/_client/a.ts', "import {\n  appRouter,\n  type AppRouter,\n} from '@/server/root';"],
  [ONE_WAY, 'app/_client/a.ts', "export { appRouter } from '@/server/root';"],
  [ONE_WAY, 'app/_client/a.ts', "import type { Sql } from '@/db/client';"],
  [ONE_WAY, 'ui/button.tsx', "import { stageName } from '@/domain/order/lifecycle';"],
  [ONE_WAY, 'ui/button.tsx', "import type { Theme } from '@/app/theme';"],
  [ONE_WAY, 'e2e/desk.spec.ts', "import { claimTask } from '@/server/tasks/claim';"],
  [ONE_WAY, 'e2e/desk.spec.ts', "import type { Page } from '@/app/page';"],
  [ONE_WAY, 'sim/main.ts', "import { open } from '@/db/client';"],
  [ONE_WAY, 'sim/main.ts', "import '@/server/env';"],
  [ONE_WAY, 'server/links/wecom/client.ts', "import { startWecom } from '@/sim/wecom/server';"],
  ['the domain is pure', 'domain/order/a.ts', "import { readFileSync } from 'node:fs';"],
  ['the domain is pure', 'domain/order/a.ts', "import { useMemo } from 'react';"],
  ['the domain is pure', 'domain/order/a.test.ts', "import { Pool } from 'pg';"],
  ['pages do not know each other', 'app/(console)/desk/a.tsx', "import { Tile } from '../board/_components/tile';"],
  ['pages do not know each other', 'app/(console)/desk/a.tsx', "import { Tile } from '@/app/(console)/board/tile';"],
  ['routers hold no database', 'server/tasks/router.ts', "import pg from 'pg';"],
  ['routers hold no database', 'server/tasks/router.ts', "import { openDatabase } from '@/db/client';"],
  ['routers hold no SQL', 'server/tasks/router.ts', 'await ctx.db.query(text);'],
  ['routers hold no SQL', 'server/tasks/router.ts', "await pool.query<{ id: string }>('select 1');"],
  ['channels and links hold no database', 'server/channels/csv/parse.ts', "import type { Sql } from '@/db/client';"],
  ['channels and links hold no database', 'server/links/wecom/send.ts', "import pg from 'pg';"],
  ['browsers hold no database', 'app/a.ts', "import pg from 'pg';"],
  ['no folders for odds and ends', 'server/utils/a.ts', 'export const a = 1;'],
  ['no folders for odds and ends', 'app/(console)/desk/helpers/a.ts', 'export const a = 1;'],
  ['no barrels', 'server/tasks/index.ts', 'export const a = 1;'],
  ['no barrels', 'server/tasks/all.ts', "export * from './claim';"],
  ['one door to the environment', 'server/main.ts', 'const port = process.env.PORT;'],
  ['one door to the environment', 'app/a.ts', 'const { HOME } = process.env;'],
];

describe('a planted violation is found and named', () => {
  it.each(VIOLATIONS)('%s: %s holds %s', (rule, file, text) => {
    plant(file, text);
    expect(rulesBroken()).toEqual([rule]);
  });

  it('every rule has at least one violation planted above', () => {
    const planted = new Set(VIOLATIONS.map(([rule]) => rule));
    expect([...planted].sort()).toEqual([...Object.keys(IMPORT_RULES), ...Object.keys(FILE_RULES)].sort());
  });

  it('names the line of the import', () => {
    plant('domain/order/a.ts', "import { z } from 'zod';\n\nimport { open } from '@/db/client';\n");
    expect(findLayerBreaks(root)).toMatchObject([{ file: 'domain/order/a.ts', line: 3 }]);
  });
});

const ALLOWED: readonly (readonly [file: string, text: string])[] = [
  ['domain/order/a.ts', "import { z } from 'zod';\nimport type { Instant } from '@/domain/clocks/instant';"],
  ['domain/order/a.test.ts', "import { SHARED_DIR } from '@/db/testing/shared';\nimport { it } from 'vitest';"],
  ['server/links/wecom/client.test.ts', "import { startWecom } from '@/sim/wecom/server';"],
  ['db/client.ts', "import pg from 'pg';\nimport type { Instant } from '@/domain/clocks/instant';"],
  ['server/tasks/claim.ts', "import type { Sql } from '@/db/client';\nawait tx.query('select 1');"],
  ['server/tasks/router.ts', "import type { Sql } from '@/db/client';\nprocedure('a').query(({ ctx }) => queue(ctx));"],
  [
    'app/_client/a.ts',
    "import type { AppRouter } from '@/server/root';\nimport { roomOf } from '@/domain/live/rooms';",
  ],
  ['app/(console)/desk/a.tsx', "import { Row } from './_components/row';\nimport { live } from '@/app/_client/live';"],
  ['domain/triage/signals/index.ts', "import { amount } from './amount';"],
  ['server/env.ts', 'const port = process.env.PORT;'],
  ['server/a.ts', "// import x from '@/app/x' and process.env\nconst text = 'https://example.com';"],
  ['sim/main.ts', "import { toFen } from '@/domain/order/order';\nconst speed = process.env.SPEED;"],
  ['node_modules/x/utils/index.js', "export * from '../../app/x';"],
];

describe('what the house allows passes', () => {
  it.each(ALLOWED)('%s holds %s', (file, text) => {
    plant(file, text);
    expect(findLayerBreaks(root)).toEqual([]);
  });
});

describe('reading imports', () => {
  it('finds static, side-effect, re-exporting and dynamic imports', () => {
    const code = [
      "import a from 'a';",
      "import type { B } from '@/b';",
      "import './c';",
      "export { d } from '../d';",
      "const e = await import('e/part');",
    ].join('\n');
    const found = importsOf('server/x.ts', code).map((item) => item.target ?? item.package);
    expect(found).toEqual(['a', 'b', 'server/c', 'd', 'e']);
  });

  it('blanks comments and keeps strings and line numbers', () => {
    expect(withoutComments("a /* x\n y */ b // c\n'// d'")).toBe("a     \n      b     \n'// d'");
  });
});
