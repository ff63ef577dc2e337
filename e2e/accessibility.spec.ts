import { type Browser, expect, type Page, test } from '@playwright/test';
import { acceptCards, cardsOf } from './fixtures/desk';
import { choose, expectAccessible, LOCALES, type Locale, messagesOf } from './fixtures/looks';
import { orderReport } from './fixtures/order-report';
import { postOrder, postVagueOrder } from './fixtures/orders';
import { contextOf } from './fixtures/pages';
import { type Person, worldFor } from './fixtures/world';

const CUSTOMER = 'wmE2eAccess0001';
const world = worldFor('accessibility');
/** Each check reads every element of a page. */
test.describe.configure({ timeout: 180_000 });

/** A page of this person in this language. */
async function openAs(browser: Browser, person: Pick<Person, 'api'>, path: string, locale: Locale): Promise<Page> {
  const { origin } = world().server;
  const context = await contextOf(browser, person.api, { viewport: { width: 1440, height: 900 } });
  await choose(context, origin, { locale, theme: 'light' });
  const page = await context.newPage();
  await page.goto(origin + path);
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  return page;
}

for (const locale of LOCALES) {
  test(`the desk and the board break no accessibility rule while they are empty (${locale})`, async ({ browser }) => {
    const { agent, supervisor } = world();
    const t = messagesOf(locale);
    const desk = await openAs(browser, agent, '/desk', locale);
    await expect(desk.getByText(t.desk.empty.mine)).toBeVisible();
    await expectAccessible(desk, 'empty desk');
    const board = await openAs(browser, supervisor, '/board', locale);
    await expect(board.getByText(t.board.overdueEmpty)).toBeVisible();
    await expectAccessible(board, 'empty board');
    const orders = await openAs(browser, supervisor, '/orders', locale);
    await expect(orders.getByText(t.orderList.empty)).toBeVisible();
    await expectAccessible(orders, 'empty list of orders');
  });
}

