import { expect, type Page, test } from '@playwright/test';
import { postOrder, VAGUE_ADDRESS } from './fixtures/orders';
import { pageOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const FOLLOWS_WITHIN_MS = 5_000;
const world = worldFor('grants-and-audit');

/** An order of the other group, which became a card there. */
async function foreignOrder(): Promise<{ orderId: string; orderNo: string }> {
  const { db, otherShop } = world();
  const { orderNo } = await postOrder(world(), otherShop, { detail: VAGUE_ADDRESS });
  const read = () =>
    db.query<{ orderId: string }>(
      'select o.id as "orderId" from orders o join tasks t on t.order_id = o.id where o.order_no = $1',
      [orderNo],
    );
  await expect.poll(async () => (await read()).length).toBe(1);
  return { orderNo, orderId: (await read())[0]?.orderId ?? '' };
}

/** Lends the supervisor a look at the other group, through the dialog. */
async function lendByDialog(page: Page, reason: string): Promise<void> {
  const { supervisor } = world();
  await page
    .getByRole('button', { name: /^授予临时权限/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: '授予临时权限' });
  await dialog.getByLabel('获得者').selectOption({ value: supervisor.userId });
  await dialog.getByLabel('权限', { exact: true }).selectOption({ label: '查看分组' });
  await dialog.getByLabel('分组', { exact: true }).selectOption({ label: '华北二组' });
  await dialog.getByLabel('原因').fill(reason);
  await dialog.getByRole('button', { name: '授予临时权限' }).click();
  await expect(dialog).toHaveCount(0);
}

const rowOf = (page: Page, orderNo: string) => page.getByRole('row').filter({ hasText: orderNo });

test('a lent right shows the other group to its holder at once, counts down, and takes it away again by itself', async ({
  browser,
}) => {
  const { manager, supervisor, db } = world();
  const { orderId, orderNo } = await foreignOrder();
  const orders = await pageOf(browser, supervisor, '/orders');
  await expect(orders.getByText(/^实时/)).toBeVisible();
  await expect(rowOf(orders, orderNo)).toHaveCount(0);

  const grants = await pageOf(browser, manager, '/settings/grants');
  await lendByDialog(grants, '北方组今晚无人值守');
  const line = grants.getByRole('row').filter({ hasText: '北方组今晚无人值守' });
  await expect(line).toContainText(supervisor.name);
  await expect(line).toContainText(/[34]:\d\d:\d\d/);

  await expect(rowOf(orders, orderNo)).toBeVisible({ timeout: FOLLOWS_WITHIN_MS });
  await expect(orders.locator('[data-grant]')).toContainText('查看分组 · 华北二组');
  expect(await supervisor.api.askQuery('orders.get', { orderId })).toMatchObject({ status: 200 });

  await db.query(`update grants set expires_at = now() + interval '1 second' where user_id = $1`, [supervisor.userId]);
  await expect(rowOf(orders, orderNo)).toHaveCount(0, { timeout: 2 * FOLLOWS_WITHIN_MS });
  await expect(orders.locator('[data-grant]')).toHaveCount(0);
  expect(await supervisor.api.askQuery('orders.get', { orderId })).toMatchObject({ status: 404, code: 'not-found' });
  await expect(line).toContainText('已到期', { timeout: 20_000 });
});

test('a right that ended while a dialog was open is refused when the dialog is sent', async ({ browser }) => {
  const { manager, supervisor, db } = world();
  const grants = await pageOf(browser, manager, '/settings/grants');
  await lendByDialog(grants, '对话框打开时到期');
  const line = grants.getByRole('row').filter({ hasText: '对话框打开时到期' });
  await line.getByRole('button', { name: /^收回/ }).click();
  await db.query(`update grants set expires_at = now() where user_id = $1 and revoked_at is null`, [supervisor.userId]);
  const dialog = grants.getByRole('dialog');
  await dialog.getByRole('button', { name: '收回' }).click();
  await expect(dialog.getByRole('alert')).toContainText('已经结束');
});

test('the audit log tells who lent what to whom and that it ended, sealed, and narrows to one person', async ({
  browser,
}) => {
  const { manager, supervisor } = world();
  const log = await pageOf(browser, manager, '/settings/audit');
  await expect(log.getByText(/已封存至/)).toBeVisible({ timeout: 20_000 });
  const table = log.getByRole('table', { name: '审计日志' });
  const given = table
    .getByRole('row')
    .filter({ has: log.getByRole('button', { name: '授予临时权限' }) })
    .first();
  await expect(given).toContainText(manager.name);
  await expect(given).toContainText(supervisor.name);
  await expect(given).toContainText('华北二组');
  await expect(given).not.toContainText('北方组今晚');
  await expect(table.getByRole('button', { name: '临时权限到期' }).first()).toBeVisible();
  await expect(given.getByRole('img', { name: '已封存', exact: true })).toBeVisible({ timeout: 20_000 });
  await given.getByRole('button', { name: '授予临时权限' }).click();
  await log.getByRole('button', { name: '此人的全部记录' }).click();
  await expect(log).toHaveURL(new RegExp(`actor=${manager.userId}`));
  await expect(table.getByRole('button', { name: '临时权限到期' })).toHaveCount(0);
});
