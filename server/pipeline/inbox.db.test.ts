import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '@/db/client';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { createLog } from '@/server/log';
import { fingerprintOf, insertSecret } from '@/server/shops/credentials';
import { quietServices, TEST_KEYRING } from '@/server/testing/acting';
import { pushHeaders, TEST_SECRET } from '@/server/testing/push';
import { opened } from '@/server/testing/sealed';
import { aPushingShop } from '@/server/testing/shops';
import { createInbox, type Inbox, type InboxLimits } from './inbox';

let db: TestDatabase;
let shopId: string;
const servers: http.Server[] = [];
const log = createLog('silent');
const body = Buffer.from('{"type":"order.paid","data":{"platformOrderNo":"1"}}');

async function serve(inbox: Inbox): Promise<string> {
  const server = http.createServer((req, res) => {
    void inbox.handle(req, res, { channel: 'generic', shopId: (req.url ?? '').slice(1) });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let woken = 0;
const open = (limits: Partial<InboxLimits> = {}) =>
  serve(createInbox({ ...quietServices(db), log, limits, onStored: () => (woken += 1) }));

async function push(
  door: string,
  values: { id?: string; shop?: string; body?: Buffer; secret?: string; at?: number; headers?: HeadersInit } = {},
) {
  const sent = values.body ?? body;
  const timestamp = String(Math.floor((values.at ?? (await db.now())) / 1000));
  const signed = pushHeaders({
    id: values.id ?? randomUUID(),
    timestamp,
    body: sent,
    ...(values.secret ? { secret: values.secret } : {}),
  });
  const response = await fetch(`${door}/${values.shop ?? shopId}`, {
    method: 'POST',
    headers: { ...signed, ...values.headers },
    body: new Uint8Array(sent),
  });
  return { status: response.status, answer: await response.json(), headers: response.headers };
}
const count = async (table: string, key: string) => {
  const [row] = await db.query<{ n: number }>(`select count(*)::int n from ${table} where shop_id = $1 and key = $2`, [
    shopId,
    key,
  ]);
  return row?.n;
};

beforeAll(async () => {
  db = await testDatabase();
  ({ shopId } = await aPushingShop(db));
});
afterAll(() => {
  for (const server of servers) server.close();
});

describe('a genuine push', () => {
  it('is acknowledged once its raw bytes are committed, and wakes the pipeline', async () => {
    const door = await open();
    const before = woken;
    const id = randomUUID();
    expect(await push(door, { id })).toMatchObject({ status: 200, answer: { status: 'stored' } });
    const [row] = await db.query<{ sealed: Buffer; state: number; sha: Buffer }>(
      `select m.sealed_body as sealed, k.state, k.body_sha as sha from inbox_keys k join inbox_messages m using (id)
       where k.shop_id = $1 and k.key = $2`,
      [shopId, id],
    );
    expect(row).toMatchObject({ state: 0, sha: createHash('sha256').update(body).digest() });
    expect(row?.sealed.includes('platformOrderNo')).toBe(false);
    expect(opened('inbox', row?.sealed ?? Buffer.alloc(0))).toBe(body.toString());
    expect(woken).toBe(before + 1);
  });

  it('sent 50 times at once is stored once and answered 50 times with 200', async () => {
    const door = await open();
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 50 }, () => push(door, { id })));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(answers.filter(({ answer }) => answer.status === 'stored')).toHaveLength(1);
    expect([await count('inbox_keys', id), await count('inbox_messages', id)]).toEqual([1, 1]);
  });

  it('with the id of another keeps both bodies, and the first alone goes on', async () => {
    const door = await open();
    const id = randomUUID();
    await push(door, { id });
    const changed = Buffer.from('{"type":"order.paid","data":{"platformOrderNo":"2"}}');
    for (const _ of [1, 2]) {
      expect(await push(door, { id, body: changed })).toMatchObject({ status: 200, answer: { status: 'conflict' } });
    }
    expect(await count('inbox_conflicts', id)).toBe(1);
    const messages = await db.query<{ sealed: Buffer }>(
      'select sealed_body as sealed from inbox_messages where key = $1',
      [id],
    );
    expect(messages.map(({ sealed }) => opened('inbox', sealed))).toEqual([body.toString()]);
  });

  it('of one shop never collides with the same id of another', async () => {
    const door = await open();
    const other = await aPushingShop(db);
    const id = randomUUID();
    const fresh = await open();
    expect((await push(door, { id })).answer).toEqual({ status: 'stored' });
    expect((await push(fresh, { id, shop: other.shopId })).answer).toEqual({ status: 'stored' });
  });

  it('signed with either of two live secrets is taken', async () => {
    const second = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
    const { shopId: shop } = await aPushingShop(db, { secrets: [TEST_SECRET, second] });
    const door = await open();
    expect((await push(door, { shop, secret: second })).status).toBe(200);
    expect((await push(door, { shop, secret: TEST_SECRET })).status).toBe(200);
  });
});

