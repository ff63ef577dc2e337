import { expect, type Page, test } from '@playwright/test';
import { Api } from './fixtures/api';
import { foreignSite } from './fixtures/foreign-site';
import { postOrder, VAGUE_ADDRESS } from './fixtures/orders';
import { contextOf, pageOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const REVOKED_LIMIT_MS = 5_000;
const world = worldFor('rights');
const otherSite = foreignSite();

/** Tries a WebSocket on the live door from the page that is open. */
const trySocket = (page: Page, origin: string): Promise<string> =>
  page.evaluate(
    (url) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(url);
        socket.onmessage = () => resolve('open');
        socket.onerror = () => resolve('refused');
      }),
    `${origin.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
  );

/** Sends what a plain HTML form can send to an address of ours, and answers with the status. */
async function submitForm(page: Page, action: string, fieldName: string, enctype: string): Promise<number> {
  const answered = page.waitForResponse((response) => response.url() === action);
  const shown = page.waitForURL(action);
  await page.evaluate(
    ([url, name, type]) => {
      const form = document.body.appendChild(document.createElement('form'));
      Object.assign(form, { method: 'post', action: url, enctype: type });
      const field = form.appendChild(document.createElement('input'));
      Object.assign(field, { type: 'hidden', name, value: '' });
      form.submit();
    },
    [action, fieldName, enctype] as const,
  );
  await shown;
  return (await answered).status();
}

/** An order of the other group, which became a card there. */
async function foreignOrder(): Promise<{ orderId: string; taskId: string; orderNo: string }> {
  const { db, otherShop } = world();
  const { orderNo } = await postOrder(world(), otherShop, { detail: VAGUE_ADDRESS });
  const read = () =>
    db.query<{ orderId: string; taskId: string }>(
      `select o.id as "orderId", t.id as "taskId" from orders o join tasks t on t.order_id = o.id where o.order_no = $1`,
      [orderNo],
    );
  await expect.poll(async () => (await read()).length).toBe(1);
  const [ids = { orderId: '', taskId: '' }] = await read();
  return { orderNo, ...ids };
}

test("a WebSocket from another site's page is refused, though the person is signed in", async ({ browser }) => {
  const { agent, server } = world();
  const context = await contextOf(browser, agent.api);
  const page = await context.newPage();
  await page.goto(otherSite());
  expect(await trySocket(page, server.origin)).toBe('refused');
  await page.goto(`${server.origin}/sign-in`);
  expect(await trySocket(page, server.origin)).toBe('open');
});

test("a form on another site's page changes nothing", async ({ browser }) => {
  const { agent, server, db } = world();
  const page = await (await contextOf(browser, agent.api)).newPage();
  const before = await db.query('select state, version from seats where user_id = $1', [agent.userId]);
  const body = JSON.stringify({ json: { state: 'accepting' } });
  for (const enctype of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    for (const path of ['/api/trpc/seats.setState', '/api/auth/sign-out']) {
      await page.goto(otherSite());
      expect(await submitForm(page, server.origin + path, body, enctype), `${path} as ${enctype}`).toBe(403);
    }
  }
  expect(await db.query('select state, version from seats where user_id = $1', [agent.userId])).toEqual(before);
  expect((await agent.api.askQuery('people.me')).status, 'nobody was signed out').toBe(200);
});

test('an order and a card of another group answer exactly as ones that do not exist', async () => {
  const { agent, supervisor, manager } = world();
  const { orderId, taskId, orderNo } = await foreignOrder();
  for (const { api, name } of [agent, supervisor]) {
    const missing = await api.askQuery('orders.get', { orderId: '987654321' });
    expect(missing).toMatchObject({ status: 404, code: 'not-found' });
    expect(await api.askQuery('orders.get', { orderId }), name).toEqual(missing);
    expect(await api.askQuery('tasks.open', { taskId }), name).toMatchObject({ status: 404, code: 'not-found' });
    expect(await api.askMutation('tasks.claim', { taskId }), name).toMatchObject({ status: 404, code: 'not-found' });
    expect(await api.askQuery('interactions.recent', { orderId }), name).toMatchObject({ code: 'not-found' });
    const { findings } = await api.query<{ findings: { rows: unknown[] }[] }>('orders.search', { text: orderNo });
    expect(
      findings.flatMap(({ rows }) => rows),
      name,
    ).toEqual([]);
    expect(await api.query('tasks.queue', { view: 'all' }), name).toEqual({ rows: [], next: null });
  }
  expect(await manager.api.query('orders.get', { orderId })).toMatchObject({ order: { orderNo } });
});

test("the page of another group's order and its card on the desk are not found", async ({ browser }) => {
  const { agent } = world();
  const { orderId, taskId, orderNo } = await foreignOrder();
  const places = [
    { path: (id: string) => `/orders/${id}`, id: orderId, text: '没有这张订单' },
    { path: (id: string) => `/desk?task=${id}`, id: taskId, text: '没有找到' },
  ];
  for (const { path, id, text } of places) {
    for (const shown of [id, '987654321']) {
      const page = await pageOf(browser, agent, path(shown));
      await expect(page.getByText(text), path(shown)).toBeVisible();
      await expect(page.getByText(orderNo), path(shown)).toHaveCount(0);
    }
  }
});

test('a cookie kept from before the sign-out opens nothing', async ({ browser }) => {
  const { server, secondAgent } = world();
  const api = await Api.signIn(server.origin, secondAgent);
  expect((await api.askQuery('people.me')).status).toBe(200);
  const page = await pageOf(browser, { api }, '/desk');
  await page.getByRole('button', { name: /^我的账户/ }).click();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.waitForURL(/\/sign-in/);
  expect(await api.askQuery('people.me')).toMatchObject({ status: 401, code: 'signed-out' });
  const again = await pageOf(browser, { api }, '/desk');
  await expect(again).toHaveURL(/\/sign-in/);
});

test('the open page of a person whose sign-ins are revoked goes to the sign-in page within 5 s', async ({
  browser,
}) => {
  const { server, secondAgent, admin } = world();
  const api = await Api.signIn(server.origin, secondAgent);
  const page = await pageOf(browser, { api }, '/desk');
  await expect(page.getByText(/^实时/)).toBeVisible();
  const begunAtMs = performance.now();
  await admin.mutate('people.revokeSessions', { userId: secondAgent.userId });
  await page.waitForURL(/\/sign-in/, { timeout: 2 * REVOKED_LIMIT_MS });
  const tookMs = performance.now() - begunAtMs;
  console.log(`revoked: page at sign-in after ${tookMs.toFixed(0)} ms (limit ${REVOKED_LIMIT_MS} ms)`);
  expect(tookMs).toBeLessThanOrEqual(REVOKED_LIMIT_MS);
});

test('a batch of more than 20 calls is refused as a whole', async () => {
  const { agent, server } = world();
  const ask = (calls: number) => {
    const names = Array.from({ length: calls }, () => 'people.me').join(',');
    return fetch(`${server.origin}/api/trpc/${names}?batch=1&input={}`, { headers: { cookie: agent.api.cookie } });
  };
  expect((await ask(20)).status).toBe(200);
  const refused = await ask(21);
  expect(refused.status).toBe(400);
  expect(await refused.text()).not.toContain(agent.userId);
});
