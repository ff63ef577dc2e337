import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { Auth } from '../auth/auth';
import { isSessionAlive, noteActivity, sweepSessions } from '../auth/session-life';
import { whoIs } from '../auth/who-is';
import type { UserActor } from '../context';
import { checkSessions } from '../live/session-check';
import { createUser } from '../people/create';
import { appRouter } from '../root';
import { anActor, contextOf, requestOf } from '../testing/acting';
import { signIn, TEST_ORIGIN, testAuth } from '../testing/sign-in';
import { createCaller } from '../trpc';

const callerOf = createCaller(appRouter);
const password = 'correct horse battery';
let db: TestDatabase;
let auth: Auth;
let pool: pg.Pool;
let admin: UserActor;
let groupId: string;
let made = 0;

beforeAll(async () => {
  db = await testDatabase();
  ({ auth, pool } = testAuth(db));
  admin = await anActor(db, { role: 'admin' });
  groupId = await aGroup(db);
});
afterAll(() => pool.end());

async function aPerson() {
  const username = `sess.${++made}`;
  await createUser(contextOf(db, admin), { username, name: '林', role: 'agent', groupId, password });
  return username;
}
/** A person signed in in a browser, as the API sees them. */
async function aBrowser(username: string) {
  const { headers, cookie } = await signIn(auth, username, password);
  const actor = await whoIs(auth, db, headers);
  if (!actor) throw new Error(`${username} is not signed in`);
  return { headers, cookie, actor, api: callerOf(requestOf(db, actor)) };
}
const move = (sessionId: string, column: 'seen_at' | 'created_at', byMs: number) =>
  db.query(`update sessions set ${column} = ${column} - $2 * interval '1 ms' where id = $1`, [sessionId, byMs]);

describe('a sign-in', () => {
  it('ends after 30 minutes in which nobody works, on HTTP and on sockets, and nothing wakes it again', async () => {
    const { headers, actor } = await aBrowser(await aPerson());
    await move(actor.sessionId, 'seen_at', 29 * MINUTE_MS);
    expect(await whoIs(auth, db, headers)).not.toBeNull();
    expect((await checkSessions(db, [actor.sessionId])).ended).toEqual([]);
    await move(actor.sessionId, 'seen_at', 2 * MINUTE_MS);
    expect(await whoIs(auth, db, headers)).toBeNull();
    expect((await checkSessions(db, [actor.sessionId])).ended).toEqual([actor.sessionId]);
    await noteActivity(db, [actor.sessionId]);
    expect(await whoIs(auth, db, headers)).toBeNull();
  });

  it('goes on while somebody works, but never past 24 hours', async () => {
    const { headers, actor } = await aBrowser(await aPerson());
    await move(actor.sessionId, 'seen_at', 29 * MINUTE_MS);
    await noteActivity(db, [actor.sessionId]);
    await move(actor.sessionId, 'seen_at', 29 * MINUTE_MS);
    expect(await whoIs(auth, db, headers)).not.toBeNull();
    await db.query(`update sessions set expires_at = now() + interval '9 days' where id = $1`, [actor.sessionId]);
    await move(actor.sessionId, 'created_at', 24 * HOUR_MS + 1);
    await noteActivity(db, [actor.sessionId]);
    expect(await whoIs(auth, db, headers)).toBeNull();
    expect((await checkSessions(db, [actor.sessionId])).ended).toEqual([actor.sessionId]);
  });

  it('is another one after signing in again, and the one before ends with it', async () => {
    const username = await aPerson();
    const first = await aBrowser(username);
    const again = await signIn(auth, username, password, '10.0.0.1', first.cookie);
    expect(again.cookie).not.toBe(first.cookie);
    expect(await whoIs(auth, db, again.headers)).not.toBeNull();
    expect(await whoIs(auth, db, first.headers)).toBeNull();
  });

  it('opens nothing after the sign-out, whoever kept its cookie', async () => {
    const { headers, cookie } = await aBrowser(await aPerson());
    const init = { method: 'POST', headers: { cookie, origin: TEST_ORIGIN } };
    await auth.handler(new Request(`${TEST_ORIGIN}/api/auth/sign-out`, init));
    expect(await whoIs(auth, db, headers)).toBeNull();
  });

  it('that is over is removed, announced and recorded', async () => {
    const { actor } = await aBrowser(await aPerson());
    const other = await aBrowser(await aPerson());
    await move(actor.sessionId, 'seen_at', 31 * MINUTE_MS);
    expect(await db.tx(sweepSessions)).toBeGreaterThan(0);
    expect(await db.query('select 1 from sessions where id = $1', [actor.sessionId])).toEqual([]);
    expect(await isSessionAlive(db, other.actor.sessionId)).toBe(true);
    const told = await db.query(`select 1 from feed where topic = 'session.ended' and entity_id = $1`, [actor.userId]);
    const audit = await db.query(`select 1 from audit where action = 'session.ended' and ref = $1`, [actor.userId]);
    expect([told.length, audit.length]).toEqual([1, 1]);
  });
});

