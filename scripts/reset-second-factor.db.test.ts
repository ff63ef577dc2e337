import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { aUser } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';

const root = fileURLToPath(new URL('..', import.meta.url));
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});

const run = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'scripts/reset-second-factor.ts', ...args],
      { cwd: root, env: { ...process.env, DATABASE_URL: db.url, NODE_ENV: 'test' } },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });

it('npm run second-factor:reset lets the last admin in again, on record; a name nobody has changes nothing', async () => {
  const userId = await aUser(db, { role: 'admin' });
  await db.query(`insert into two_factors (id, user_id, secret, backup_codes) values ('f', $1, 's', 'b')`, [userId]);
  await db.query('update users set two_factor_enabled = true where id = $1', [userId]);
  expect(await run('nobody.here')).toMatchObject({ code: 1, err: expect.stringContaining('nobody signs in as') });
  expect(await run()).toMatchObject({ code: 2 });
  expect(await db.query('select 1 from two_factors')).toHaveLength(1);
  expect(await run(userId)).toMatchObject({ code: 0, out: expect.stringContaining('anew at the next sign-in') });
  expect(await db.query('select 1 from two_factors')).toEqual([]);
  expect(await db.query('select two_factor_enabled as on from users where id = $1', [userId])).toEqual([{ on: false }]);
  const audit = await db.query(`select actor from audit where action = 'people.resetSecondFactor' and ref = $1`, [
    userId,
  ]);
  expect(audit).toEqual([{ actor: 'system' }]);
});
