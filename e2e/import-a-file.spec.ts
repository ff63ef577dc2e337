import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { doubledReport, longReport, orderReport, REPORT_LINES, spoiltReport } from './fixtures/order-report';
import { pageOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const world = worldFor('import-a-file');
const ROWS = REPORT_LINES.length;
const NOW = Date.now();
/** Files are worked on in the background, beside whatever else the machine does. */
const WORKED_ON = { timeout: 60_000 };

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
  await page.getByLabel('店铺', { exact: true }).selectOption(world().shop.shopId);
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
  await expect(page.getByRole('heading', { name: /试算结果/ })).toBeVisible(WORKED_ON);
  await expect(figure(page, '行数')).toHaveText(String(ROWS));
  await expect(figure(page, '新增')).toHaveText(String(ROWS));
  await expect(figure(page, '应付合计')).toHaveText('¥1,665.75');
  await expect(figure(page, '退款合计')).toHaveText('¥264.05');
  expect(await stored(), 'a preview writes nothing').toEqual([{ orders: 0, paid: 0, amount: 0, refund: 0 }]);

  await page.getByRole('button', { name: `确认导入 ${ROWS} 单` }).click();
  await expect(page.getByText('库里的订单与文件逐单、逐分一致')).toBeVisible(WORKED_ON);
  expect(await stored()).toEqual([{ orders: ROWS, paid: 136_580, amount: 166_575, refund: 26_405 }]);
  expect(await world().db.query('select 1 from tasks'), 'old orders make no cards').toEqual([]);
  await expect(page.getByRole('row', { name: /订单报表\.csv.*唐越/ })).toBeVisible();
});

test('the same file imported again adds nothing, and a newer one shows what it changes', async ({ browser }) => {
  const before = await stored();
  const page = await openImports(browser);
  await chooseFile(page, '订单报表.csv', orderReport(NOW));
  await expect(figure(page, '无变化')).toHaveText(String(ROWS), WORKED_ON);
  await expect(figure(page, '新增')).toHaveText('0');
  await page.getByRole('button', { name: '没有变化，仍然登记这次导入' }).click();
  await expect(page.getByText('库里的订单与文件逐单、逐分一致')).toBeVisible(WORKED_ON);
  expect(await stored()).toEqual(before);

  await page.getByRole('button', { name: '换一个文件' }).click();
  const [first, ...others] = REPORT_LINES;
  const refunded = [{ ...first!, paidYuan: '0.00', refundYuan: '178.80' }, ...others];
  await chooseFile(page, '订单报表-次日.csv', orderReport(NOW, refunded));
  await expect(figure(page, '变更')).toHaveText('1', WORKED_ON);
  const change = page.getByRole('row', { name: new RegExp(first!.orderNo) });
  await expect(change).toContainText('退款 ¥0.00 → ¥178.80');
  await page.getByRole('button', { name: '确认导入 1 单' }).click();
  await expect(page.getByText('库里的订单与文件逐单、逐分一致')).toBeVisible(WORKED_ON);
  expect(await stored()).toEqual([{ orders: ROWS, paid: 118_700, amount: 166_575, refund: 44_285 }]);
});

test('a file with spoilt order numbers or doubled headings is refused with a list, and nothing of it is taken unasked', async ({
  browser,
}) => {
  const before = await stored();
  const page = await openImports(browser);
  await chooseFile(page, '坏文件.csv', spoiltReport(NOW));
  await expect(page.getByText('2 行有问题')).toBeVisible(WORKED_ON);
  for (const row of [2, 4]) {
    await expect(
      page.getByRole('row', { name: new RegExp(`^${row} 订单编号 4\\.12E\\+18 Excel 截掉了这个编号的位数`) }),
    ).toBeVisible();
  }
  await expect(page.getByRole('button', { name: '换一个文件' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^确认导入|登记这次导入/ })).toHaveCount(0);

  await page.getByRole('button', { name: '换一个文件' }).click();
  await chooseFile(page, '重复表头.csv', doubledReport(NOW));
  await expect(page.getByRole('heading', { name: /文件没有被接受/ })).toBeVisible(WORKED_ON);
  await expect(page.getByRole('row', { name: /总金额.*表头里这一列出现了两次/ })).toBeVisible();
  expect(await stored()).toEqual(before);
});