test.describe('with work to do', () => {
  const orderIds: string[] = [];

  test.beforeAll(async ({ browser }) => {
    const { agent, secondAgent, wecom, db } = world();
    const context = await contextOf(browser, agent.api);
    await (await context.newPage()).goto(`${world().server.origin}/desk`);
    await acceptCards(world(), agent);
    const orderNos: string[] = [];
    for (const note of ['', '周五前要用,急', '', '']) orderNos.push((await postVagueOrder(world(), { note })).orderNo);
    for (let count = 0; count < 4; count += 1) await postOrder(world(), world().shop);
    const [first = '', second = ''] = await cardsOf(world(), orderNos);
    await wecom.customerEnters({ externalUserId: CUSTOMER, sceneParam: orderNos[0] });
    await wecom.customerSays(CUSTOMER, '怎么还没发货呀');
    await expect.poll(() => db.query('select 1 from interactions')).not.toEqual([]);
    await db.query(`update tasks set due_at = now() - interval '2 minutes' where id = any($1)`, [[first, second]]);
    await expect.poll(() => db.query('select 1 from tasks where is_overdue')).toHaveLength(2);
    await secondAgent.api.mutate('seats.setState', { state: 'paused' });
    const orders = await db.query<{ id: string }>('select id from orders where order_no = $1', [orderNos[0]]);
    orderIds.push(...orders.map(({ id }) => id));
    await context.close();
  });

  for (const locale of LOCALES) {
    test(`an open card, its dialogs and menus break no accessibility rule (${locale})`, async ({ browser }) => {
      const t = messagesOf(locale);
      const page = await openAs(browser, world().agent, '/desk', locale);
      await expect(page.getByRole('option')).toHaveCount(4);
      await expect(page.getByRole('log').getByText('怎么还没发货呀')).toBeVisible();
      await expectAccessible(page, 'desk with a card');
      await page.keyboard.press('q');
      await page.keyboard.press('1');
      await expect(page.getByRole('textbox', { name: t.desk.reply })).not.toBeEmpty();
      await expectAccessible(page, 'desk with a reply');
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('combobox')).toBeFocused();
      await expectAccessible(page, 'palette');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: t.shell.keys })).toBeVisible();
      await expectAccessible(page, 'key sheet');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.getByRole('button', { name: new RegExp(`^${t.shell.account}`) }).click();
      await expect(page.getByRole('dialog', { name: t.shell.account })).toBeVisible();
      await expectAccessible(page, 'account dialog');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: new RegExp(`^${t.shell.seat}`) }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await expectAccessible(page, 'menu');
    });

    test(`board, orders, an order and imports break no accessibility rule (${locale})`, async ({ browser }) => {
      const t = messagesOf(locale);
      const { manager, shop } = world();
      const board = await openAs(browser, manager, '/board', locale);
      await expect(board.locator('[data-tile=overdue]')).toContainText('2');
      await expectAccessible(board, 'board');
      const cards = await openAs(browser, manager, '/board/cards?list=overdue', locale);
      await expect(cards.getByRole('heading', { name: t.board.cards.overdue })).toBeVisible();
      await expectAccessible(cards, 'cards behind a figure');
      const orders = await openAs(browser, manager, '/orders', locale);
      await expect(orders.getByRole('row').nth(4)).toBeVisible();
      await expectAccessible(orders, 'list of orders');
      const order = await openAs(browser, manager, `/orders/${orderIds[0]}`, locale);
      await expect(order.getByText(t.orders.verdict, { exact: true }).first()).toBeVisible();
      await expectAccessible(order, 'order');
      const imports = await openAs(browser, manager, '/imports', locale);
      await imports.getByLabel(t.imports.shop, { exact: true }).selectOption(shop.shopId);
      await expectAccessible(imports, 'imports');
      const buffer = orderReport(Date.now());
      await imports.locator('input[type=file]').setInputFiles({ name: 'report.csv', mimeType: 'text/csv', buffer });
      await expect(imports.getByRole('heading', { name: t.imports.step_checked })).toBeVisible({ timeout: 60_000 });
      await expectAccessible(imports, 'preview of an import');
    });

    test(`the tiers, a draft of them and their history break no accessibility rule (${locale})`, async ({
      browser,
    }) => {
      const { manager, supervisor } = world();
      const { tiers: t, sections } = messagesOf(locale).settings;
      const reading = await openAs(browser, supervisor, '/settings/tiers', locale);
      await expect(reading.getByLabel(t.name.en)).toBeDisabled();
      await expectAccessible(reading, 'tiers for somebody who reads');
      const page = await openAs(browser, manager, '/settings/tiers', locale);
      await expect(page.getByRole('heading', { name: sections.tiers })).toBeVisible();
      await page.getByRole('button', { name: t.addCheck, exact: true }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      await expectAccessible(page, 'tiers with the menu of conditions');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t.addGroup }).click();
      await page.getByLabel(t.param.minFen, { exact: true }).fill('0');
      await expect(page.getByText(t.problem['out-of-range'])).toBeVisible();
      await expectAccessible(page, 'draft with a mistake');
      await page.getByLabel(t.param.minFen, { exact: true }).fill('1');
      await page.getByRole('button', { name: t.showCards }).click();
      await expect(page.getByRole('region', { name: t.draft }).locator('summary').first()).toBeVisible();
      await expect(page.getByRole('button', { name: t.publish, exact: true })).toBeEnabled();
      await expectAccessible(page, 'draft with the cards that it changes');
      await page.getByRole('button', { name: t.publish, exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, 'publishing');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: t.history }).click();
      await expect(page.getByRole('dialog', { name: t.history })).toBeVisible();
      await expectAccessible(page, 'history of the tiers');
    });

    test(`a personal value, its reasons and the settings about them break no accessibility rule (${locale})`, async ({
      browser,
    }) => {
      const t = messagesOf(locale);
      const { admin, manager } = world();
      const order = await openAs(browser, manager, `/orders/${orderIds[0]}`, locale);
      const eye = order.getByRole('button', { name: t.privacy.show.replace('{what}', t.privacy.field.phone) });
      await expect(eye).toBeVisible();
      await order.keyboard.press('v');
      await expect(order.getByRole('dialog')).toBeVisible();
      await order.keyboard.press('5');
      await expect(order.getByRole('textbox', { name: t.privacy.note })).toBeVisible();
      await expectAccessible(order, 'reasons');
      await order.getByRole('radio').first().focus();
      await order.keyboard.press('1');
      await order.keyboard.press('Enter');
      await expect(order.getByText('13800138000')).toBeVisible();
      await expectAccessible(order, 'revealed value');
      const retention = await openAs(browser, { ...manager, api: admin }, '/settings/retention', locale);
      await expect(retention.getByRole('textbox')).toHaveCount(5);
      await expectAccessible(retention, 'settings of retention');
      await retention.getByRole('textbox').first().fill('0');
      await expectAccessible(retention, 'settings of retention with a mistake');
      await retention.getByRole('textbox').first().fill('7');
      await retention.getByRole('button', { name: t.privacy.retention.save }).click();
      await expect(retention.getByRole('dialog', { name: t.privacy.retention.confirmTitle })).toBeVisible();
      await expectAccessible(retention, 'question before a shorter time');
    });
  }
});

