import { type Browser, expect, type Page, test } from '@playwright/test';
import { cardsOf } from './fixtures/desk';
import { choose, expectAccessible, type Locale, messagesOf } from './fixtures/looks';
import { postOrder } from './fixtures/orders';
import { closePagesAfterEach, contextOf } from './fixtures/pages';
import { type Person, worldFor } from './fixtures/world';

const world = worldFor('stock');
closePagesAfterEach();
const ROWS = 5_000;
const ARTICLE = 'TIDE-CUP';
const SKU = 'CUP-WHITE';

async function openAs(
  browser: Browser,
  { api }: Pick<Person, 'api'>,
  path: string,
  locale: Locale = 'zh-CN',
): Promise<Page> {
  const context = await contextOf(browser, api, { viewport: { width: 1440, height: 900 } });
  await choose(context, api.origin, { locale, theme: 'light' });
  const page = await context.newPage();
  await page.goto(api.origin + path);
  return page;
}
const figure = (page: Page, name: string) =>
  page.getByRole('complementary').getByRole('definition').nth(['在库', '占用', '可用'].indexOf(name));

test('what is sold and mapped to nothing is mapped and counted, the next order holds it, and an agent sees it move', async ({
  browser,
}) => {
  const { manager, agent, shop } = world();
  await postOrder(world(), shop, { sku: ARTICLE });
  const page = await openAs(browser, manager, `/settings/stock?tab=mapping&shop=${shop.shopId}`);
  const seen = page.getByRole('region', { name: '有订单、没有映射' });
  await expect(async () => {
    await page.reload();
    await expect(seen.getByText(ARTICLE)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await seen.getByRole('button', { name: `映射 ${ARTICLE}` }).click();
  const form = page.getByRole('dialog', { name: '新增映射' });
  await form.getByLabel('第 1 个库存 SKU').fill(SKU);
  await form.getByRole('button', { name: '保存' }).click();
  await expect(page.getByRole('table', { name: 'SKU 映射' }).getByText('未盘点')).toBeVisible();
  await expect(seen).toHaveCount(0);

  await page.goto(`${manager.api.origin}/settings/stock?sku=${SKU}`);
  const panel = page.getByRole('complementary', { name: SKU });
  await panel.getByRole('button', { name: '盘点' }).click();
  await page.getByLabel('实盘件数').fill('5');
  await page.getByLabel('原因').fill('首次盘点');
  await page.getByRole('dialog').getByRole('button', { name: '盘点' }).click();
  await expect(figure(page, '在库')).toHaveText('5');

  const watching = await openAs(browser, agent, `/settings/stock?sku=${SKU}`);
  const moves = watching.getByRole('list', { name: '变动记录' });
  await expect(moves.getByRole('listitem')).toHaveCount(1);
  await expect(watching.getByRole('tab')).toHaveCount(0);
  await expect(watching.getByRole('button', { name: '盘点' })).toHaveCount(0);
  const { orderNo } = await postOrder(world(), shop, { sku: ARTICLE });
  await expect(moves.getByRole('listitem').first()).toContainText('订单占用');
  await expect(moves.getByRole('listitem').first()).toContainText(orderNo);
  await expect(figure(watching, '可用')).toHaveText('4');

  await panel.getByRole('button', { name: '调整' }).click();
  await page.getByLabel('增减件数').fill('-5');
  await expect(page.getByLabel('增减件数')).toHaveJSProperty('validity.valid', false);
  await page.getByLabel('增减件数').fill('3');
  await page.getByLabel('原因').fill('到货');
  await page.getByRole('dialog').getByRole('button', { name: '调整' }).click();
  await expect(figure(watching, '在库')).toHaveText('8');
  await expect(moves.getByText('到货')).toBeVisible();
  await expect(page.getByText('超卖 0')).toBeVisible();
});

test('a card says what its order lacks of the stock, and that it holds it once it came in', async ({ browser }) => {
  const { manager, agent, shop } = world();
  const sku = 'DESK-CUP';
  const parts = [{ sku, quantity: 1 }];
  await manager.api.mutate('stock.setMapping', { shopId: shop.shopId, platformSku: sku, parts });
  await manager.api.mutate('stock.count', { sku, onHand: 0, reason: '盘点' });
  const { orderNo } = await postOrder(world(), shop, { sku });
  const [taskId] = await cardsOf(world(), [orderNo]);
  const page = await openAs(browser, agent, `/desk?task=${taskId}`);
  const stock = page.getByRole('region', { name: '库存' });
  await expect(stock).toContainText(`缺货等待${sku} × 1`);
  await manager.api.mutate('stock.adjust', { sku, change: 5, reason: '到货' });
  await expect(stock).toContainText(`已占用${sku} × 1`);
  await expect(stock).not.toContainText('缺货等待');
});

test('a mapping file is looked at before it is taken, and a bad row takes nothing', async ({ browser }) => {
  const { manager, shop } = world();
  const page = await openAs(browser, manager, `/settings/stock?tab=mapping&shop=${shop.shopId}`);
  await page.getByRole('button', { name: '导入', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const give = (text: string) =>
    dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'map.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give('平台 SKU,库存 SKU × 数量\nGIFT-1,BOX × 0\n');
  await expect(dialog.getByText('第 2 行：库存 SKU 或数量写法不对，或重复')).toBeVisible();
  await expect(dialog.getByRole('button', { name: '导入', exact: true })).toBeDisabled();
  await give('平台 SKU,库存 SKU × 数量\nGIFT-1,BOX × 1; TEA × 2\n');
  await expect(dialog.getByText(/将新增 1，修改 0，取消 0，不变 0；新建库存 SKU 2 个/)).toBeVisible();
  await dialog.getByRole('button', { name: '导入', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'GIFT-1' });
  await expect(row).toContainText('BOX × 1 + TEA × 2');
  await expect(row).toContainText('组合');
});

test('five thousand SKUs are walked through and searched', async ({ browser }) => {
  const { manager, db } = world();
  await db.query(
    `insert into stock_items (sku, on_hand, counted_at) select 'BULK-' || lpad(n::text, 5, '0'), n, now() from generate_series(1, $1) n`,
    [ROWS],
  );
  const page = await openAs(browser, manager, '/settings/stock');
  await expect(page.getByText('BULK-00001')).toBeVisible();
  expect(await page.getByRole('row').count()).toBeLessThan(100);
  await page.getByRole('searchbox', { name: '搜索 SKU' }).fill('bulk-04999');
  await expect(page.getByText('BULK-04999')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('searchbox').fill('没有');
  await expect(page.getByText('没有符合条件的结果')).toBeVisible();
});

test.describe('the pages of the stock', () => {
  const looked = 'LOOKED-AT';
  test.beforeAll(async () => {
    const { manager, shop } = world();
    const parts = [{ sku: looked, quantity: 1 }];
    await manager.api.mutate('stock.setMapping', { shopId: shop.shopId, platformSku: looked, parts });
    await manager.api.mutate('stock.count', { sku: looked, onHand: 5, reason: '盘点' });
  });

  for (const locale of ['zh-CN', 'en'] as const)
    test(`break no accessibility rule (${locale})`, async ({ browser }) => {
      const { manager, shop } = world();
      const { stockPages: t } = messagesOf(locale);
      const page = await openAs(browser, manager, `/settings/stock?sku=${looked}`, locale);
      await expect(page.getByRole('list', { name: t.movements })).toBeVisible();
      await expectAccessible(page, 'ledger');
      await page.goto(`${manager.api.origin}/settings/stock?tab=mapping&shop=${shop.shopId}`);
      await page.getByRole('button', { name: t.addMapping }).click();
      await expectAccessible(page, 'mapping');
      await page.goto(`${manager.api.origin}/settings/stock?tab=writing`);
      await expect(page.getByRole('table', { name: t.tab_writing })).toBeVisible();
      await expectAccessible(page, 'write-back');
    });
});
