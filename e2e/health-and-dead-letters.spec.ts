import { randomUUID } from 'node:crypto';
import { expect, type Page, test } from '@playwright/test';
import { genericOrder } from '@/db/testing/orders';
import { signWebhook } from '@/sim/standard-webhooks';
import { choose, expectAccessible, LOCALES, type Locale, messagesOf } from './fixtures/looks';
import { postOrder } from './fixtures/orders';
import { closePagesAfterEach, contextOf } from './fixtures/pages';
import { type Shop, worldFor } from './fixtures/world';

const world = worldFor('health-and-dead-letters');
closePagesAfterEach();

const { settings, shell } = messagesOf('zh-CN');
const { health, deadLetters: letters } = settings;

async function openAs(
  browser: import('@playwright/test').Browser,
  path: string,
  locale: Locale = 'zh-CN',
): Promise<Page> {
  const { server, manager } = world();
  const context = await contextOf(browser, manager.api, { viewport: { width: 1440, height: 900 } });
  await choose(context, server.origin, { locale, theme: 'light' });
  const page = await context.newPage();
  await page.goto(server.origin + path);
  return page;
}

/** Pushes a body as the shop would, under an id of its own or a given one; answers with the status. */
async function push(shop: Shop, body: string, id = `msg-${randomUUID()}`): Promise<number> {
  const signed = signWebhook({ secret: shop.secret, id, timestampS: Math.floor(Date.now() / 1_000), body });
  const response = await fetch(`${world().server.origin}/hooks/generic/${shop.shopId}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...signed },
  });
  await response.arrayBuffer();
  return response.status;
}

const inPool = async (orderNo: string) =>
  (
    await world().db.query<{ amountFen: number }>('select amount_fen as "amountFen" from orders where order_no = $1', [
      orderNo,
    ])
  )[0];

/** A text of the messages with its numbers filled in, as a pattern. */
const worded = (text: string, count: number) => text.replace('{count}', String(count));

test('an unreadable and a failing push lie in the tray, and go through once what failed is mended', async ({
  browser,
}) => {
  const { db, shop } = world();
  await db.query(
    `create function e2e_poison() returns trigger language plpgsql as
     $$ begin if new.order_no = 'OM-POISON' then raise exception 'refused by sql'; end if; return new; end $$`,
  );
  await db.query('create trigger e2e_poison before insert on orders for each row execute function e2e_poison()');
  expect(await push(shop, '{"type": "order.paid", "data": {"platformOrderNo": "OM-BAD"')).toBe(200);
  expect(await push(shop, genericOrder({ at: Date.now(), orderNo: 'OM-POISON' }).body.toString('utf8'))).toBe(200);

  const page = await openAs(browser, '/settings/dead-letters');
  const table = page.getByRole('table', { name: settings.sections.deadLetters });
  await expect(table.getByText(letters.kind_unreadable)).toBeVisible();
  await expect(table.getByText(letters.kind_retrying)).toBeVisible();
  // Between two tries it waits; while one is under way there is nothing to shorten.
  const lastTry = 'update inbox_keys set attempts = 5, retry_at = now() where state = 5 returning 1';
  await expect.poll(async () => (await db.query(lastTry)).length).toBe(1);
  await expect(table.getByText(letters.kind_failing)).toBeVisible();
  await expect(table.getByText('refused by sql')).toBeVisible();
  await page.screenshot({ path: 'test-results/dead-letters-light.png' });

  await table.getByRole('row').filter({ hasText: letters.kind_failing }).getByRole('button').last().click();
  const panel = page.getByRole('complementary');
  await expect(panel.getByText('OM-POISON').first()).toBeVisible();
  await expect(panel.getByText(letters.keptBack).first()).toBeVisible();
  await panel.getByRole('button', { name: letters.raw }).click();
  await page.getByRole('dialog').getByLabel(letters.why).fill('排查取单失败');
  await page.getByRole('dialog').getByRole('button', { name: letters.rawSubmit }).click();
  await expect(panel.locator('pre')).toContainText('李雷');

  await db.query('drop function e2e_poison cascade');
  await page.getByRole('button', { name: worded(letters.redriveAll, 2) }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: worded(letters.redriveAll, 2) })
    .click();
  await expect(page.getByText(/共 2：已读入 1，又失败 1，剩余 0/)).toBeVisible();
  expect(await inPool('OM-POISON')).toBeDefined();
  await page.getByRole('button', { name: letters.results }).click();
  await expect(page.getByRole('dialog').getByText(letters.stands_read)).toBeVisible();
  await expect(page.getByRole('dialog').getByText(letters['stands_aside-again'])).toBeVisible();
});

test('two bodies under one id are compared, and the later one counts when it is taken', async ({ browser }) => {
  const { shop } = world();
  const id = `msg-${randomUUID()}`;
  const at = Date.now();
  const first = genericOrder({ at, amountCents: 10_000 });
  await push(shop, first.body.toString('utf8'), id);
  await expect.poll(() => inPool(first.orderNo)).toEqual({ amountFen: 10_000 });
  await push(shop, genericOrder({ at, orderNo: first.orderNo, amountCents: 12_300 }).body.toString('utf8'), id);
  const page = await openAs(browser, '/settings/dead-letters?kinds=conflict');
  await page.getByRole('button', { name: id, exact: true }).click();
  const row = page.getByRole('complementary').getByRole('row').filter({ hasText: 'data.amountCents' });
  await expect(row).toContainText('10000');
  await expect(row).toContainText('12300');
  await page.screenshot({ path: 'test-results/dead-letters-conflict.png' });
  await page.getByRole('button', { name: letters.take }).click();
  await expect.poll(() => inPool(first.orderNo)).toEqual({ amountFen: 12_300 });
  await expect(page.getByText(letters.noneLeft)).toBeVisible();
});

test('what a link told and could not be read is found from its number, and leaves the tray when it is discarded', async ({
  browser,
}) => {
  const { db, server, shop, admin } = world();
  await db.query(
    `with l as (insert into links (id, kind, name, settings, secrets_sealed) values ('w1', 'qimen', '杭州仓', '{}', '\\x00') returning id),
       s as (insert into link_shops (kind, shop_id, link_id) select 'qimen', $1, id from l)
     insert into link_messages (link_id, key, body_sha, state, reason, aside_at) values
       ('w1', 'report-1', '\\x00', 2, 'not readable', now()),
       ('w1', 'report-1#0123456789abcdef', '\\x01', 2, 'another body', now())`,
    [shop.shopId],
  );
  const setUp = await (await contextOf(browser, admin)).newPage();
  await setUp.goto(`${server.origin}/settings/links?link=w1`);
  await setUp.getByRole('link', { name: settings.links.toLetters }).click();
  await expect(setUp).toHaveURL(/dead-letters\?link=w1/);
  await expect(setUp.getByRole('table').getByRole('button', { name: 'report-1', exact: true })).toHaveCount(2);

  const page = await openAs(browser, '/settings/health');
  const row = page.getByRole('row').filter({ hasText: '杭州仓' });
  await row.getByRole('link', { name: '2', exact: true }).click();
  await expect(page.getByText(worded(letters.total, 2))).toBeVisible();
  await expect(page.getByRole('button', { name: worded(letters.redriveAll, 1) })).toBeVisible();
  await page.getByRole('button', { name: new RegExp(letters['kind_link-conflict']) }).click();
  const left = page.getByRole('button', { name: 'report-1', exact: true });
  await expect(left).toHaveCount(1);
  await left.click();
  const panel = page.getByRole('complementary');
  await expect(panel.getByText(letters.neverRead)).toBeVisible();
  await panel.getByRole('button', { name: letters.discard }).click();
  await page.getByRole('dialog').getByLabel(letters.why).fill('内容重复');
  await page.getByRole('dialog').getByRole('button', { name: letters.discard, exact: true }).click();
  await expect(page.getByText(letters.noneLeft)).toBeVisible();
  await db.query(`delete from links where id = 'w1'`);
});

test('a shop is held: pushes are taken and wait, everybody sees why, and they go on when they are let go', async ({
  browser,
}) => {
  const { server, agent, shop } = world();
  const page = await openAs(browser, '/settings/health');
  await page.getByRole('button', { name: health.hold }).click();
  const dialog = page.getByRole('dialog', { name: health.hold });
  await dialog.getByLabel(health.shop).selectOption({ label: '潮汐生活馆' });
  await dialog.getByLabel(health.reason).fill('价格配置错了');
  await dialog.getByRole('button', { name: health.holdSubmit, exact: true }).click();
  const holds = page.getByRole('list', { name: health.holds });
  await expect(holds).toContainText('价格配置错了');

  const desk = await (await contextOf(browser, agent.api)).newPage();
  await desk.goto(`${server.origin}/desk`);
  const light = desk.getByRole('banner').getByText('潮汐生活馆');
  await expect(light).toBeVisible();
  const { orderNo } = await postOrder(world(), shop);
  await expect(holds.locator('[data-left="1"]')).toBeVisible();
  expect(await inPool(orderNo)).toBeUndefined();
  await page.screenshot({ path: 'test-results/health-held.png' });

  await holds.getByRole('button', { name: health.release, exact: true }).click();
  await expect.poll(() => inPool(orderNo)).toBeDefined();
  await expect(holds).toBeHidden();
  await expect(light).toBeHidden();
});

test('a shop that falls silent is shown and told of; what came is replayed without changing anything', async ({
  browser,
}) => {
  const { db, otherShop, shop } = world();
  await db.query(
    `insert into shop_minutes (shop_id, at, messages, first_at, last_at, before_at)
     select $1, at, 1, at, at, at - interval '10 minutes' from generate_series(1, 4) d,
       lateral generate_series(date_trunc('hour', now()) - d * interval '1 day' - interval '1 hour',
         date_trunc('hour', now()) - d * interval '1 day' + interval '2 hours', interval '10 minutes') at
     union all select $1, m, 1, m, m, m - interval '10 minutes' from (select date_trunc('minute', now()) - interval '3 hours' as m) x`,
    [otherShop.shopId],
  );
  const page = await openAs(browser, '/settings/health');
  const row = page.getByRole('row').filter({ hasText: '潮汐北方店' });
  await expect(row.getByText(health.silent, { exact: true })).toBeVisible({ timeout: 30_000 });
  await row.getByRole('link', { name: /潮汐北方店/ }).click();
  const panel = page.getByRole('complementary', { name: '潮汐北方店' });
  await expect(panel.getByText(health.silentSince)).toBeVisible();
  await page.screenshot({ path: 'test-results/health-silent.png' });
  await page.getByRole('button', { name: new RegExp(shell.notices) }).click();
  await expect(page.getByText(shell.noticeSilent.replace('{shop}', '潮汐北方店'))).toBeVisible();
  await page.keyboard.press('Escape');

  await page.goto(`${page.url().split('?')[0]}?connection=shop:${shop.shopId}`);
  const before = await db.query('select id, version from orders order by id');
  await page.getByRole('button', { name: health.startReplay, exact: true }).click();
  await expect(page.locator('[data-replay="done"]')).toContainText('不同 0');
  expect(await db.query('select id, version from orders order by id')).toEqual(before);
});

for (const locale of LOCALES)
  test(`connections and dead letters break no accessibility rule, empty and full (${locale})`, async ({ browser }) => {
    const { shop } = world();
    const words = messagesOf(locale).settings;
    await push(shop, '{');
    const page = await openAs(browser, '/settings/dead-letters?reason=nothing-like-this', locale);
    await expect(page.getByText(words.deadLetters.noneLeft)).toBeVisible();
    await expectAccessible(page, 'an empty tray');
    await page.goto(`${page.url().split('?')[0]}?kinds=unreadable`);
    await page.getByRole('table').getByRole('row').nth(1).getByRole('button').last().click();
    await expect(page.getByRole('complementary')).toBeVisible();
    await expectAccessible(page, 'a tray with a letter open');
    await page.goto(`${page.url().split('/settings')[0]}/settings/health?connection=shop:${shop.shopId}`);
    await expect(page.getByRole('heading', { name: words.health.replay })).toBeVisible();
    await expectAccessible(page, 'connections with one open');
    await page.getByRole('button', { name: words.health.limits }).click();
    await expect(page.getByRole('dialog').getByLabel(words.health.silenceFactor)).toHaveValue('3');
    await expectAccessible(page, 'the alarm limits');
    await page.getByRole('dialog').getByRole('button', { name: words.health.limitsSubmit, exact: true }).click();
    await expect(page.getByText(words.health.limitsSaved)).toBeVisible();
  });
