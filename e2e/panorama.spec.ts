import { type Browser, expect, type Page, test } from '@playwright/test';
import { HOUR_MS } from '@/domain/clocks/instant';
import { refused } from '@/sim/douyin/answer';
import { cardsOf } from './fixtures/desk';
import { aDoudianShop, paidAgo } from './fixtures/doudian-shop';
import { choose, expectAccessible, LOCALES, type Locale, messagesOf } from './fixtures/looks';
import { postOrder, postVagueOrder, VAGUE_ADDRESS } from './fixtures/orders';
import { contextOf, pageOf } from './fixtures/pages';
import { type Person, worldFor } from './fixtures/world';

const world = worldFor('panorama');
test.describe.configure({ timeout: 120_000 });
const zh = messagesOf('zh-CN');

/** To a remote province, to a vague place, under a number with a letter in it, and with a number in its note. */
const RISKY = {
  note: '送到前打 13955551234',
  more: {
    receiver: {
      ...{ name: '李雷', phone: '1391234567O', province: '西藏自治区', city: '拉萨市', district: '城关区' },
      ...{ street: '', detail: VAGUE_ADDRESS },
    },
  },
};

/** A held order whose open card is on this person's seat. */
async function heldOrder(person: Person, values: Parameters<typeof postVagueOrder>[1] = {}) {
  const { orderNo } = await postVagueOrder(world(), values);
  const [taskId = ''] = await cardsOf(world(), [orderNo]);
  await person.api.askMutation('tasks.claim', { taskId });
  const [order] = await world().db.query<{ id: string }>('select id from orders where order_no = $1', [orderNo]);
  return { orderNo, taskId, orderId: order?.id ?? '' };
}
const section = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true }).first();
const panoramaOf = (page: Page, orderNo: string) =>
  expect(page.getByRole('heading', { level: 1, name: orderNo })).toBeVisible();

async function openAs(browser: Browser, person: Person, path: string, locale: Locale): Promise<Page> {
  const context = await contextOf(browser, person.api, { viewport: { width: 1366, height: 768 } });
  await choose(context, person.api.origin, { locale, theme: 'light' });
  const page = await context.newPage();
  await page.goto(person.api.origin + path);
  return page;
}

test('the open card leads to everything about its order by one key, and back', async ({ browser }) => {
  const { agent } = world();
  const { orderNo, taskId } = await heldOrder(agent);
  const page = await pageOf(browser, agent, `/desk?task=${taskId}`);
  await panoramaOf(page, orderNo);
  await page.keyboard.press('o');
  await page.waitForURL(/\/orders\/\d+/);
  await panoramaOf(page, orderNo);
  await expect(section(page, zh.orderPage.section.verdict)).toContainText('小区门口');
  await expect(section(page, zh.orderPage.section.cards)).toContainText(agent.name);
  await page.keyboard.press('o');
  await page.waitForURL(/\/desk\?task=/);
});

test('sections are gone through by key, and the section that was gone to has the focus', async ({ browser }) => {
  const { agent } = world();
  const { orderId, orderNo } = await heldOrder(agent);
  const page = await pageOf(browser, agent, `/orders/${orderId}`);
  await panoramaOf(page, orderNo);
  const titles: string[] = [];
  for (let step = 0; step < 30; step += 1) {
    await page.keyboard.press('j');
    const title = await page.evaluate(() => document.activeElement?.querySelector('h2')?.textContent ?? '');
    if (titles.at(-1) === title) break;
    titles.push(title);
  }
  expect(titles).toEqual(expect.arrayContaining(['商品明细', '判定', '买家', '任务卡', '完整日志']));
  await page.keyboard.press('k');
  await expect(page.locator('section:focus h2')).toHaveText(titles.at(-2) ?? '');
});

