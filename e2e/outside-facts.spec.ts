import { expect, type Page, test } from '@playwright/test';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { type QimenStandIn, startQimenStandIn } from '@/sim/qimen/stand-in';
import { wechatPayStandIn } from '@/sim/wechat-pay/stand-in';
import { choose, expectAccessible, messagesOf } from './fixtures/looks';
import { postOrder } from './fixtures/orders';
import { contextOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const world = worldFor('outside-facts');
const t = messagesOf('zh-CN');
const words = t.settings.links;
const QIMEN = { appKey: '12345678', appSecret: 'qimen-secret-e2e', customerId: 'c-e2e' };
const payments = wechatPayStandIn();
let warehouse: QimenStandIn;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  warehouse = await startQimenStandIn({ port: 0, ...QIMEN });
});
test.afterAll(() => warehouse.close());

const adminPage = async (browser: Parameters<typeof contextOf>[0], path: string): Promise<Page> => {
  const { server, admin } = world();
  const context = await contextOf(browser, admin, { viewport: { width: 1440, height: 900 } });
  await choose(context, server.origin, { locale: 'zh-CN', theme: 'light' });
  const page = await context.newPage();
  await page.goto(`${server.origin}${path}`);
  return page;
};
const personPage = async (browser: Parameters<typeof contextOf>[0], path: string): Promise<Page> => {
  const { server, supervisor } = world();
  const context = await contextOf(browser, supervisor.api, { viewport: { width: 1440, height: 900 } });
  await choose(context, server.origin, { locale: 'zh-CN', theme: 'light' });
  const page = await context.newPage();
  await page.goto(`${server.origin}${path}`);
  return page;
};
const orderIdOf = async (orderNo: string): Promise<string> => {
  const read = () =>
    world().db.query<{ id: string }>('select id::text as id from orders where order_no = $1', [orderNo]);
  await expect.poll(async () => (await read()).length).toBe(1);
  return (await read())[0]?.id ?? '';
};

/** Fills the form of a link; answers with the address that it pushes to. */
async function connect(
  page: Page,
  kind: string,
  name: string,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  await page.getByRole('button', { name: words.add }).first().click();
  const form = page.getByRole('dialog', { name: words.add });
  await form.getByLabel(words.kind, { exact: true }).selectOption({ value: kind });
  await form.getByLabel(words.name, { exact: true }).fill(name);
  await form.locator(`input[name="shop"][value="${world().shop.shopId}"]`).check();
  const labels = words as Readonly<Record<string, string>>;
  for (const [field, value] of Object.entries(values))
    await form.getByLabel(labels[`field_${kind}_${field}`] ?? '', { exact: true }).fill(value);
  await form.getByRole('button', { name: words.addSubmit }).click();
  const panel = page.getByRole('complementary', { name });
  const door = panel.getByText(`/hooks/${kind}/`).first();
  await expect(door).toBeVisible();
  return (await door.textContent()) ?? '';
}

let warehouseDoor = '';
let payDoor = '';

test('an admin connects a warehouse and a payment service, and the test says what is wrong', async ({ browser }) => {
  const page = await adminPage(browser, '/settings/links');
  warehouseDoor = await connect(page, 'qimen', '杭州仓', {
    ...{ url: warehouse.url, ...QIMEN, appSecret: 'another-secret', ownerCode: 'TIDE' },
    ...{
      senderName: '观潮仓',
      senderPhone: '13900000000',
      senderProvince: '浙江省',
      senderCity: '杭州市',
      senderAddress: '江陵路88号',
    },
  });
  const panel = page.getByRole('complementary', { name: '杭州仓' });
  await panel.getByRole('button', { name: words.check }).click();
  await expect(panel.getByText(words.problem_secret)).toBeVisible();
  await panel.getByRole('button', { name: words.edit }).click();
  const form = page.getByRole('dialog', { name: words.editTitle.replace('{name}', '杭州仓') });
  await form.getByLabel(words.field_qimen_appSecret, { exact: true }).fill(QIMEN.appSecret);
  await form.getByRole('button', { name: words.save }).click();
  await expect(form).toBeHidden();
  await panel.getByRole('button', { name: words.check }).click();
  await expect(panel.getByText(words.checkOk)).toBeVisible();
  await page.screenshot({ path: 'test-results/links-light.png' });
  await expectAccessible(page, 'a link and its test');

  const { merchantId, publicKeyId, publicKey, apiV3Key } = payments;
  payDoor = await connect(page, 'wechat-pay', '微信收款', { merchantId, publicKeyId, publicKey, apiV3Key });
  await page.context().close();
});