test('a table of one’s own is read once its columns are explained, and by itself the next time', async ({
  browser,
}) => {
  const page = await openImports(browser);
  const ownTable = (orderNo: string) =>
    `单据,何时下单,要付,已付款,电话\n${orderNo},2026-11-01 08:00,12.50,12.50,13800138000\n`;
  await chooseFile(page, '自有.csv', Buffer.from(ownTable('own-1')));
  await expect(page.getByRole('heading', { name: /请指出各列的含义/ })).toBeVisible(WORKED_ON);
  await expect(page.getByRole('region', { name: /文件前几行/ })).not.toContainText('13800138000');
  await page.getByLabel('订单编号（必填）').selectOption('单据');
  await page.getByLabel('下单时间（必填）').selectOption('何时下单');
  await expect(page.getByRole('button', { name: '保存并重新试算' })).toBeDisabled();
  await page.getByLabel('应付金额（必填）').selectOption('要付');
  await page.getByLabel('实付金额').selectOption('已付款');
  await page.getByRole('button', { name: '保存并重新试算' }).click();
  await expect(page.getByText('按本店保存的列对应读取')).toBeVisible(WORKED_ON);
  await page.getByRole('button', { name: '确认导入 1 单' }).click();
  await expect(page.getByText('库里的订单与文件逐单、逐分一致')).toBeVisible(WORKED_ON);
  expect(await world().db.query(`select amount_fen, paid_fen from orders where order_no = 'own-1'`)).toEqual([
    { amount_fen: 1_250, paid_fen: 1_250 },
  ]);
  await page.getByRole('button', { name: '换一个文件' }).click();
  await chooseFile(page, '自有-次日.csv', Buffer.from(ownTable('own-2')));
  await expect(page.getByText('按本店保存的列对应读取')).toBeVisible(WORKED_ON);
});

test('only the good rows of a file are taken when somebody decides so, and the others can be taken away as a list', async ({
  browser,
}) => {
  const page = await openImports(browser);
  const lines = REPORT_LINES.map((line) => ({ ...line, orderNo: `${line.orderNo}9` }));
  const file = orderReport(NOW, lines).toString('utf8').replace('="26041188300177139"', '4.12E+18');
  await chooseFile(page, '部分.csv', Buffer.from(file));
  await expect(page.getByRole('row', { name: /^2 订单编号 4\.12E\+18/ })).toBeVisible(WORKED_ON);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载问题清单' }).click();
  const list = await readFile(await (await download).path(), 'utf8');
  expect(list.replaceAll('"', '')).toContain('2,订单编号,4.12E+18,Excel 截掉了这个编号的位数');
  await page.getByRole('button', { name: '只导入没有问题的 4 单' }).click();
  await expect(page.getByText('1 行有问题，没有导入')).toBeVisible(WORKED_ON);
  await expect(page.getByRole('row', { name: /部分\.csv.*完成，1 行未导入/ })).toBeVisible();
});

test('an import goes on after its server was killed, and adds nothing twice', async ({ browser }) => {
  test.slow();
  const many = 4_000;
  const page = await openImports(browser);
  await chooseFile(page, '很多.csv', longReport(NOW, many));
  await page.getByRole('button', { name: `确认导入 ${many.toLocaleString('en')} 单` }).click();
  const taken = async () =>
    (await world().db.query<{ n: number }>(`select stored as n from import_files where file_name = '很多.csv'`))[0]
      ?.n ?? 0;
  await expect.poll(taken, WORKED_ON).toBeGreaterThan(0);
  await world().server.kill9();
  await world().server.start();
  await expect(page.getByText('库里的订单与文件逐单、逐分一致')).toBeVisible({ timeout: 120_000 });
  const [counted] = await world().db.query<{ orders: number; statements: number }>(
    `select count(*)::int as orders, (select count(*)::int from inbox_keys where key like '%long-%') as statements
     from orders where order_no like 'long-%'`,
  );
  expect(counted).toEqual({ orders: many, statements: many });
});

test('the list of orders is taken away as CSV and as a workbook, and holds what the screen shows', async ({
  browser,
}) => {
  const page = await pageOf(browser, world().manager, '/orders?platform=generic');
  const shown = await world().db.query<{ no: string }>(
    `select order_no as no from orders order by placed_at desc, id desc`,
  );
  for (const [item, kind] of [
    ['CSV 文件', 'csv'],
    ['Excel 工作簿', 'xlsx'],
  ] as const) {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(new RegExp(`^订单-\\d{8}-\\d{6}-generic\\.${kind}$`));
    const bytes = await readFile(await file.path());
    expect(bytes.subarray(0, 3).toString('hex')).toBe(kind === 'csv' ? 'efbbbf' : '504b03');
    if (kind === 'xlsx') continue;
    const numbers = bytes
      .toString('utf8')
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.split(',')[0]?.replaceAll(/["\t]/g, ''));
    expect(numbers).toEqual(shown.map(({ no }) => no));
  }
});