test('what changes elsewhere is on the page without loading it again', async ({ browser }) => {
  const { agent, supervisor } = world();
  const { orderNo, orderId, taskId } = await heldOrder(agent);
  const page = await pageOf(browser, supervisor, `/orders/${orderId}`);
  await expect(page.getByText(/^实时/)).toBeVisible();
  await expect(section(page, zh.orderPage.section.cards)).toContainText(agent.name);
  await page.evaluate(() => {
    document.body.dataset.kept = 'yes';
  });
  await agent.api.askMutation('tasks.dispose', {
    ...{ taskId, disposition: 'false-alarm', cause: 'other', causeNote: '门卫代收，已确认' },
    version: await versionOf(taskId),
  });
  await expect(section(page, zh.orderPage.section.verdict)).toContainText(`误判${agent.name}`);
  for (const part of ['verdict', 'cards'] as const)
    await expect(section(page, zh.orderPage.section[part])).toContainText('门卫代收，已确认');
  await expect(page.locator('header').getByText(`误判 · ${agent.name}`)).toBeVisible();
  const [kept, back] = ['TW-MUG-01-B', 'TW-CUP-02-W'].map((sku) => ({
    ...{ sku, title: sku, qty: 2, unitPriceCents: 9_900, paidCents: 14_950 },
  }));
  const more = { items: [kept, { ...back, refundedQty: 2 }] };
  await postOrder(world(), world().shop, { orderNo, status: 'shipped', at: Date.now() + 1_000, more });
  await expect(page.locator('header').getByText(zh.terms.status.shipped)).toBeVisible();
  await expect(section(page, zh.orderPage.section.log)).toContainText(`平台：${zh.orders.saidKind['order-shipped']}`);
  await expect(page.getByRole('row', { name: /TW-CUP-02-W 2\s*已退款 2 件/ })).toBeVisible();
  expect(await page.evaluate(() => document.body.dataset.kept)).toBe('yes');
});

async function versionOf(taskId: string): Promise<number> {
  const [task] = await world().db.query<{ v: number }>('select version::int as v from tasks where id = $1', [taskId]);
  return task?.v ?? 0;
}

test('marks say why an order is a risk, and where in a value once it is seen; the log says who looked', async ({
  browser,
}) => {
  const { agent } = world();
  const { orderNo } = await heldOrder(agent, RISKY);
  const { remote, phone } = { remote: zh.terms.mark['remote-region'], phone: zh.terms.mark['phone-malformed'] };
  const page = await pageOf(browser, agent, '/orders?mark=remote-region');
  await page.getByRole('link', { name: orderNo }).click();
  await panoramaOf(page, orderNo);
  for (const mark of [remote, phone]) await expect(page.locator('header').getByText(mark)).toBeVisible();
  const receiver = section(page, zh.orderPage.section.receiver);
  await expect(receiver.locator('mark')).toHaveText(['西藏自治区']);
  await expect(receiver).toContainText(zh.orders.reason.characters);
  await expect(page.getByText('139****567O').first()).toBeVisible();
  await page.keyboard.press('v');
  await page.getByRole('radio', { name: new RegExp(zh.privacy.reason['courier-asks']) }).check();
  await page.getByRole('button', { name: zh.privacy.reveal, exact: true }).click();
  await expect(receiver.getByRole('status')).toHaveText('1391234567O');
  await expect(receiver.locator('mark')).toHaveText(['O', '西藏自治区']);
  await page.getByRole('tab', { name: zh.orderPage.logKind.looked }).click();
  await expect(section(page, zh.orderPage.section.log)).toContainText(zh.privacy.reason['courier-asks']);
  await expect(page).toHaveURL(/log=looked/);
  const facts = section(page, zh.orderPage.section.facts);
  await facts.getByRole('button', { name: zh.privacy.field.note }).click();
  await page.getByRole('button', { name: zh.privacy.reveal, exact: true }).click();
  await expect(facts).toContainText('13955551234');
});

