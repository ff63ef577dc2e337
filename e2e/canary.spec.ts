import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { acceptCards, cardsOf } from './fixtures/desk';
import { postVagueOrder, VAGUE_ADDRESS } from './fixtures/orders';
import { contextOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const PHONE = '13987654321';
const NAME = '慕容金雀';
const WORDS = '请把金丝雀寄到旧址';
const CANARIES = [PHONE, NAME, WORDS, '金丝雀'];
const CUSTOMER = 'wmE2eCanary0001';
const REVEALED_FOR_MS = 30_000;
const world = worldFor('canary', { LOG_LEVEL: 'trace' });
test.describe.configure({ timeout: 180_000 });

/** Canaries in a text, also as bytes are written in text, in an address and in base64. */
const canariesIn = (text: string): string[] =>
  CANARIES.filter((canary) =>
    [canary, Buffer.from(canary).toString('hex'), encodeURIComponent(canary), JSON.stringify(canary).slice(1, -1)].some(
      (form) => text.includes(form),
    ),
  );

/** Everything that a page sends and receives over sockets, and every address it asks for. */
function listenTo(page: Page) {
  const frames: string[] = [];
  const addresses: string[] = [];
  page.on('websocket', (socket) => {
    const keep = ({ payload }: { payload: string | Buffer }) => void frames.push(payload.toString());
    socket.on('framesent', keep);
    socket.on('framereceived', keep);
  });
  page.on('request', (request) => void addresses.push(request.url()));
  return { frames, addresses };
}

/** What the browser keeps for this origin beyond the page: both storages, databases, caches, cookies, and the history's state. */
async function keptIn(page: Page): Promise<string> {
  const inPage = await page.evaluate(async () => {
    const all = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const rows: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await all(indexedDB.open(name ?? ''));
      for (const store of database.objectStoreNames) {
        const kept = database.transaction(store).objectStore(store);
        rows.push(store, await all(kept.getAllKeys()), await all(kept.getAll()));
      }
      database.close();
    }
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        cached.push(request.url, (await (await cache.match(request))?.text()) ?? '');
    }
    const storages = [localStorage, sessionStorage].map((storage) => ({ ...storage }));
    return JSON.stringify({ storages, rows, cached, state: history.state, address: location.href });
  });
  return inPage + JSON.stringify(await page.context().cookies());
}

/** Every row of every table as text, with its table. */
async function dumpOf(): Promise<{ table: string; row: string }[]> {
  const { db } = world();
  const tables = await db.query<{ table: string }>(
    `select relname as table from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relispartition`,
  );
  const rows: { table: string; row: string }[] = [];
  for (const { table } of tables)
    for (const { row } of await db.query<{ row: string }>(`select t::text as row from "${table}" t`))
      rows.push({ table, row });
  return rows;
}

/** The files of the server and its database that hold any of the canaries' bytes: tables, indexes, write-ahead log, logs. */
function filesWithCanaries(folder: string): string[] {
  const needles = CANARIES.map((canary) => Buffer.from(canary));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return needles.some((needle) => bytes.includes(needle));
    });
}

test('a phone number, a name and a message are seen by whoever may see them, and stay nowhere', async ({ browser }) => {
  const { server, agent, wecom, db } = world();
  const context = await contextOf(browser, agent.api);
  const page = await context.newPage();
  const heard = listenTo(page);
  await page.goto(`${server.origin}/desk`);
  await acceptCards(world(), agent);
  const area = { province: '浙江省', city: '杭州市', district: '滨江区', street: '长河街道' };
  const { orderNo } = await postVagueOrder(world(), {
    more: {
      buyer: { id: 'u_canary', name: NAME },
      receiver: { name: NAME, phone: PHONE, ...area, detail: VAGUE_ADDRESS },
      buyerNote: `生日礼物,改打${PHONE}`,
    },
  });
  await cardsOf(world(), [orderNo]);
  await wecom.customerEnters({ externalUserId: CUSTOMER, sceneParam: orderNo });
  await wecom.customerSays(CUSTOMER, `${WORDS},电话${PHONE}`);

  await page.getByRole('option').first().click();
  await expect(page.getByRole('heading', { name: orderNo })).toBeVisible();
  await expect(page.getByRole('log').getByText(WORDS)).toBeVisible();
  const lines = page.getByRole('region', { name: '商品与备注' });
  await expect(lines).toContainText('139****4321');
  await expect(lines).not.toContainText(PHONE);
  await page.keyboard.press('v');
  await expect(page.getByRole('dialog', { name: '查看电话' })).toBeVisible();
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await expect(lines.getByText(PHONE)).toBeVisible();
  await lines.getByRole('button', { name: '查看收件人姓名' }).click();
  await page.keyboard.press('Enter');
  await expect(lines.getByText(NAME)).toBeVisible();
  await expect(lines.getByText(PHONE)).toHaveCount(0);
  await expect(lines.getByText(NAME)).toHaveCount(0, { timeout: REVEALED_FOR_MS + 5_000 });

  await expect(lines).toContainText('生日礼物,改打139****4321');
  await lines.getByRole('button', { name: '查看备注' }).click();
  await page.keyboard.press('Enter');
  await expect(lines.getByText(`改打${PHONE}`)).toBeVisible();
  await lines.getByRole('button', { name: '隐藏备注' }).click();
  await expect(lines.getByText(PHONE)).toHaveCount(0);
  const [card] = await db.query<{ taskId: string; version: number }>(
    `select id as "taskId", version::int as version from tasks where state = 'open' and order_id is not null`,
  );
  const because = { disposition: 'investigate', cause: 'other', causeNote: `客户的新号码${PHONE}` };
  await agent.api.mutate('tasks.dispose', { ...card, ...because });

  await page.keyboard.press('Control+k');
  for (const wanted of [PHONE, NAME]) {
    await page.getByRole('combobox').fill(wanted);
    await expect(page.getByRole('option', { name: new RegExp(orderNo) })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: '回复' }).fill(WORDS);
  await expect.poll(() => db.query('select 1 from drafts')).not.toEqual([]);

  expect(heard.frames.length).toBeGreaterThan(5);
  expect(heard.frames.filter((frame) => canariesIn(frame).length > 0)).toEqual([]);
  expect(heard.addresses.filter((address) => canariesIn(address).length > 0)).toEqual([]);
  expect(canariesIn(await keptIn(page))).toEqual([]);
  expect(canariesIn(server.log())).toEqual([]);
  const metrics = await (await fetch(`${server.origin}/metrics`)).text();
  expect(metrics).toContain('tidewatch_inbox_messages_total');
  expect(canariesIn(metrics)).toEqual([]);
  const dump = await dumpOf();
  expect(dump.filter(({ row }) => canariesIn(row).length > 0)).toEqual([]);
  const looks = dump.filter(({ table, row }) => table === 'audit' && row.includes('orders.reveal'));
  expect(looks).toHaveLength(3);
  await db.query('checkpoint');
  expect(filesWithCanaries(server.dataDir)).toEqual([]);
});