describe('a push is refused', () => {
  it('with 401, and not stored, when its signature or time is wrong', async () => {
    const door = await open();
    const id = randomUUID();
    const now = await db.now();
    const wrong = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    expect((await push(door, { id, secret: wrong })).status).toBe(401);
    expect((await push(door, { id, at: now - 600_000 })).status).toBe(401);
    expect((await push(door, { id, at: now + 600_000 })).status).toBe(401);
    expect((await push(door, { id, headers: { 'webhook-signature': '' } })).status).toBe(401);
    expect(await count('inbox_keys', id)).toBe(0);
  });

  it('with 404 for a shop that is unknown, switched off, or of another channel', async () => {
    const off = await aPushingShop(db);
    await db.query('update shops set is_active = false where id = $1', [off.shopId]);
    const elsewhere = await aPushingShop(db, { channel: 'csv' });
    const door = await open();
    for (const shop of ['nobody', off.shopId, elsewhere.shopId]) {
      expect((await push(door, { shop })).status).toBe(404);
    }
  });

  it('with 413 when it is larger than 1 MB, announced or not', async () => {
    const door = await open();
    const large = Buffer.alloc(10 * 1024 * 1024, 0x20);
    expect((await push(door, { body: large })).status).toBe(413);
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 3; part += 1) controller.enqueue(new Uint8Array(512 * 1024));
        controller.close();
      },
    });
    const unannounced = await fetch(`${door}/${shopId}`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(unannounced.status).toBe(413);
  });

  it('with 413 when it is compressed, whatever it would unpack to', async () => {
    const door = await open();
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    expect((await push(door, { body: bomb, headers: { 'content-encoding': 'gzip' } })).status).toBe(413);
  });

  it('with 400 when it nests 100,000 deep', async () => {
    const door = await open();
    const deep = Buffer.from('['.repeat(100_000) + ']'.repeat(100_000));
    expect((await push(door, { body: deep })).status).toBe(400);
  });

  it('with 503 and Retry-After while the database does not answer, and taken later', async () => {
    const gone = openDatabase({ url: db.url, max: 1 });
    await gone.close();
    const door = await serve(createInbox({ ...quietServices(gone), log, onStored: () => {} }));
    const id = randomUUID();
    const refused = await push(door, { id });
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await push(await open(), { id })).answer).toEqual({ status: 'stored' });
  });

  it('with 503 and Retry-After while the pipeline is far behind, before its body is looked at', async () => {
    const door = await open({ pendingMax: 2, waitMaxMs: 50 });
    const answers = [];
    for (let n = 0; n < 4; n += 1) answers.push((await push(door, { body: Buffer.from(`${n}`) })).status);
    expect(answers).toEqual([200, 200, 200, 503]);
    const refused = await push(door, { headers: { 'webhook-signature': 'wrong' } });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  });

  it('with 400 when its body does not come in time, and slow senders keep nobody out', async () => {
    const door = await open({ bodyMaxMs: 1_500, underwayMax: 5 });
    const slow = Array.from(
      { length: 50 },
      () =>
        new Promise<string>((resolve) => {
          const socket = net.connect(Number(new URL(door).port), '127.0.0.1', () =>
            socket.write(`POST /${shopId} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9\r\n\r\nx`),
          );
          socket.once('data', (answer) => {
            resolve(String(answer).slice(9, 12));
            socket.destroy();
          });
        }),
    );
    for (let n = 0; n < 10; n += 1) expect((await push(door)).status).toBe(200);
    expect(new Set(await Promise.all(slow))).toEqual(new Set(['400']));
  });

  it('with 503 while too many bodies are on their way', async () => {
    const door = await open({ arrivingMax: 0 });
    expect((await push(door)).status).toBe(503);
  });

  it('with 503 while too many others are under way', async () => {
    const door = await open({ underwayMax: 0 });
    expect((await push(door)).status).toBe(503);
  });
});

it('a new secret is honoured and an old one refused after at most five seconds', async () => {
  const { createShopDirectory } = await import('./shop-directory');
  const { shopId: shop } = await aPushingShop(db, { secrets: ['old'] });
  let queries = 0;
  const counting = {
    query: <Row>(text: string, params?: readonly unknown[]) => {
      queries += 1;
      return db.query<Row>(text, params);
    },
  };
  const patient = createShopDirectory(counting, TEST_KEYRING, 5_000);
  const eager = createShopDirectory(db, TEST_KEYRING, 0);
  await Promise.all(Array.from({ length: 20 }, () => patient.find(shop)));
  await patient.find('nobody');
  expect(queries).toBe(1);
  await eager.find(shop);
  await insertSecret(db, TEST_KEYRING, { shopId: shop, text: 'new', by: 'system' });
  await db.query('update shop_secrets set sealed = null, retired_at = now() where shop_id = $1 and fingerprint = $2', [
    shop,
    fingerprintOf('old'),
  ]);
  expect((await eager.find(shop)).shop?.keys?.secrets).toEqual(['new']);
  const { now } = await eager.find(shop);
  expect(Math.abs(now - (await db.now()))).toBeLessThan(1_000);
});

describe('messages stored together', () => {
  it('keep their order, and add nothing when stored again', async () => {
    const inbox = createInbox({ ...quietServices(db), log, onStored: () => {} });
    const messages = Array.from({ length: 300 }, (_, n) => ({ key: `batch-${n}`, body: Buffer.from(`${n}`) }));
    const first = await inbox.store(shopId, messages);
    expect(first).toMatchObject({ repeats: 0, conflicts: 0 });
    const stored = await db.query<{ key: string }>('select key from inbox_messages where id = any($1) order by id', [
      first.ids,
    ]);
    expect(stored.map(({ key }) => key)).toEqual(messages.map(({ key }) => key));
    expect(await inbox.store(shopId, messages)).toEqual({ ids: [], repeats: 300, conflicts: 0 });
  });

  it('tell repeats from conflicts, and take a key once that is given twice', async () => {
    const inbox = createInbox({ ...quietServices(db), log, onStored: () => {} });
    await inbox.store(shopId, [{ key: 'mixed', body: Buffer.from('a') }]);
    const again = await inbox.store(shopId, [
      { key: 'mixed', body: Buffer.from('b') },
      { key: 'twice', body: Buffer.from('c') },
      { key: 'twice', body: Buffer.from('c') },
    ]);
    expect(again).toMatchObject({ repeats: 0, conflicts: 1 });
    expect(again.ids).toHaveLength(1);
    expect(await count('inbox_messages', 'twice')).toBe(1);
  });
});