test('one box finds an order in every way its text allows, says which, and leads to it by keyboard', async ({
  browser,
}) => {
  const { agent } = world();
  const { orderNo } = await heldOrder(agent, { phone: '13955512346', sku: 'CUP-LARGE-7' });
  const page = await pageOf(browser, agent, '/orders');
  const box = page.getByRole('combobox', { name: zh.shell.palette });
  const group = (name: RegExp) => page.getByRole('group', { name });
  await expect(page.getByRole('heading', { name: zh.orderList.title })).toBeVisible();
  for (const [text, way] of [
    ['2346', /^手机尾号 2346/],
    ['139 5551 2346', /^手机号 139 5551 2346/],
    ['CUP-LARGE-7', /^商品编码 CUP-LARGE-7/],
    ['李雷', /^收货人姓名/],
    [orderNo, /^订单号或其结尾/],
    [orderNo.slice(-6), /^订单号或其结尾/],
  ] as const) {
    await page.keyboard.press('/');
    await box.fill(text);
    await expect(group(way).getByRole('option', { name: new RegExp(orderNo) })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(box).toHaveCount(0);
  }
  await page.keyboard.press('Control+k');
  await box.fill(orderNo);
  await expect(page.getByRole('option', { name: new RegExp(orderNo), selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/orders\/\d+/);
  await panoramaOf(page, orderNo);
});

test('an order that nobody has told of is fetched from its platform out of the box, and asked for again on its page', async ({
  browser,
}) => {
  const { agent } = world();
  const { platform } = await aDoudianShop(world(), '潮汐生活 抖店');
  const order = paidAgo(2 * HOUR_MS);
  platform.put(order);
  const page = await pageOf(browser, agent, '/orders');
  await expect(page.getByRole('heading', { name: zh.orderList.title })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: zh.shell.palette }).fill(order.order_id);
  await expect(page.getByRole('option', { name: '向 潮汐生活 抖店 取单', selected: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/orders\/\d+/);
  await panoramaOf(page, order.order_id);
  await expect(page.locator('header').getByText(zh.terms.status.to_ship)).toBeVisible();
  platform.put({ ...order, order_status: 4, main_status: 4, update_time: order.update_time + 60 });
  await expect(async () => {
    await page.keyboard.press('p');
    await expect(page.getByText(zh.orderPage.asked.news).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.locator('header').getByText(zh.terms.status.cancelled)).toBeVisible();
  platform.poison(order.order_id, refused(40_004, 'isv.order-not-exist'));
  await expect(async () => {
    await page.keyboard.press('p');
    await expect(page.getByText(/^平台没有给出这张订单：.*isv\.order-not-exist/).first()).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await platform.close();
});

test('the box says when nothing is found, too little is typed, a mask is asked for, or the line is cut', async ({
  browser,
}) => {
  const page = await pageOf(browser, world().agent, '/orders');
  await expect(page.getByRole('heading', { name: zh.orderList.title })).toBeVisible();
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: zh.shell.palette });
  await box.fill('NOSUCHORDER99');
  await expect(page.getByText('按订单号、运单号、商品编码都没有找到订单')).toBeVisible();
  await box.fill('12');
  await expect(page.getByText(zh.search['too-short'])).toBeVisible();
  await box.fill('李**');
  await expect(page.getByText(zh.privacy.search_masked)).toBeVisible();
  await page.context().setOffline(true);
  await box.fill('NOSUCHORDER98');
  await expect(page.getByText(zh.search.offline)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText('按订单号、运单号、商品编码都没有找到订单')).toBeVisible();
});

test('an order of another group is nowhere: no page, no answer, no hit', async ({ browser }) => {
  const { agent, manager, otherShop } = world();
  const { orderNo } = await postOrder(world(), otherShop);
  const idOf = () => world().db.query<{ id: string }>('select id from orders where order_no = $1', [orderNo]);
  await expect.poll(async () => (await idOf()).length).toBe(1);
  const orderId = (await idOf())[0]?.id ?? '';
  const page = await pageOf(browser, agent, `/orders/${orderId}`);
  await expect(page.getByText(zh.orderPage.missing)).toBeVisible();
  for (const procedure of ['orders.get', 'orders.cards', 'orders.buyer', 'orders.log'])
    expect(await agent.api.askQuery(procedure, { orderId }), procedure).toMatchObject({
      status: 404,
      code: 'not-found',
    });
  expect(await manager.api.askQuery('orders.get', { orderId })).toMatchObject({ status: 200 });
});

for (const locale of LOCALES) {
  test(`the page of an order and the search break no rule of accessibility (${locale})`, async ({ browser }) => {
    const { agent } = world();
    const t = messagesOf(locale);
    const { orderId, orderNo, taskId } = await heldOrder(agent, RISKY);
    const page = await openAs(browser, agent, `/orders/${orderId}`, locale);
    // The first page of a browser that starts beside others may take its time.
    await expect(section(page, t.orderPage.section.log).getByRole('listitem').first()).toBeVisible({ timeout: 40_000 });
    await expect(section(page, t.orderPage.section.cards)).toContainText(agent.name);
    await expectAccessible(page, 'page of an order');
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill(orderNo.slice(-6));
    await expect(page.getByRole('option', { name: new RegExp(orderNo) })).toBeVisible();
    await expectAccessible(page, 'search with a hit');
    await page.getByRole('combobox').fill('12');
    await expect(page.getByText(t.search['too-short'])).toBeVisible();
    await expectAccessible(page, 'search for too little');
    await page.keyboard.press('Escape');
    await agent.api.askMutation('tasks.dispose', {
      ...{ taskId, disposition: 'true', cause: 'other', causeNote: '' },
      version: await versionOf(taskId),
    });
    await expect(section(page, t.orderPage.section.verdict)).toContainText(t.orderPage.decisionMeans.true);
    await expectAccessible(page, 'page of an order that a person has judged');
  });
}
