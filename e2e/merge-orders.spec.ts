import { expect, type Page, test } from '@playwright/test';
import { type QimenStandIn, startQimenStandIn } from '@/sim/qimen/stand-in';
import { cardsOf } from './fixtures/desk';
import { choose, expectAccessible, type Locale, messagesOf, type Theme } from './fixtures/looks';
import { postOrder } from './fixtures/orders';
import { closePagesAfterEach, contextOf, tabTo } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const world = worldFor('merge-orders');
const zh = messagesOf('zh-CN');
const QIMEN = { appKey: '12345678', appSecret: 'qimen-secret-e2e', customerId: 'c-e2e' };
let warehouse: QimenStandIn;

test.describe.configure({ mode: 'serial' });
closePagesAfterEach();
test.beforeAll(async () => {
  warehouse = await startQimenStandIn({ port: 0, ...QIMEN });
  const { admin, shop } = world();
  await admin.mutate('linkAccounts.create', {
    ...{ kind: 'qimen', name: '杭州仓', shopIds: [shop.shopId], isActive: true },
    values: {
      ...{ url: warehouse.url, ...QIMEN, warehouseCode: 'HZ01', ownerCode: 'TIDE', orderType: 'JYCK' },
      ...{ logisticsCode: 'SF', acceptMinutes: '10', senderName: '观潮仓', senderPhone: '13900000000' },
      ...{ senderProvince: '浙江省', senderCity: '杭州市', senderDistrict: '', senderAddress: '江陵路88号' },
    },
  });
});
test.afterAll(() => warehouse.close());

async function open(
  browser: Parameters<typeof contextOf>[0],
  api: Parameters<typeof contextOf>[1],
  path: string,
  look: { locale: Locale; theme: Theme } = { locale: 'zh-CN', theme: 'light' },
): Promise<Page> {
  const context = await contextOf(browser, api, { viewport: { width: 1440, height: 900 } });
  await choose(context, api.origin, look);
  const page = await context.newPage();
  await page.goto(api.origin + path);
  return page;
}

test('an admin says in the panel of a shop how its orders are merged', async ({ browser }) => {
  const { admin, shop } = world();
  const words = zh.settings.shops;
  const page = await open(browser, admin, '/settings/shops');
  const { shops } = await admin.query<{ shops: { shopId: string; name: string }[] }>('shops.list');
  const name = shops.find(({ shopId }) => shopId === shop.shopId)?.name ?? '';
  await page.getByText(name, { exact: true }).first().click();
  const part = page.getByRole('region', { name: words.merging });
  await part.getByLabel(words.mergeWait).fill('10');
  await part.getByRole('button', { name: words.save }).click();
  await expect(page.getByText(words.saved).first()).toBeVisible();
  await part.scrollIntoViewIfNeeded();
  await page.screenshot({ path: 'test-results/merge-policy.png' });
  await expectAccessible(page, 'how a shop merges orders');
  expect(await admin.query('merges.policy', { shopId: shop.shopId })).toMatchObject({ waitMinutes: 10 });
});

/** Two orders of one buyer to one address, which wait; their ids in the order of their numbers. */
async function twoOrders(buyerId: string) {
  const { shop, db } = world();
  const same = { detail: `网商路${buyerId.length}号2幢1902室`, more: { buyer: { id: buyerId, name: '李雷' } } };
  const numbers = [(await postOrder(world(), shop, same)).orderNo, (await postOrder(world(), shop, same)).orderNo];
  const idsOf = async () =>
    (
      await db.query<{ id: string }>(
        `select o.id::text as id from orders o join warehouse_orders w on w.order_id = o.id
         where o.order_no = any($1::text[]) and w.mates_sought_at is not null order by o.id`,
        [numbers],
      )
    ).map(({ id }) => id);
  await expect.poll(async () => (await idsOf()).length).toBe(2);
  const [first = '', second = ''] = await idsOf();
  return { first, second, numbers };
}

