import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aShop } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import type { UserActor } from '../context';
import { anActor, quietServices } from '../testing/acting';
import { openDoor, type TestDoor } from '../testing/door';
import { importWork } from '../testing/imports';
import { importRoutes } from './upload';
import { workUntilItWaits } from './work';

const header = '订单编号,总金额,买家实际支付金额,收货地址,订单创建时间,订单付款时间,退款金额';
const row = '7,178.8,178.8,上海,2020-02-21 00:00:00,2020-02-21 00:00:05,0.0';
let db: TestDatabase;
let shopId: string;
let manager: UserActor;
let agent: UserActor;
let door: TestDoor;
let hasRoom = true;
let wakes = 0;

beforeAll(async () => {
  db = await testDatabase();
  const shop = await aShop(db);
  shopId = shop.shopId;
  manager = await anActor(db, { role: 'manager' });
  agent = await anActor(db, { role: 'agent', groupId: shop.groupId });
  const wakeImports = () => {
    wakes += 1;
  };
  const routes = importRoutes({ ...quietServices(db), wakeImports, hasRoom: () => hasRoom });
  door = await openDoor(db, routes, [manager, agent]);
});
afterAll(() => door.close());

async function upload(
  values: {
    query?: string;
    body?: string | Uint8Array | ReadableStream;
    person?: UserActor | null;
    headers?: Record<string, string>;
  } = {},
) {
  const person = values.person === undefined ? manager : values.person;
  const response = await fetch(`${door.url}/api/imports?${values.query ?? `shop=${shopId}&file=report.csv`}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', ...door.headersOf(person), ...values.headers },
    body: (values.body ?? `${header}\r\n${row}\r\n`) as BodyInit,
    ...(values.body instanceof ReadableStream && { duplex: 'half' }),
  });
  return { status: response.status, answer: (await response.json()) as { fileId: string } };
}
const filesStored = async () => (await db.query('select 1 from import_files')).length;

describe('uploading a report', () => {
  it('stores it sealed, wakes the work on it, and writes nothing else', async () => {
    const before = wakes;
    const { status, answer } = await upload({ headers: { 'content-type': 'application/octet-stream' } });
    expect(status).toBe(200);
    expect(wakes).toBe(before + 1);
    const [chunk] = await db.query<{ sealed: Buffer }>('select sealed from import_chunks where file_id = $1', [
      answer.fileId,
    ]);
    expect(chunk?.sealed.toString('latin1')).not.toContain('178.8');
    expect(
      await workUntilItWaits(
        importWork(db, () => {}),
        answer.fileId,
      ),
    ).toBe('checked');
    expect(await db.query('select 1 from orders')).toEqual([]);
    const audited = await db.query('select actor from audit where action = $1 and ref = $2', [
      'imports.upload',
      answer.fileId,
    ]);
    expect(audited).toEqual([{ actor: manager.userId }]);
  });

  it('names the file without what a path or page could abuse', async () => {
    const { answer } = await upload({ query: `shop=${shopId}&file=${encodeURIComponent('../<img src=x>报表.csv')}` });
    const files = await db.query('select file_name from import_files where id = $1', [answer.fileId]);
    expect(files).toEqual([{ file_name: '.._<img src_x_报表.csv'.replaceAll('<', '_') }]);
  });

  it('that is cut off leaves nothing', async () => {
    const before = await filesStored();
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(header));
        controller.error(new Error('the line is cut'));
      },
    });
    await expect(upload({ body: broken })).rejects.toThrow();
    await expect.poll(filesStored).toBe(before);
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
    ['when compressed', 413, { headers: { 'content-encoding': 'gzip' } }],
  ])('%s', async (_, expected, values) => {
    expect((await upload(values)).status).toBe(expected);
  });

  it('to an agent', async () => {
    expect((await upload({ person: agent })).status).toBe(403);
  });

  it('while the disk is almost full', async () => {
    hasRoom = false;
    expect((await upload()).status).toBe(503);
    hasRoom = true;
  });
});