for (const locale of LOCALES) {
  test(`the set-up of shops, WeCom and notice channels breaks no accessibility rule (${locale})`, async ({
    browser,
  }) => {
    const { settings: t } = messagesOf(locale);
    const { admin, shop } = world();
    const open = (path: string) => openAs(browser, { api: admin }, path, locale);
    const shops = await open(`/settings/shops?shop=${shop.shopId}`);
    await expect(shops.getByText(t.shops.fingerprintHint)).toBeVisible();
    await shops.getByText(t.shops.example).click();
    await expectAccessible(shops, 'shops');
    await shops.getByRole('button', { name: t.shops.add }).click();
    await expect(shops.getByRole('dialog', { name: t.shops.add })).toBeVisible();
    await expectAccessible(shops, 'form of a shop');
    const wecom = await open('/settings/wecom');
    await wecom.getByRole('row').nth(1).click();
    await expect(wecom.getByText(t.wecom.callbackHint)).toBeVisible();
    await expectAccessible(wecom, 'WeCom');
    const notices = await open('/settings/notices');
    await expect(notices.getByText(t.notices.none)).toBeVisible();
    await notices.getByRole('button', { name: t.notices.add }).first().click();
    await expect(notices.getByRole('dialog', { name: t.notices.add })).toBeVisible();
    await expectAccessible(notices, 'form of a notice channel');
  });
}

for (const locale of LOCALES) {
  test(`lent rights and the audit log break no accessibility rule (${locale})`, async ({ browser }) => {
    const { settings, audit } = messagesOf(locale);
    const { manager, supervisor, db } = world();
    const grants = await openAs(browser, manager, '/settings/grants', locale);
    const [group] = await db.query<{ id: string }>('select id from groups where id <> $1', [world().groupId]);
    const expiresAt = Date.now() + 3_600_000;
    const grant = {
      userId: supervisor.userId,
      right: 'watch-group',
      groupId: group?.id,
      reason: '今晚代看',
      expiresAt,
    };
    await manager.api.askMutation('grants.give', { ...grant, startsAt: null });
    await expect(grants.getByRole('row').nth(1)).toBeVisible();
    await expectAccessible(grants, 'lent rights');
    await grants.getByRole('button', { name: new RegExp(`^${settings.grants.give}`) }).click();
    await expect(grants.getByLabel(settings.grants.reason)).toBeVisible();
    await expectAccessible(grants, 'dialog that lends a right');
    const holder = await openAs(browser, supervisor, '/orders', locale);
    await expect(holder.locator('[data-grant]')).toBeVisible();
    await expectAccessible(holder, 'page of somebody with a lent right');
    const log = await openAs(browser, manager, '/settings/audit', locale);
    await log.getByRole('row').nth(1).getByRole('button').click();
    await expect(log.getByRole('button', { name: audit.byPerson })).toBeVisible();
    await expectAccessible(log, 'entry of the audit log');
    await log.keyboard.press('Escape');
    await expectAccessible(log, 'audit log');
    const empty = await openAs(browser, manager, '/settings/audit?ref=nothing', locale);
    await expect(empty.getByText(audit.none)).toBeVisible();
    await expectAccessible(empty, 'empty audit log');
  });
}