test('an agent merges by keyboard what waits, it leaves as one, and then it can no longer be split', async ({
  browser,
}) => {
  const { agent } = world();
  const { first, second, numbers } = await twoOrders('buyer-who-fills-a-basket');
  const page = await open(browser, agent.api, `/orders/${first}`);
  const section = page.getByRole('region', { name: zh.orderPage.section.merging });
  await expect(section.getByText(zh.merging['evidence_plain-address'])).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: '未合并' })).toBeVisible();
  await expectAccessible(page, 'an order that could be merged');
  const merge = section.getByRole('button', { name: zh.merging.merge.replace('{count, number}', '2') });
  await merge.scrollIntoViewIfNeeded();
  await page.screenshot({ path: 'test-results/merge-suggested.png' });
  await section.getByRole('checkbox').focus();
  await tabTo(page, merge);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expectAccessible(page, 'the question why orders are merged');
  await dialog.getByLabel(zh.merging.reason).fill('满减凑单');
  await page.keyboard.press('Enter');
  await expect(section.getByText(/满减凑单/)).toBeVisible();
  await expect(section.getByText(/598\.00/)).toBeVisible();

  // A colleague is about to split it while it leaves.
  const other = await open(browser, agent.api, `/orders/${second}`, { locale: 'zh-CN', theme: 'dark' });
  const otherSection = other.getByRole('region', { name: zh.orderPage.section.merging });
  await otherSection.scrollIntoViewIfNeeded();
  await other.screenshot({ path: 'test-results/merge-merged-dark.png' });
  await otherSection.getByRole('button', { name: zh.merging.splitAll }).click();
  await other.getByRole('dialog').getByLabel(zh.merging.reason).fill('买家要求分开');
  await section.getByRole('button', { name: zh.merging.leaveNow }).click();
  await dialog.getByLabel(zh.merging.reason).fill('买家催单');
  await page.keyboard.press('Enter');
  await expect.poll(() => warehouse.taken().length).toBe(1);
  const [{ code, body } = { code: '', body: '' }] = warehouse.taken();
  expect(code).toBe(`TW${first}`);
  for (const no of numbers) expect(body).toContain(`<sourceOrderCode>${no}</sourceOrderCode>`);
  await expect(section.getByText(zh.merging.wentTogether)).toBeVisible();
  await expect(section.getByRole('button')).toHaveCount(0);
  await other.keyboard.press('Enter');
  await expect(other.getByRole('alert').filter({ hasText: zh.merging.refused_left })).toBeVisible();
});

test('orders that nobody merged leave apart and say so, in either language', async ({ browser }) => {
  const { agent, db } = world();
  const { first, second } = await twoOrders('buyer-nobody-looked-at');
  const words = messagesOf('en').merging;
  const page = await open(browser, agent.api, `/orders/${first}`, { locale: 'en', theme: 'light' });
  const section = page.getByRole('region', { name: messagesOf('en').orderPage.section.merging });
  await expect(section.getByText(words['evidence_plain-address'])).toBeVisible();
  await section.scrollIntoViewIfNeeded();
  await page.screenshot({ path: 'test-results/merge-suggested-en.png' });
  const list = await open(browser, agent.api, '/orders?isMergeable=true');
  await expect(list.locator(`a[href="/orders/${second}"]`).first()).toBeVisible();
  await db.query(`update warehouse_orders set leaves_at = now() where order_id = any($1::bigint[])`, [[first, second]]);
  await expect.poll(() => warehouse.taken().length).toBe(3);
  await expect(section.getByText(/could have gone with it/)).toBeVisible();
  await page.screenshot({ path: 'test-results/merge-left-apart-en.png' });
  await expectAccessible(page, 'an order that left apart');
});

test('a held order says on its card that releasing it sends two parcels, and the list marks it', async ({
  browser,
}) => {
  const { agent, shop } = world();
  const same = { detail: '网商路9号2幢1903室', more: { buyer: { id: 'buyer-in-a-hurry', name: '李雷' } } };
  await postOrder(world(), shop, { ...same, note: '手术急需，请尽快' });
  const { orderNo } = await postOrder(world(), shop, { ...same, amountCents: 500_000 });
  const [taskId = ''] = await cardsOf(world(), [orderNo]);
  await agent.api.askMutation('tasks.claim', { taskId });
  const desk = await open(browser, agent.api, `/desk?task=${taskId}`, { locale: 'zh-CN', theme: 'dark' });
  const words = desk.getByText('现在放行将分 2 个包裹发出');
  await expect(words).toHaveCount(1);
  await desk.getByRole('button', { name: zh.desk.decision['false-alarm'] }).click();
  await expect(words).toHaveCount(2);
  await expectAccessible(desk, 'a card whose release sends two parcels');
  await desk.screenshot({ path: 'test-results/merge-held-dark.png' });
  const list = await open(browser, agent.api, '/orders?isMergeable=true', { locale: 'en', theme: 'light' });
  const row = list.getByRole('row').filter({ hasText: orderNo });
  await expect(row.getByText(messagesOf('en').merging.badge)).toBeAttached();
  await list.screenshot({ path: 'test-results/merge-list-en.png' });
  await row.getByRole('link', { name: orderNo }).click();
  const section = list.getByRole('region', { name: messagesOf('en').orderPage.section.merging });
  await expect(section.getByText(messagesOf('en').merging.other_left)).toBeVisible();
  await section.scrollIntoViewIfNeeded();
  await list.screenshot({ path: 'test-results/merge-others-en.png' });
  await expectAccessible(list, 'an order with others that are not merged');
});

test('the last order that was taken out of a merge is put back in one step', async ({ browser }) => {
  const { agent } = world();
  const { first, second } = await twoOrders('buyer-who-was-split-by-mistake');
  await agent.api.mutate('merges.merge', { orderIds: [first, second], reason: '满减凑单' });
  await agent.api.mutate('merges.split', { orderId: second, what: 'one', reason: '误操作' });
  const page = await open(browser, agent.api, `/orders/${first}`);
  const section = page.getByRole('region', { name: zh.orderPage.section.merging });
  await section.getByRole('button', { name: zh.merging.mergeAgain.replace('{count, number}', '2') }).click();
  await page.getByRole('dialog').getByLabel(zh.merging.reason).fill('重新合并');
  await page.keyboard.press('Enter');
  await expect(section.getByText(/重新合并/)).toBeVisible();
});
