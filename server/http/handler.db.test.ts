import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aGroup } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { Auth } from '../auth/auth';
import { whoIs } from '../auth/who-is';
import type { Role, UserActor } from '../context';
import { createLog } from '../log';
import { createUser } from '../people/create';
import { setPassword } from '../people/set-password';
import { setRole } from '../people/set-role';
import { anActor, contextOf, quietServices } from '../testing/acting';
import { testAuth } from '../testing/sign-in';
import { createRequestHandler } from './handler';
import { type Listener, openListener } from './listener';
import { requestHeaders } from './request-headers';
import type { WebParts } from './web-parts';

const password = 'correct horse battery';
let db: TestDatabase;
let auth: Auth;
let pool: pg.Pool;
let listener: Listener;
let origin: string;
let admin: UserActor;
let groupId: string;
let why: string | null = null;
let metricsToken: string | null = null;
let made = 0;
const received: string[] = [];

const routes: WebParts['routes'] = [
  {
    kind: 'signed-in',
    method: 'POST',
    path: '/api/uploads/:name',
    action: 'imports.create',
    handle: async (_req, res, { name }, actor) => {
      received.push(`${name} by ${actor.role}`);
      res.writeHead(204).end();
    },
  },
  {
    kind: 'hook',
    method: 'POST',
    path: '/hooks/broken/:id',
    handle: async () => {
      throw new Error('a secret of ours');
    },
  },
];

