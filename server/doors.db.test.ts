import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import { gzipSync } from 'node:zlib';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aGroup, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import type { QueueRow } from '@/domain/desk/task';
import { whoIs } from './auth/who-is';
import type { Role } from './context';
import { hookRoutes } from './hooks';
import { createRequestHandler } from './http/handler';
import { type Listener, openListener } from './http/listener';
import { FILES } from './http/pages';
import { requestHeaders } from './http/request-headers';
import { createLog } from './log';
import { createUser } from './people/create';
import { createInbox } from './pipeline/inbox';
import { type PipelineWorker, startPipeline } from './pipeline/worker';
import { createRuleSetCache } from './rules/active';
import { ensureDefaults } from './setup/ensure-defaults';
import { anActor, contextOf, quietServices } from './testing/acting';
import { pushHeaders } from './testing/push';
import { aPushingShop } from './testing/shops';
import { testAuth } from './testing/sign-in';

const password = 'correct horse battery';
let db: TestDatabase;
let pool: pg.Pool;
let listener: Listener;
let pipeline: PipelineWorker;
let origin: string;
let groupId: string;
let shopId: string;
const cookies: Partial<Record<Role, string>> = {};
const rendered: string[] = [];

beforeAll(async () => {
  db = await testDatabase();
  await ensureDefaults(db);
  groupId = await aGroup(db);
  ({ shopId } = await aPushingShop(db, { groupId, platform: 'generic' }));
  listener = await openListener({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${listener.port}`;
  const sign = testAuth(db, origin);
  pool = sign.pool;
  const log = createLog('silent');
  pipeline = startPipeline({ ...quietServices(db), rules: createRuleSetCache(), log, onCommitted: () => {} });
  const inbox = createInbox({ ...quietServices(db), log, onStored: pipeline.wake });
  const services = quietServices(db);
  listener.answerWith(
    createRequestHandler({
      services,
      origin,
      origins: [origin],
      isDev: false,
      log,
      routes: hookRoutes({
        ...{ services, inbox, log, wakeSync: () => {}, wakeImports: () => {} },
        wakeFacts: () => {},
      }),
      metricsToken: null,
      whoIs: (headers) => whoIs(sign.auth, db, headers),
      headersOf: requestHeaders,
      answerAuth: sign.auth.handler,
      renderPage: async (req, res) => {
        rendered.push(String(req.url));
        res.end('a page');
      },
      whyNotReady: async () => null,
    }),
  );
  const admin = contextOf(db, await anActor(db, { role: 'admin' }));
  for (const role of ['agent', 'manager'] as const) {
    const username = `odd.${role}`;
    const group = role === 'agent' ? groupId : null;
    await createUser(admin, { username, name: '林', role, groupId: group, password });
    const answer = await send('/api/auth/sign-in/username', JSON.stringify({ username, password }), { origin });
    cookies[role] = String(answer.headers.getSetCookie()[0]?.split(';')[0]);
  }
});
afterAll(async () => {
  await pipeline.stop();
  await listener.close();
  await pool.end();
});

type Body = string | Buffer;
const send = (path: string, body: Body, headers: Record<string, string> = {}) =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
async function push(body: Body, id: string = randomUUID(), headers: Record<string, string> = {}) {
  const timestamp = String(Math.floor((await db.now()) / 1000));
  return send(`/hooks/generic/${shopId}`, body, {
    ...pushHeaders({ id, timestamp, body: Buffer.from(body) }),
    ...headers,
  });
}
/** Waits until the pipeline has taken everything. */
async function settled(): Promise<void> {
  while ((await db.query('select 1 from inbox_keys where state = 0 limit 1')).length > 0) await pipeline.afterBatch();
}

/** Sends bytes as they are and returns everything that comes back. */
const raw = (request: string) =>
  new Promise<string>((resolve) => {
    let answer = '';
    const socket = net.connect(listener.port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
  });
const ask = (target: string, method = 'GET', more = '') =>
  raw(`${method} ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n${more}\r\n`);
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

describe('an address that could mean another place than it says', () => {
  it.each([
    '/../../etc/passwd',
    '/_next/static/../../../package.json',
    '/_next/static/%2e%2e/%2E%2E/package.json',
    '/_next/static/..%5c..%5cpackage.json',
    '/..%2f..%2fetc/passwd.txt',
    '/a\\..\\package.json',
    '/icon.svg%00.js',
    '//evil.example/icon.svg',
    'http://evil.example/icon.svg',
    '/_next/../desk',
    '/api/trpc/../../desk',
    '/hooks/generic/..',
    '*',
  ])('is not found, and never reaches the pages: %s', async (target) => {
    rendered.length = 0;
    const answer = await ask(target);
    expect(statusOf(answer)).toBe(404);
    expect(answer).not.toMatch(/location:/i);
    expect(rendered).toEqual([]);
  });

  it('is a file only when we have it: other names with a dot are pages, for which one signs in', async () => {
    for (const target of ['/orders/1.ab', '/desk/x.js', '/package.json', '/.env']) {
      const answer = await ask(target);
      expect([target, statusOf(answer)]).toEqual([target, 302]);
    }
    const published = fs.readdirSync(new URL('../public', import.meta.url)).map((name) => `/${name}`);
    expect([...FILES].sort()).toEqual(published.sort());
  });

  it('gets a content policy whatever it is', async () => {
    for (const target of ['/icon.svg', '/_next/none.js', '/sign-in', '/desk', '/api/none', '/livez', '/a/..'])
      expect([target, await ask(target)]).toEqual([target, expect.stringMatching(/content-security-policy: /i)]);
  });
});

describe('an odd request', () => {
  it.each(['TRACE', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'])('with the method %s is 405', async (method) => {
    for (const target of ['/desk', '/api/trpc/people.me', '/api/auth/sign-out', '/livez', `/hooks/generic/${shopId}`])
      expect([target, statusOf(await ask(target, method))]).toEqual([target, 405]);
  });

  it('cannot slip a header into an answer', async () => {
    const answer = await ask('/%0d%0aset-cookie:%20a=b?next=%0d%0ax:y');
    expect(answer.split('\r\n\r\n')[0]).not.toMatch(/^(set-cookie|x):/im);
    const split = await ask('/desk', 'GET', 'cookie: a=b\r\n set-cookie: c=d\r\n');
    expect(statusOf(split)).toBe(400);
  });

  it('of two lengths, or of bare line feeds, is refused', async () => {
    const both = await ask('/api/trpc/people.me', 'POST', 'content-length: 4\r\ntransfer-encoding: chunked\r\n');
    expect(statusOf(both)).toBe(400);
    const twice = await ask('/api/trpc/people.me', 'POST', 'content-length: 4\r\ncontent-length: 5\r\n');
    expect(statusOf(twice)).toBe(400);
  });

  it('from the form of another site is 403 at every door that changes something', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' };
    for (const path of ['/api/trpc/people.setPreferences', '/api/auth/sign-out', '/api/imports?shop=x&file=y.csv'])
      for (const headers of [form, { ...form, origin: 'null' }, { ...form, origin, 'sec-fetch-site': 'same-site' }])
        expect([path, (await send(path, 'a=b', { ...headers, cookie: cookies.manager ?? '' })).status]).toEqual([
          path,
          403,
        ]);
    for (const path of ['/api/trpc/people.setPreferences', '/api/auth/sign-out'])
      expect((await send(path, 'a=b', { ...form, origin, cookie: cookies.manager ?? '' })).status).toBe(400);
  });
});

describe('a body that is too much', () => {
  const doors = () => [
    ...['/api/trpc/people.setPreferences', '/api/auth/sign-in/username', `/hooks/generic/${shopId}`],
    ...['qimen', 'kuaidi100', 'wechat-pay'].map((kind) => `/hooks/${kind}/any`),
  ];
  const headers = () => ({ origin, cookie: cookies.agent ?? '' });

  it('of 10 MB is 413, announced or not', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024, 'x');
    for (const path of doors()) expect([path, (await send(path, body, headers())).status]).toEqual([path, 413]);
    const chunk = 'x'.repeat(64 * 1024);
    const chunked = `${(64 * 1024).toString(16)}\r\n${chunk}\r\n`.repeat(32);
    const head = `POST /hooks/generic/${shopId} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n`;
    expect(statusOf(await raw(`${head}transfer-encoding: chunked\r\n\r\n${chunked}0\r\n\r\n`))).toBe(413);
  });

  it('compressed, as a gzip bomb would be, is 413 and never unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    for (const path of doors())
      expect([path, (await send(path, bomb, { ...headers(), 'content-encoding': 'gzip' })).status]).toEqual([
        path,
        413,
      ]);
  });

  it('nested 100,000 deep is 400', async () => {
    const deep = '['.repeat(100_000);
    expect((await push(deep)).status).toBe(400);
    expect((await send('/api/trpc/people.setPreferences', deep, headers())).status).toBe(400);
  });
});

describe('one order', () => {
  it('comes of the same push sent fifty times at once, and every sender hears 200', async () => {
    const { orderNo, body } = genericOrder({ at: await db.now(), detail: '小区门口' });
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => push(body, id)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    await settled();
    const found = await db.query(
      `select (select count(*)::int from order_events e where e.order_id = o.id) as said,
         (select count(*)::int from tasks t where t.order_id = o.id) as cards from orders o where order_no = $1`,
      [orderNo],
    );
    expect(found).toEqual([{ said: 1, cards: 1 }]);
  });
});

const SCRIPT = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>';
const NUL_AND_SURROGATES = 'a\\u0000b\\ud800c\\udfff';
const INVISIBLE = '\u202e\u200b\u2066李雷\u2069\ufeff';

/** The body of an order whose texts are all this JSON string content, as a sender could write it. */
async function oddOrder(text: string, phone: string): Promise<{ orderNo: string; body: Buffer }> {
  const { orderNo, body } = genericOrder({ at: await db.now(), detail: '小区门口', note: 'ODD', sku: 'ODD' });
  const message = JSON.parse(body.toString());
  Object.assign(message.data.receiver, { name: 'ODD', detail: '小区门口ODD', street: 'ODD', phone });
  Object.assign(message.data.buyer, { name: 'ODD', id: 'ODD', tags: ['ODD'] });
  Object.assign(message.data, {
    sellerNote: 'ODD',
    fulfilment: { carrier: 'ODD', trackingNo: 'ODD', warehouse: 'ODD' },
  });
  Object.assign(message.data.items[0], { title: 'ODD', spec: 'ODD' });
  return { orderNo, body: Buffer.from(JSON.stringify(message).replaceAll('ODD', text)) };
}

async function read<T>(procedure: string, input: object): Promise<{ status: number; type: string | null; data: T }> {
  const query = encodeURIComponent(JSON.stringify({ json: input }));
  const answer = await fetch(`${origin}/api/trpc/${procedure}?input=${query}`, {
    headers: { cookie: cookies.agent ?? '' },
  });
  const { result } = await answer.json();
  return { status: answer.status, type: answer.headers.get('content-type'), data: result?.data.json };
}

describe('odd text in an order', () => {
  it.each([
    ['NUL and half surrogates', NUL_AND_SURROGATES, '13800138000', '138****8000'],
    ['direction overrides and nothing visible', INVISIBLE, '\u202e13800138000\u200b', '138****8000'],
    ['full-width digits', '１２３', '１３８００１３８０００', '138****8000'],
    ['a page with a script', JSON.stringify(SCRIPT).slice(1, -1), SCRIPT.slice(0, 40), null],
    ['a formula', '=HYPERLINK(1)', '=1+1', null],
    ['names that every object has', '__proto__', 'constructor', null],
  ])('is stored without harm and arrives in the queue: %s', async (_, text, phone, shown) => {
    const { orderNo, body } = await oddOrder(text, phone);
    const answer = await push(body);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'stored' }]);
    await settled();
    const queue = await read<{ rows: QueueRow[] }>('tasks.queue', { view: 'all', limit: 200 });
    expect([queue.status, queue.type]).toEqual([200, 'application/json']);
    const row = queue.data.rows.find((one) => one.orderNo === orderNo);
    expect(row).toMatchObject({ class: 'confirm' });
    const card = await read<{ order: { phoneShown: string } }>('tasks.open', { taskId: row?.taskId });
    expect([card.status, card.type]).toEqual([200, 'application/json']);
    if (shown !== null) expect(card.data.order.phoneShown).toBe(shown);
    const seen = JSON.stringify([row, card.data]);
    expect(seen).not.toMatch(/\\u0000|\\ud[89a-f][0-9a-f]{2}|[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/i);
  });

  it('that looks like a page stays the text it is, in the answer to the agent too', async () => {
    const { orderNo, body } = await oddOrder(JSON.stringify(SCRIPT).slice(1, -1), '13800138000');
    await push(body);
    await settled();
    const found = await read<{ findings: { rows: { orderId: string }[] }[] }>('orders.search', { text: orderNo });
    const { data } = await read<{ order: { facts: Record<string, { value: unknown }>; lines: { title: string }[] } }>(
      'orders.get',
      { orderId: found.data.findings[0]?.rows[0]?.orderId },
    );
    expect(data.order.facts.buyerNote?.value).toBe(SCRIPT);
    expect(data.order.facts.carrier?.value).toBe(SCRIPT);
    expect(data.order.lines[0]?.title).toBe(SCRIPT);
  });

  it('in the name of an imported file is kept without what a page or path could abuse', async () => {
    const report = `订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额
${unique('412').replaceAll('-', '')},21.0,21.0,${SCRIPT.replaceAll('"', "'").replaceAll(',', '')},2020-02-20 23:59:54,2020-02-21 00:00:02,0.0
`;
    const name = encodeURIComponent(`../${SCRIPT}.csv`);
    const answer = await send(`/api/imports?shop=${shopId}&file=${name}`, report, {
      'content-type': 'text/csv',
      origin,
      cookie: cookies.manager ?? '',
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    const [file] = await db.query<{ file_name: string }>('select file_name from import_files');
    expect(file?.file_name).not.toMatch(/[<>"'/\\]/);
  });
});
