import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { UserActor } from '../context';
import { createRequestHandler } from '../http/handler';
import { createLog } from '../log';
import { createInbox } from '../pipeline/inbox';
import { type PipelineWorker, startPipeline } from '../pipeline/worker';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { anActor, quietServices } from '../testing/acting';
import { importRoutes, UPLOAD_MAX_BYTES } from './upload';

const origin = 'http://desk.example';
const log = createLog('silent');
const header = '订单编号,总金额,买家实际支付金额,收货地址,订单创建时间,订单付款时间,退款金额';
const row = '7,178.8,178.8,上海,2020-02-21 00:00:00,2020-02-21 00:00:05,0.0';
let db: TestDatabase;
let shopId: string;
let manager: UserActor;
let agent: UserActor;
let pipeline: PipelineWorker;
let server: http.Server;
let door: string;

const nobodyElse = () => Promise.reject(new Error('only /api/imports is asked for here'));

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  const shop = await aShop(db);
  shopId = shop.shopId;
  manager = await anActor(db, { role: 'manager' });
  agent = await anActor(db, { role: 'agent', groupId: shop.groupId });
  pipeline = startPipeline({ ...quietServices(db), rules: createRuleSetCache(), log, onCommitted: () => {} });
  const inbox = createInbox({ ...quietServices(db), log, onStored: () => pipeline.wake() });
  const people = new Map([manager, agent].map((person) => [person.userId, person]));
  server = http.createServer(
    createRequestHandler({
      services: quietServices(db),
      origin,
      origins: [origin],
      isDev: false,
      log,
      routes: importRoutes({ db, inbox }),
      metricsToken: null,
      whoIs: async (headers) => people.get(headers.get('x-person') ?? '') ?? null,
      headersOf: (req) => new Headers({ 'x-person': String(req.headers['x-person'] ?? '') }),
      answerAuth: nobodyElse,
      renderPage: nobodyElse,
      whyNotReady: async () => null,
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  door = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await pipeline.stop();
});

async function upload(
  values: {
    query?: string;
    body?: string | Uint8Array;
    person?: UserActor | null;
    headers?: Record<string, string>;
  } = {},
) {
  const person = values.person === undefined ? manager : values.person;
  const response = await fetch(`${door}/api/imports?${values.query ?? `shop=${shopId}&file=report.csv`}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', origin, 'x-person': person?.userId ?? '', ...values.headers },
    body: (values.body ?? `${header}\r\n${row}\r\n`) as BodyInit,
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}
const storedOrders = async () => (await db.query('select 1 from orders where shop_id = $1', [shopId])).length;

describe('uploading a report', () => {
  it('as a dry run says what would happen, and writes nothing', async () => {
    const { status, answer } = await upload({ query: `shop=${shopId}&file=report.csv&dryRun=1` });
    expect(status).toBe(200);
    expect(answer).toMatchObject({ rows: 1, amountFen: 17_880, effects: { new: 1 }, refused: 0 });
    expect(await storedOrders()).toBe(0);
  });

  it('that has something wrong in it answers 400 with the list, and imports nothing', async () => {
    const { status, answer } = await upload({ body: `${header}\n${row}\n4.12E+18,1,1,上海,2020-02-21 00:00:00,,0` });
    expect(status).toBe(400);
    expect(answer).toMatchObject({ error: { code: 'invalid' }, total: 1, problems: [{ line: 3, column: '订单编号' }] });
    expect(await storedOrders()).toBe(0);
  });

  it('imports it, and names the file without what a path or page could abuse', async () => {
    const name = encodeURIComponent('../<img src=x>报表.csv');
    const { status, answer } = await upload({ query: `shop=${shopId}&file=${name}` });
    expect(status).toBe(200);
    expect(answer).toMatchObject({ stored: 1, isEqual: true, inDatabase: { orders: 1, amountFen: 17_880 } });
    const runs = await db.query('select file_name from import_runs where id = $1', [answer.runId]);
    expect(runs).toEqual([{ file_name: '.._<img src_x_报表.csv'.replaceAll('<', '_') }]);
    expect(await storedOrders()).toBe(1);
  });
});

describe('an upload is refused', () => {
  it.each([
    ['without sign-in', 401, { person: null }],
    ['from another site', 403, { headers: { origin: 'http://evil.example' } }],
    ['as a type that a form can send', 400, { headers: { 'content-type': 'text/plain' } }],
    ['without a shop', 400, { query: 'file=a.csv' }],
    ['with an unknown parameter', 400, { query: 'shop=a&file=a.csv&force=1' }],
    ['with a parameter twice', 400, { query: 'shop=a&shop=b&file=a.csv' }],
    ['for an unknown shop', 404, { query: 'shop=nowhere&file=a.csv' }],
    ['above 20 MB', 413, { body: new Uint8Array(UPLOAD_MAX_BYTES + 1) }],
    ['when compressed', 413, { headers: { 'content-encoding': 'gzip' } }],
    ['when empty', 400, { body: '' }],
  ])('%s', async (_, expected, values) => {
    expect((await upload(values)).status).toBe(expected);
  });

  it('to an agent', async () => {
    expect((await upload({ person: agent })).status).toBe(403);
  });
});