beforeAll(async () => {
  db = await testDatabase();
  listener = await openListener({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${listener.port}`;
  ({ auth, pool } = testAuth(db, origin));
  admin = await anActor(db, { role: 'admin' });
  groupId = await aGroup(db);
  listener.answerWith(
    createRequestHandler({
      services: quietServices(db),
      origin,
      origins: [origin],
      isDev: false,
      log: createLog('silent'),
      routes,
      get metricsToken() {
        return metricsToken;
      },
      whoIs: (headers) => whoIs(auth, db, headers),
      headersOf: requestHeaders,
      answerAuth: auth.handler,
      renderPage: async (req, res) => {
        res.end(`page with ${String(req.headers['content-security-policy'])}`);
      },
      whyNotReady: async () => why,
    }),
  );
});
afterAll(async () => {
  await listener.close();
  await pool.end();
});

async function signedIn(role: Role): Promise<{ userId: string; username: string; cookie: string }> {
  const username = `door.${++made}`;
  const group = role === 'agent' || role === 'supervisor' ? groupId : null;
  const { userId } = await createUser(contextOf(db, admin), { username, name: '林', role, groupId: group, password });
  const answer = await post('/api/auth/sign-in/username', { username, password });
  expect(answer.status).toBe(200);
  return { userId, username, cookie: String(answer.headers.getSetCookie()[0]?.split(';')[0]) };
}
const cookieOf = async (role: Role) => (await signedIn(role)).cookie;
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${origin}${path}`, { redirect: 'manual', headers });
const codeOf = async (response: Response) => {
  const answer = await response.json();
  return answer.error.code;
};

describe('the API door', () => {
  const preferences = { json: { theme: 'dark' } };

  it('refuses a change that another site asks for, with a valid cookie', async () => {
    const cookie = await cookieOf('manager');
    const path = '/api/trpc/people.setPreferences';
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const headers of foreign) expect((await post(path, preferences, { cookie, ...headers })).status).toBe(403);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
      expect((await post(path, preferences, { cookie, 'content-type': type })).status).toBe(400);
    const audit = await db.query(`select 1 from audit where action = 'people.setPreferences'`);
    expect(audit).toEqual([]);
    expect((await post(path, preferences, { cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('takes twenty calls in a batch and refuses twenty-one', async () => {
    const cookie = await cookieOf('manager');
    const batch = (size: number) =>
      get(`/api/trpc/${Array(size).fill('people.me').join(',')}?batch=1&input=%7B%7D`, { cookie });
    expect((await batch(20)).status).toBe(200);
    expect((await batch(21)).status).toBe(400);
    expect((await batch(500)).status).toBe(400);
  });

  it('refuses a body above 256 kB and JSON nested 100,000 deep, and goes on answering', async () => {
    const cookie = await cookieOf('manager');
    const path = '/api/trpc/people.setPreferences';
    expect((await post(path, { json: { theme: 'x'.repeat(300_000) } }, { cookie })).status).toBe(413);
    expect((await post(path, '['.repeat(100_000), { cookie })).status).toBe(400);
    expect((await post(path, preferences, { cookie })).status).toBe(200);
  });

  it('names the code of an error for the page to translate, and nothing else', async () => {
    const answer = await (await get('/api/trpc/people.list')).json();
    expect(answer.error.json).toEqual({
      message: 'sign in first',
      code: expect.any(Number),
      data: { code: 'signed-out', httpStatus: 401, path: 'people.list', detail: {} },
    });
    const cookie = await cookieOf('admin');
    const odd = await post(
      '/api/trpc/people.setRole',
      { json: { userId: 'x', role: 'king', groupId: null } },
      { cookie },
    );
    expect((await odd.json()).error.json.data).toMatchObject({ code: 'invalid', detail: { field: 'role' } });
    expect((await get('/api/trpc/no.such')).status).toBe(404);
  });

  it('compresses long answers for those who understand it, and lets nobody store any', async () => {
    const cookie = await cookieOf('manager');
    const raw = await new Promise<{ encoding?: string; control?: string; body: Buffer }>((resolve, reject) => {
      const path = `/api/trpc/${Array(5).fill('people.me').join(',')}?batch=1&input=%7B%7D`;
      const headers = { cookie, 'accept-encoding': 'gzip, br' };
      request(`${origin}${path}`, { headers }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk) => chunks.push(chunk));
        res.on('end', () =>
          resolve({
            encoding: res.headers['content-encoding'],
            control: res.headers['cache-control'],
            body: Buffer.concat(chunks),
          }),
        );
      })
        .on('error', reject)
        .end();
    });
    expect(raw).toMatchObject({ encoding: 'gzip', control: 'no-store' });
    expect(JSON.parse(gunzipSync(raw.body).toString())).toHaveLength(5);
  });
});

describe('the sign-in door', () => {
  it('gives a cookie that scripts cannot read, and no token in the body', async () => {
    await createUser(contextOf(db, admin), {
      username: 'cookie.one',
      name: 'x',
      role: 'manager',
      groupId: null,
      password,
    });
    const answer = await post('/api/auth/sign-in/username', { username: 'cookie.one', password });
    expect(answer.headers.getSetCookie()[0]).toMatch(/HttpOnly.*SameSite=Lax/);
    expect(await answer.text()).toBe('{"next":null}');
  });

  it('opens to our own pages only, and to nothing but sign-in and sign-out', async () => {
    const body = { username: 'cookie.one', password };
    expect((await post('/api/auth/sign-in/username', body, { origin: 'https://evil.example' })).status).toBe(403);
    for (const path of ['sign-up/email', 'get-session', 'admin/list-users', 'update-user', 'sign-in/email'])
      expect((await post(`/api/auth/${path}`, {})).status).toBe(404);
  });

  it('makes a cookie useless after sign-out', async () => {
    const cookie = await cookieOf('manager');
    expect((await get('/api/trpc/people.me', { cookie })).status).toBe(200);
    expect((await post('/api/auth/sign-out', {}, { cookie })).status).toBe(200);
    expect((await get('/api/trpc/people.me', { cookie })).status).toBe(401);
  });
});

describe('a cookie is useless', () => {
  const asked = async (cookie: string) => (await get('/api/trpc/people.me', { cookie })).status;

  it.each([
    ['another role', (userId: string) => setRole(contextOf(db, admin), { userId, role: 'supervisor', groupId })],
    [
      'another group',
      async (userId: string) => {
        const elsewhere = await aGroup(db);
        return setRole(contextOf(db, admin), { userId, role: 'agent', groupId: elsewhere });
      },
    ],
    ['a new password', (userId: string) => setPassword(contextOf(db, admin), { userId })],
    ['a ban', (userId: string) => db.query('update users set banned = true where id = $1', [userId])],
  ])('after %s', async (_, change) => {
    const { userId, cookie } = await signedIn('agent');
    expect(await asked(cookie)).toBe(200);
    await change(userId);
    expect(await asked(cookie)).toBe(401);
    expect((await get('/desk', { cookie })).status).toBe(302);
    expect((await post('/api/uploads/orders.csv', 'a,b', { cookie })).status).toBe(401);
  });

  it('to whoever is banned also for a new sign-in, and the old password after a new one', async () => {
    const banned = await signedIn('agent');
    await db.query('update users set banned = true where id = $1', [banned.userId]);
    expect((await post('/api/auth/sign-in/username', { username: banned.username, password })).status).toBe(403);
    const changed = await signedIn('agent');
    await setPassword(contextOf(db, admin), { userId: changed.userId });
    expect((await post('/api/auth/sign-in/username', { username: changed.username, password })).status).toBe(401);
  });
});

describe('pages', () => {
  it('lead to sign-in and back when nobody is signed in', async () => {
    const answer = await get('/desk');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/sign-in?next=%2Fdesk']);
    expect((await get('/', { cookie: 'tidewatch.session_token=forged' })).headers.get('location')).toBe('/sign-in');
    const deep = await get('/board/cards?list=overdue&seat=a%20b', {});
    expect(deep.headers.get('location')).toBe('/sign-in?next=%2Fboard%2Fcards%3Flist%3Doverdue%26seat%3Da%2520b');
  });

  it('get a policy with a nonce of their own, whatever policy the caller sends', async () => {
    const cookie = await cookieOf('agent');
    const ask = () => get('/desk', { cookie, 'content-security-policy': "script-src 'unsafe-inline'" });
    const [first, second] = [await ask(), await ask()];
    const policy = String(first.headers.get('content-security-policy'));
    expect(policy).toMatch(/^script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='; /);
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(await first.text()).toBe(`page with ${policy}`);
    expect(second.headers.get('content-security-policy')).not.toBe(policy);
    expect(first.headers.get('cache-control')).toBe('no-store');
    expect(first.headers.get('x-frame-options')).toBe('DENY');
  });
});

describe('doors for uploads', () => {
  it('open to the roles that may, from our own pages, and tell who came', async () => {
    const [manager, agent] = [await cookieOf('manager'), await cookieOf('agent')];
    const path = '/api/uploads/orders.csv';
    expect((await post(path, 'a,b', {})).status).toBe(401);
    expect((await post(path, 'a,b', { cookie: agent })).status).toBe(403);
    expect((await post(path, 'a,b', { cookie: manager, origin: 'https://evil.example' })).status).toBe(403);
    expect(received).toEqual([]);
    expect((await post(path, 'a,b', { cookie: manager })).status).toBe(204);
    expect(received).toEqual(['orders.csv by manager']);
    expect((await get(path, { cookie: manager })).status).toBe(405);
  });

  it('tell nothing about what went wrong inside', async () => {
    const answer = await post('/hooks/broken/1', 'x');
    expect([answer.status, await codeOf(answer)]).toEqual([500, 'internal']);
    expect((await post('/hooks/none/1', 'x')).status).toBe(404);
  });
});

describe('health', () => {
  it('is alive always, ready only when it can work', async () => {
    expect((await get('/readyz')).status).toBe(200);
    why = 'stopping';
    const answer = await get('/readyz');
    why = null;
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'not-ready', why: 'stopping' }]);
    expect((await get('/livez')).status).toBe(200);
  });

  it('shows numbers to this machine only, or to whoever has the token', async () => {
    expect(await (await get('/metrics')).text()).toContain('tidewatch_procedure_seconds');
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404);
    metricsToken = 'a token of the scraper';
    expect((await get('/metrics')).status).toBe(404);
    expect((await get('/metrics', { authorization: `Bearer ${metricsToken}` })).status).toBe(200);
    metricsToken = null;
  });
});
