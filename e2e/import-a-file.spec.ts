import { expect, type Page, test } from '@playwright/test';
import { doubledReport, orderReport, REPORT_LINES, spoiltReport } from './fixtures/order-report';
import { pageOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const world = worldFor('import-a-file');
const ROWS = REPORT_LINES.length;
const NOW = Date.now();

const chooseFile = (page: Page, name: string, buffer: Buffer) =>
  page.getByLabel(/选择或拖入订单报表/).setInputFiles({ name, mimeType: 'text/csv', buffer });

/** A figure of the summary that is shown, by its label. */
const figure = (page: Page, label: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(label, { exact: true }) })
    .getByRole('definition');

async function openImports(browser: Parameters<typeof pageOf>[0]): Promise<Page> {
  const page = await pageOf(browser, world().manager, '/imports');
  await page.getByLabel('店铺').selectOption(world().shop.shopId);
  return page;
}

const stored = () =>
  world().db.query<{ orders: number; paid: number; amount: number; refund: number }>(
    `select count(*)::int as orders, coalesce(sum(paid_fen), 0)::float8 as paid,
       coalesce(sum(amount_fen), 0)::float8 as amount, coalesce(sum(refund_fen), 0)::float8 as refund from orders`,
  );

test('a report is previewed without writing, imported, and equal to the database to the fen', async ({ browser }) => {
  const page = await openImports(browser);
  await chooseFile(page, '订单报表.csv', orderReport(NOW));
  await expect(page.getByRole('heading', { name: /试算结果/ })).toBeVisible();
  await expect(figure(page, '行数')).toHaveText(String(ROWS));
  await expect(figure(page, '新增')).toHaveText(String(ROWS));
  await expect(figure(page, '应付合计')).toHaveText('¥1,665.75');
  await expect(figure(page, '退款合计')).toHaveText('¥264.05');
  expect(await stored(), 'a preview writes nothing').toEqual([{ orders: 0, paid: 0, amount: 0, refund: 0 }]);

  await page.getByRole('button', { name: `确认导入 ${ROWS} 单` }).click();
  await expect(page.getByText('库里的订单与文件逐单、逐分一致')).toBeVisible();
  expect(await stored()).toEqual([{ orders: ROWS, paid: 136_580, amount: 166_575, refund: 26_405 }]);
  expect(await world().db.query('select 1 from tasks'), 'old orders make no cards').toEqual([]);
  await expect(page.getByRole('row', { name: /订单报表\.csv.*唐越/ })).toBeVisible();
});

test('the same file imported again adds nothing, and a newer one shows what it changes', async ({ browser }) => {
  const before = await stored();
  const page = await openImports(browser);
  await chooseFile(page, '订单报表.csv', orderReport(NOW));
  await expect(figure(page, '无变化')).toHaveText(String(ROWS));
  await expect(figure(page, '新增')).toHaveText('0');
  await page.getByRole('button', { name: '没有变化,仍然登记这次导入' }).click();
  await expect(page.getByText('库里的订单与文件逐单、逐分一致')).toBeVisible();
  expect(await stored()).toEqual(before);

  await page.getByRole('button', { name: '换一个文件' }).click();
  const [first, ...others] = REPORT_LINES;
  const refunded = [{ ...first!, paidYuan: '0.00', refundYuan: '178.80' }, ...others];
  await chooseFile(page, '订单报表-次日.csv', orderReport(NOW, refunded));
  await expect(figure(page, '变更')).toHaveText('1');
  const change = page.getByRole('row', { name: new RegExp(first!.orderNo) });
  await expect(change).toContainText('退款 ¥0.00 → ¥178.80');
  await page.getByRole('button', { name: '确认导入 1 单' }).click();
  await expect(page.getByText('库里的订单与文件逐单、逐分一致')).toBeVisible();
  expect(await stored()).toEqual([{ orders: ROWS, paid: 118_700, amount: 166_575, refund: 44_285 }]);
});

test('a file with spoilt order numbers or doubled headings is refused with a list, and nothing of it is taken', async ({
  browser,
}) => {
  const before = await stored();
  const page = await openImports(browser);
  await chooseFile(page, '坏文件.csv', spoiltReport(NOW));
  await expect(page.getByText('2 行有问题')).toBeVisible();
  for (const line of [3, 5]) {
    await expect(
      page.getByRole('row', { name: new RegExp(`^${line} 订单编号 4\\.12E\\+18 长数字被表格软件缩写`) }),
    ).toBeVisible();
  }
  await expect(page.getByRole('button', { name: '换一个文件' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^确认导入|登记这次导入/ })).toHaveCount(0);

  await page.getByRole('button', { name: '换一个文件' }).click();
  await chooseFile(page, '重复表头.csv', doubledReport(NOW));
  await expect(page.getByRole('heading', { name: /文件没有被接受/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /总金额.*表头里这一列出现了两次/ })).toBeVisible();
  expect(await stored()).toEqual(before);
  const { shop, manager, server } = world();
  const refused = await fetch(`${server.origin}/api/imports?shop=${shop.shopId}&file=bad.csv`, {
    method: 'POST',
    headers: { origin: server.origin, cookie: manager.api.cookie, 'content-type': 'text/csv' },
    body: new Uint8Array(spoiltReport(NOW)),
  });
  expect(refused.status).toBe(400);
  expect(await stored()).toEqual(before);
});