test('a released order arrives at the warehouse once, and its reports show on the order’s page live', async ({
  browser,
}) => {
  const { shop } = world();
  const { orderNo } = await postOrder(world(), shop);
  const orderId = await orderIdOf(orderNo);
  await expect.poll(() => warehouse.taken().filter(({ code }) => code === `TW${orderId}`).length).toBe(1);
  const page = await personPage(browser, `/orders/${orderId}`);
  const section = page.getByRole('region', { name: t.orderPage.section.warehouse });
  await expect(section.getByText(t.outside.given_sent)).toBeVisible({ timeout: 30_000 });
  expect((await warehouse.step(warehouseDoor, `TW${orderId}`, 'PICK')).status).toBe(200);
  await expect(section.getByText(t.outside.report_PICK)).toBeVisible();
  await warehouse.step(warehouseDoor, `TW${orderId}`, 'PACKAGE');
  await expect(section.getByText(t.outside.report_PACKAGE)).toBeVisible();
  expect(warehouse.calls('deliveryorder.create')).toBe(1);
  await page.screenshot({ path: 'test-results/outside-order.png' });
  await expectAccessible(page, 'an order that is at a warehouse');
  await page.context().close();
});

test('a payment of another amount is a conflict: seen on the order and in the tray, settled by a person', async ({
  browser,
}) => {
  const { shop, db } = world();
  const { orderNo } = await postOrder(world(), shop, { at: Date.now() - HOUR_MS, more: { paidCents: 29_900 } });
  const orderId = await orderIdOf(orderNo);
  const tray = await personPage(browser, '/orders/conflicts');
  await expect(tray.getByText(t.conflicts.none)).toBeVisible();
  await expectAccessible(tray, 'the empty tray of conflicts');
  const news = { tradeNo: orderNo, amountFen: 29_800, atMs: Date.now() - MINUTE_MS };
  expect(await payments.notify(payDoor, news, 2)).toBe(204);
  const row = tray.getByRole('listitem').filter({ hasText: orderNo });
  await expect(row.getByText(t.conflicts['kind_paid-amount'])).toBeVisible();
  await tray.screenshot({ path: 'test-results/conflict-tray.png' });
  await expectAccessible(tray, 'the tray of conflicts');

  const page = await personPage(browser, `/orders/${orderId}`);
  await expect(page.getByText(t.conflicts.badge).first()).toBeVisible();
  const payment = page.getByRole('region', { name: t.orderPage.section.payments });
  await expect(payment.getByText('298.00').first()).toBeVisible();
  const board = await personPage(browser, '/board');
  await expect(board.locator('[data-gauge="conflicts"]').getByRole('link')).toContainText('1', { timeout: 30_000 });
  await board.screenshot({ path: 'test-results/conflict-gauge.png' });

  await row.getByRole('button', { name: t.conflicts.takeFrom.replace('{source}', t.terms.source.payment) }).click();
  const dialog = tray.getByRole('dialog', {
    name: t.conflicts.takeTitle.replace('{source}', t.terms.source.payment),
  });
  await expectAccessible(tray, 'the dialog in which a side is taken');
  await dialog.getByLabel(t.conflicts.reason).fill('与银行流水核对');
  await dialog.getByRole('button', { name: t.conflicts.take, exact: true }).click();
  await expect(tray.getByText(t.conflicts.none)).toBeVisible();
  await expect(page.getByText(/与银行流水核对/).first()).toBeVisible();
  const [order] = await db.query<{ paid: number }>('select paid_fen as paid from orders where id = $1', [orderId]);
  expect(order?.paid).toBe(29_800);
  for (const one of [tray, page, board]) await one.context().close();
});
