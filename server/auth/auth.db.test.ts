import { getAuthTables } from 'better-auth/db';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { UserActor } from '../context';
import { createUser } from '../people/create';
import { revokeSessions } from '../people/revoke-sessions';
import { anActor, contextOf } from '../testing/acting';
import { signIn, testAuth } from '../testing/sign-in';
import type { Auth } from './auth';
import { whoIs } from './who-is';

let db: TestDatabase;
let auth: Auth;
let pool: pg.Pool;
let admin: UserActor;
let groupId: string;
const password = 'correct horse battery';

beforeAll(async () => {
  db = await testDatabase();
  ({ auth, pool } = testAuth(db));
  admin = await anActor(db, { role: 'admin' });
  groupId = await aGroup(db);
});
afterAll(() => pool.end());

const aPerson = (username: string) =>
  createUser(contextOf(db, admin), { username, name: '林', role: 'agent', groupId, password });

describe('the sign-in library and the schema', () => {
  it('agree on every table and column', async () => {
    const columns = await db.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`,
    );
    const existing = new Set(columns.map((column) => column.name));
    const expected = Object.values(getAuthTables(auth.options)).flatMap((table) =>
      ['id', ...Object.entries(table.fields).map(([key, field]) => field.fieldName ?? key)].map(
        (column) => `${table.modelName}.${column}`,
      ),
    );
    expect(expected.length).toBeGreaterThan(30);
    expect(expected.filter((column) => !existing.has(column))).toEqual([]);
  });
});

describe('signing in', () => {
  it('tells who somebody is, with role and group, from the cookie alone', async () => {
    const { userId } = await aPerson('Lin.One');
    const { status, headers } = await signIn(auth, 'lin.one', password);
    expect(status).toBe(200);
    expect(await whoIs(auth, db, headers)).toMatchObject({ userId, role: 'agent', groupId, username: 'lin.one' });
    const audit = await db.query(`select actor from audit where action = 'session.started' and ref = $1`, [userId]);
    expect(audit, 'signing in is their own doing').toEqual([{ actor: userId }]);
  });

  it('gives the same answer for a wrong password and for a name that does not exist', async () => {
    await aPerson('lin.two');
    const wrong = await signIn(auth, 'lin.two', 'not the password at all');
    const unknown = await signIn(auth, 'nobody.here', 'not the password at all');
    expect([wrong.status, wrong.body]).toEqual([unknown.status, unknown.body]);
    expect(wrong.status).toBe(401);
  });

  it('works as hard for a name that does not exist as for a wrong password, so that the time tells nothing', async () => {
    const work: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (const n of [1, 2, 3]) {
      await aPerson(`slow.${n}`);
      for (const [kind, name] of [['known', `slow.${n}`] as const, ['unknown', `none.${n}`] as const]) {
        const before = process.cpuUsage();
        await signIn(auth, name, 'not the password at all', `10.9.${n}.1`);
        const { user, system } = process.cpuUsage(before);
        work[kind].push(user + system);
      }
    }
    const ratio = Math.min(...work.unknown) / Math.min(...work.known);
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.4);
  });

  it('knows nobody by a cookie that was tampered with, or by none', async () => {
    await aPerson('lin.three');
    const { cookie } = await signIn(auth, 'lin.three', password);
    const forged = cookie.replace(/=(.)/, (_, first: string) => `=${first === 'a' ? 'b' : 'a'}`);
    expect(await whoIs(auth, db, new Headers({ cookie: forged }))).toBeNull();
    expect(await whoIs(auth, db, new Headers())).toBeNull();
  });

  it('makes an account wait after five failures, from whatever addresses', async () => {
    await aPerson('lin.four');
    for (const ip of ['10.1.0.1', '10.2.0.1', '10.3.0.1', '10.4.0.1', '10.5.0.1'])
      expect((await signIn(auth, 'lin.four', 'not the password at all', ip)).status).toBe(401);
    const next = await signIn(auth, 'LIN.four', password, '10.6.0.1');
    expect(next.status).toBe(429);
    expect(next.body).toMatchObject({ code: 'ACCOUNT_THROTTLED' });
  });

  it('refuses to sign anybody up', async () => {
    const response = await auth.handler(
      new Request(`${auth.options.baseURL}/api/auth/sign-up/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: auth.options.baseURL },
        body: JSON.stringify({ email: 'a@b.example', password, name: 'x', username: 'intruder' }),
      }),
    );
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await db.query(`select 1 from users where username = 'intruder'`)).toEqual([]);
  });
});

describe('a sign-in ends', () => {
  it('at once when it is revoked', async () => {
    const { userId } = await aPerson('lin.five');
    const { headers } = await signIn(auth, 'lin.five', password);
    expect(await whoIs(auth, db, headers)).not.toBeNull();
    expect(await revokeSessions(contextOf(db, admin), { userId })).toEqual({ endedSessions: 1 });
    expect(await whoIs(auth, db, headers)).toBeNull();
  });

  it('24 hours after its start, even with a later expiry on its row', async () => {
    const { userId } = await aPerson('lin.six');
    const { headers } = await signIn(auth, 'lin.six', password);
    await db.query(
      `update sessions set created_at = now() - interval '24 h 1 s', expires_at = now() + interval '9 h' where user_id = $1`,
      [userId],
    );
    expect(await whoIs(auth, db, headers)).toBeNull();
  });

  it('on sign-out, and every node is told', async () => {
    const { userId } = await aPerson('lin.seven');
    const { headers, cookie } = await signIn(auth, 'lin.seven', password);
    const actor = await whoIs(auth, db, headers);
    await auth.handler(
      new Request(`${auth.options.baseURL}/api/auth/sign-out`, {
        method: 'POST',
        headers: { cookie, origin: auth.options.baseURL },
      }),
    );
    expect(await whoIs(auth, db, headers)).toBeNull();
    const told = await db.query<{ patch: { sessionIds: string[] } }>(
      `select patch from feed where topic = 'session.ended' and entity_id = $1`,
      [userId],
    );
    expect(told.map((row) => row.patch.sessionIds)).toEqual([[actor?.sessionId]]);
    const audit = await db.query(`select actor from audit where action = 'session.ended' and ref = $1`, [userId]);
    expect(audit, 'signing out is their own doing').toEqual([{ actor: userId }]);
  });
});
