import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { appRouter } from '../root';
import { requestOf } from '../testing/acting';
import { createCaller } from '../trpc';
import { issueFirstRunToken } from './first-run-token';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
beforeEach(async () => {
  await db.query('delete from users');
});
const setup = () => createCaller(appRouter)(requestOf(db, null)).setup;
const aToken = async () => (await issueFirstRunToken(db)) ?? 'none';
const owner = { username: 'owner', name: '店主', password: 'a long enough password' };

describe('the first run', () => {
  it('creates the first admin with the printed token, once', async () => {
    const token = await aToken();
    expect(await setup().status()).toEqual({ needsSetup: true });
    const results = await Promise.allSettled([
      setup().createAdmin({ ...owner, token }),
      setup().createAdmin({ ...owner, username: 'second', token }),
    ]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db.query('select role from users')).toEqual([{ role: 'admin' }]);
    expect(await setup().status()).toEqual({ needsSetup: false });
    const recorded = await db.query<{ actor: string }>(`select actor from audit where action = 'people.create'`);
    expect(recorded).toEqual([{ actor: 'system' }]);
  });

  it('refuses any other token and creates nobody', async () => {
    const old = await aToken();
    const token = await aToken();
    for (const wrong of ['guess', old])
      await expect(setup().createAdmin({ ...owner, token: wrong })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await db.query('select 1 from users')).toEqual([]);
    await setup().createAdmin({ ...owner, token });
  });

  it('keeps only the hash of the token', async () => {
    const token = await aToken();
    const kept = await db.query<{ value: string }>('select value from app_meta');
    expect(kept.some((row) => row.value.includes(token))).toBe(false);
  });

  it('has no token any more when there are people, and an unused one works no longer', async () => {
    const token = await aToken();
    await db.query(
      `insert into users (id, name, email, username, role) values ('a', 'a', 'a@b.example', 'a', 'admin')`,
    );
    expect(await issueFirstRunToken(db)).toBeNull();
    await expect(setup().createAdmin({ ...owner, token })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('refuses a short password', async () => {
    await expect(setup().createAdmin({ ...owner, password: 'short', token: await aToken() })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});
