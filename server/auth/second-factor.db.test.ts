import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { oneTimeCode, secretOf } from '@/db/testing/one-time-code';
import type { UserActor } from '../context';
import { createUser } from '../people/create';
import { resetSecondFactor } from '../people/reset-second-factor';
import { anActor, contextOf } from '../testing/acting';
import { signIn, TEST_ORIGIN, testAuth } from '../testing/sign-in';
import type { Auth } from './auth';
import { whoIs } from './who-is';

let db: TestDatabase;
let auth: Auth;
let pool: pg.Pool;
let admin: UserActor;
let made = 0;
const password = 'correct horse battery';

const STEP_MS = 30_000;

beforeAll(async () => {
  // The middle of a step, so that none ends between a code and its check.
  vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / STEP_MS) * STEP_MS + STEP_MS / 2 });
  db = await testDatabase();
  ({ auth, pool } = testAuth(db, TEST_ORIGIN, 'required'));
  admin = await anActor(db, { role: 'admin' });
});
afterAll(async () => {
  vi.useRealTimers();
  await pool.end();
});

async function aManager() {
  const username = `boss.${++made}`;
  const { userId } = await createUser(contextOf(db, admin), {
    username,
    name: '唐',
    role: 'manager',
    groupId: null,
    password,
  });
  return { userId, username };
}

/** Asks one of the second factor's doors; answers with what the browser would send from then on. */
async function ask(path: string, cookie: string, body: unknown) {
  const response = await auth.handler(
    new Request(`${TEST_ORIGIN}/api/auth/two-factor/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: TEST_ORIGIN, cookie, 'x-tidewatch-client-ip': '10.0.0.1' },
      body: JSON.stringify(body),
    }),
  );
  const set = response.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const jar = new Map([...cookie.split('; '), ...set].map((pair) => [pair.split('=')[0], pair]));
  const text = [...jar.values()].join('; ');
  return { status: response.status, body: await response.json(), headers: new Headers({ cookie: text }), cookie: text };
}

/** A code that no earlier call has given: each is of another step, all within what a server accepts. */
const codeAt = (secret: string, step: -1 | 0 | 1) => oneTimeCode(secret, Date.now() + step * STEP_MS);

async function enrolled() {
  const { userId, username } = await aManager();
  const first = await signIn(auth, username, password);
  const { body } = await ask('enable', first.cookie, { password });
  const secret = secretOf(body.totpURI);
  const done = await ask('verify-totp', first.cookie, { code: codeAt(secret, -1) });
  return { userId, username, secret, backupCodes: body.backupCodes as string[], first, done };
}

describe('a manager without a second factor', () => {
  it('is nobody until one is set up, then works on with a new sign-in', async () => {
    const { username } = await aManager();
    const before = await signIn(auth, username, password);
    expect(before.body).toMatchObject({ next: 'enrol' });
    expect(await whoIs(auth, db, before.headers)).toBeNull();
    const { body } = await ask('enable', before.cookie, { password });
    expect(body.backupCodes).toHaveLength(10);
    expect(await whoIs(auth, db, before.headers)).toBeNull();
    const after = await ask('verify-totp', before.cookie, { code: codeAt(secretOf(body.totpURI), 0) });
    expect(after.status).toBe(200);
    expect(await whoIs(auth, db, after.headers)).toMatchObject({ username, role: 'manager' });
    expect(await whoIs(auth, db, before.headers)).toBeNull();
  });

  it('has none after a wrong code, and none of the agents needs one', async () => {
    const { username, userId } = await aManager();
    const { cookie } = await signIn(auth, username, password);
    await ask('enable', cookie, { password });
    expect((await ask('verify-totp', cookie, { code: '12345x' })).status).toBe(401);
    expect(await db.query('select 1 from users where id = $1 and two_factor_enabled', [userId])).toEqual([]);
    const groups = await db.query<{ id: string }>(`insert into groups (id, name) values ('g', 'g') returning id`);
    const groupId = groups[0]?.id ?? '';
    const agent = { username: 'plain.agent', name: '林', role: 'agent' as const, groupId, password };
    await createUser(contextOf(db, admin), agent);
    const { headers } = await signIn(auth, agent.username, password);
    expect(await whoIs(auth, db, headers)).toMatchObject({ role: 'agent' });
  });

  it('cannot have the password guessed at the set-up either', async () => {
    const { username } = await aManager();
    const { cookie } = await signIn(auth, username, password);
    const statuses: number[] = [];
    for (let guess = 0; guess < 6; guess += 1)
      statuses.push((await ask('enable', cookie, { password: `guess number ${guess}` })).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
  });
});

describe('with a second factor', () => {
  it('the password alone signs nobody in, the code does', async () => {
    const { username, secret, userId } = await enrolled();
    const half = await signIn(auth, username, password);
    expect(half.body).toMatchObject({ twoFactorRedirect: true });
    expect(await whoIs(auth, db, half.headers)).toBeNull();
    const whole = await ask('verify-totp', half.cookie, { code: codeAt(secret, 0) });
    expect(await whoIs(auth, db, whole.headers)).toMatchObject({ userId });
    const started = await db.query(
      `select 1 from audit where action = 'session.started' and ref = $1 and detail->>'secondFactor' = 'totp'`,
      [userId],
    );
    expect(started).toHaveLength(2);
  });

  it('a code counts once, also for two browsers at the same moment and after it was used to enrol', async () => {
    const { username, secret } = await enrolled();
    const reused = await signIn(auth, username, password);
    expect((await ask('verify-totp', reused.cookie, { code: codeAt(secret, -1) })).status).toBe(401);
    const [one, two] = [await signIn(auth, username, password), await signIn(auth, username, password)];
    const code = codeAt(secret, 1);
    const answers = await Promise.all([one, two].map(({ cookie }) => ask('verify-totp', cookie, { code })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it('a backup code lets in once', async () => {
    const { username, backupCodes, userId } = await enrolled();
    const [code] = backupCodes;
    const first = await signIn(auth, username, password);
    const entered = await ask('verify-backup-code', first.cookie, { code });
    expect(await whoIs(auth, db, entered.headers)).toMatchObject({ userId });
    const second = await signIn(auth, username, password);
    expect((await ask('verify-backup-code', second.cookie, { code })).status).toBe(401);
  });

  it('no device is trusted without a code', async () => {
    const { username, secret } = await enrolled();
    const { cookie } = await signIn(auth, username, password);
    const asked = await ask('verify-totp', cookie, { code: codeAt(secret, 0), trustDevice: true });
    expect(asked.status).toBe(400);
  });

  it('an admin takes it away: the sign-ins end, the password leads to a new set-up, and it is on record', async () => {
    const { userId, username, done } = await enrolled();
    expect(await whoIs(auth, db, done.headers)).not.toBeNull();
    expect(await resetSecondFactor(contextOf(db, admin), { userId })).toEqual({ hadOne: true });
    expect(await whoIs(auth, db, done.headers)).toBeNull();
    expect((await signIn(auth, username, password)).body).toMatchObject({ next: 'enrol' });
    const audit = await db.query(`select actor from audit where action = 'people.resetSecondFactor' and ref = $1`, [
      userId,
    ]);
    expect(audit).toEqual([{ actor: admin.userId }]);
  });
});