describe('one sees where one is signed in', () => {
  it('and ends one of the others: it is refused at once, every node is told, and it is on record', async () => {
    const username = await aPerson();
    const [here, there] = [await aBrowser(username), await aBrowser(username)];
    const list = await here.api.sessions.list();
    expect(list.map(({ sessionId, isThis }) => [sessionId, isThis])).toEqual([
      [here.actor.sessionId, true],
      [there.actor.sessionId, false],
    ]);
    await here.api.sessions.end({ sessionId: there.actor.sessionId });
    expect(await whoIs(auth, db, there.headers)).toBeNull();
    expect(await whoIs(auth, db, here.headers)).not.toBeNull();
    const told = await db.query<{ patch: unknown }>(
      `select patch from feed where topic = 'session.ended' and entity_id = $1`,
      [here.actor.userId],
    );
    expect(told).toEqual([{ patch: { sessionIds: [there.actor.sessionId] } }]);
    const audit = await db.query(`select ref from audit where action = 'sessions.end' and actor = $1`, [
      here.actor.userId,
    ]);
    expect(audit).toEqual([{ ref: here.actor.userId }]);
  });

  it('and ends all the others at once', async () => {
    const username = await aPerson();
    const browsers = [await aBrowser(username), await aBrowser(username), await aBrowser(username)];
    const [here] = browsers;
    expect(await here?.api.sessions.endOthers()).toEqual({ ended: 2 });
    const left = await Promise.all(browsers.map(({ headers }) => whoIs(auth, db, headers)));
    expect(left.map((actor) => actor !== null)).toEqual([true, false, false]);
    const audit = await db.query(`select detail from audit where action = 'sessions.endOthers' and actor = $1`, [
      here?.actor.userId,
    ]);
    expect(audit).toEqual([{ detail: { count: 2 } }]);
  });

  it("but not somebody else's, and not the own one by mistake", async () => {
    const [mine, theirs] = [await aBrowser(await aPerson()), await aBrowser(await aPerson())];
    expect((await mine.api.sessions.list()).map(({ sessionId }) => sessionId)).toEqual([mine.actor.sessionId]);
    const { sessionId } = theirs.actor;
    await expect(mine.api.sessions.end({ sessionId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await whoIs(auth, db, theirs.headers)).not.toBeNull();
    const own = { sessionId: mine.actor.sessionId };
    await expect(mine.api.sessions.end(own)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe('an admin', () => {
  it('sees who is locked out and lets them try again; nobody else does', async () => {
    const username = await aPerson();
    for (let guess = 0; guess < 5; guess += 1) await signIn(auth, username, 'not the password', `10.3.0.${guess}`);
    const api = callerOf(requestOf(db, admin));
    const [first] = await api.people.signInStates();
    expect(first).toMatchObject({ username, failedAttempts: 5, hasSecondFactor: false });
    expect(first?.lockedUntil).toBeGreaterThan(await db.now());
    const userId = first?.userId ?? '';
    const recorded = await db.query(`select detail from audit where action = 'sign-in.locked' and ref = $1`, [userId]);
    expect(recorded).toMatchObject([{ detail: { attempts: 5 } }]);
    expect((await signIn(auth, username, password)).status).toBe(429);
    const agent = callerOf(requestOf(db, await anActor(db, { role: 'manager' })));
    await expect(agent.people.unlock({ userId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(agent.people.signInStates()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(agent.people.resetSecondFactor({ userId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await api.people.unlock({ userId });
    expect((await signIn(auth, username, password)).status).toBe(200);
    const unlocked = await db.query(`select actor from audit where action = 'people.unlock' and ref = $1`, [userId]);
    expect(unlocked).toEqual([{ actor: admin.userId }]);
  });

  it('finds a lockout of a name that nobody has on record too, without the name', async () => {
    for (let guess = 0; guess < 5; guess += 1)
      await signIn(auth, 'no.such.person', 'guess of a word', `10.4.0.${guess}`);
    const rows = await db.query(`select detail from audit where action = 'sign-in.locked' and ref = 'unknown'`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('no.such.person');
  });
});
