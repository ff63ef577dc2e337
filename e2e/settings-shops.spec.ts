import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { genericOrder } from '@/db/testing/orders';
import { startRobotStandIn } from '@/sim/robots/stand-in';
import { signWebhook } from '@/sim/standard-webhooks';
import { choose, messagesOf } from './fixtures/looks';
import { postOrder } from './fixtures/orders';
import { contextOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const world = worldFor('settings-shops');
const { settings: t, common } = messagesOf('zh-CN');

/** Pushes a whole order as a shop would; answers with the status. */
async function pushOrder(url: string, secret: string): Promise<number> {
  const body = genericOrder({ at: Date.now() }).body.toString('utf8');
  const signed = signWebhook({ secret, id: `msg-${randomUUID()}`, timestampS: Math.floor(Date.now() / 1_000), body });
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...signed },
  });
  await response.arrayBuffer();
  return response.status;
}

/** Runs an example of the page as somebody would who pastes it; answers with what it prints. */
async function runPasted(language: string, text: string, secret: string): Promise<string> {
  const env = { ...process.env, TIDEWATCH_SECRET: secret };
  const [program, ...args] = {
    curl: ['bash', '-c', text],
    'Node.js': [process.execPath, '--input-type=module', '-e', text],
    Python: ['python3', '-c', text],
  }[language] ?? [''];
  return (await promisify(execFile)(program ?? '', args, { env })).stdout;
}

/** Reads the secret that is shown this once, and says that it is kept. */
async function keptSecret(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog', { name: t.shops.secretTitle });
  const secret = await dialog.getByText(/^whsec_/).textContent();
  await dialog.getByRole('button', { name: t.keptSafe }).click();
  await expect(dialog).toBeHidden();
  return secret ?? '';
}

test('an admin opens a shop, watches its pushes arrive, and rotates its secret in the browser', async ({ browser }) => {
  const { server, admin, db } = world();
  const context = await contextOf(browser, admin, { viewport: { width: 1440, height: 900 } });
  await choose(context, server.origin, { locale: 'zh-CN', theme: 'light' });
  const page = await context.newPage();
  await page.goto(`${server.origin}/settings/shops`);

  await page.getByRole('button', { name: t.shops.add }).click();
  const form = page.getByRole('dialog', { name: t.shops.add });
  await form.getByRole('button', { name: t.shops.addSubmit }).click();
  await expect(form.getByText(common.field.missing), 'said below the field').toBeVisible();
  await expect(form.getByLabel(t.shops.name)).toBeFocused();
  const channel = form.getByLabel(t.shops.channel, { exact: true });
  await form.getByLabel(t.shops.platform, { exact: true }).selectOption('jd');
  await expect(channel).toHaveValue('jd');
  await expect(channel.getByRole('option', { name: t.shops.channels.douyin })).toHaveCount(0);
  await expect(form.getByLabel(t.shops.ordersSince)).toHaveValue('3');
  await form.getByLabel(t.shops.platform, { exact: true }).selectOption('generic');
  await expect(channel).toHaveValue('generic');
  await expect(form.getByLabel(t.shops.ordersSince), 'nothing can be asked for').toHaveCount(0);
  await form.getByLabel(t.shops.name).fill('双十一新店');
  await form.getByLabel(t.shops.group).selectOption({ label: '华东一组' });
  await form.getByRole('button', { name: t.shops.addSubmit }).click();
  const first = await keptSecret(page);
  const panel = page.getByRole('complementary', { name: '双十一新店' });
  const url = (await panel.getByText(`${server.origin}/hooks/generic/`).first().textContent()) ?? '';
  const door = panel.getByRole('list', { name: t.shops.door });

  await panel.getByRole('button', { name: t.shops.sendTest }).click();
  for (const step of [t.shops.step_reached, t.shops.step_signed, t.shops.step_stored, t.shops.step_read])
    await expect(panel.getByText(step)).toBeVisible();
  await expect(panel.getByText('识别为测试消息，没有留下订单')).toBeVisible();
  expect(await pushOrder(url, first)).toBe(200);
  await expect(door.getByText(t.shops.door_stored).first()).toBeVisible();
  await panel.getByText(t.shops.example).click();
  await panel.getByLabel(t.shops.exampleContent).selectOption('order');
  for (const language of ['curl', 'Node.js', 'Python']) {
    await panel.getByRole('tab', { name: language }).click();
    const text = await panel.getByRole('textbox', { name: t.shops.example }).inputValue();
    expect(await runPasted(language, text, first)).toContain('stored');
  }
  const examples = `select count(*)::int as n from orders where order_no like 'EX%' and amount_fen = 29900`;
  await expect.poll(async () => (await db.query<{ n: number }>(examples))[0]?.n).toBe(3);
  await panel.getByText(t.shops.example).click();
  await page.screenshot({ path: 'test-results/settings-shops-light.png' });

  await panel.getByRole('button', { name: t.shops.addSecret }).click();
  await page.getByRole('dialog').getByRole('button', { name: t.shops.makeSecret }).click();
  const second = await keptSecret(page);
  expect(second).not.toBe(first);
  await expect.poll(() => pushOrder(url, second)).toBe(200);
  expect(await pushOrder(url, first)).toBe(200);

  const old = panel
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: /^停用密钥/ }) })
    .last();
  await old.getByRole('button').click();
  await page.getByRole('dialog').getByRole('button', { name: t.shops.retire }).click();
  await expect(panel.getByText(/已于/)).toBeVisible();
  await expect.poll(() => pushOrder(url, first)).toBe(401);
  expect(await pushOrder(url, second)).toBe(200);
  await expect(door.getByText(t.shops['refusal_wrong-signature'])).toBeVisible();
  await page.screenshot({ path: 'test-results/settings-shops-rotated.png' });
  const shopId = url.split('/').at(-1);
  expect(await db.query("select 1 from audit where action = 'shops.retireSecret' and ref = $1", [shopId])).toHaveLength(
    1,
  );
  await context.close();
});

test('a WeCom account is tested, its customer-service accounts are chosen, and its callback is watched', async ({
  browser,
}) => {
  const { server, admin, wecom } = world();
  const context = await contextOf(browser, admin, { viewport: { width: 1440, height: 900 } });
  await choose(context, server.origin, { locale: 'zh-CN', theme: 'dark' });
  const page = await context.newPage();
  await page.goto(`${server.origin}/settings/wecom`);
  await page.getByRole('link', { name: '潮汐客服' }).click();
  const panel = page.getByRole('complementary', { name: '潮汐客服' });
  await expect(panel.getByText(t.wecom.neverVerified)).toBeVisible();
  expect(await wecom.checkAddress()).toBe(true);
  await expect(panel.getByText(t.wecom.neverVerified)).toBeHidden();
  wecom.failNext('/cgi-bin/gettoken', {
    errcode: 60020,
    errmsg: 'not allow to access from your ip, from ip: 203.0.113.7',
  });
  await panel.getByRole('button', { name: t.wecom.check }).click();
  await expect(panel.getByText('203.0.113.7').first()).toBeVisible();
  await panel.getByRole('button', { name: t.wecom.check }).click();
  await expect(panel.getByText(t.wecom.check_token)).toBeVisible();
  await page.screenshot({ path: 'test-results/settings-wecom-dark.png' });
  await panel.getByRole('checkbox').first().uncheck();
  await panel.getByRole('button', { name: t.wecom.serve }).click();
  await expect(page.getByText(t.wecom.saved)).toBeVisible();
  await context.close();
});

test('a group robot is added, tested, and told of an order that is held', async ({ browser }) => {
  const { server, admin, shop } = world();
  const dingtalkSecret = 'SECa1b2c3d4e5f60718293a4b5c6d7e8f90';
  const robots = await startRobotStandIn({ port: 0, dingtalkSecret, feishuSecret: 'f', webhookSecret: 'whsec_' });
  const context = await contextOf(browser, admin, { viewport: { width: 1440, height: 900 } });
  await choose(context, server.origin, { locale: 'zh-CN', theme: 'light' });
  const page = await context.newPage();
  await page.goto(`${server.origin}/settings/notices`);
  await page.getByRole('button', { name: t.notices.add }).first().click();
  const form = page.getByRole('dialog', { name: t.notices.add });
  await form.getByLabel(t.notices.name).fill('值班群');
  await form.getByLabel(t.notices.kind).selectOption({ label: t.notices.kinds['dingtalk-robot'] });
  await form.getByLabel(t.notices.url).fill(robots.urls.dingtalk);
  await form.getByLabel(t.notices.secret).fill('SEC-of-another-robot');
  await form.getByRole('button', { name: t.notices.addSubmit }).click();
  const card = page.getByRole('listitem', { name: '值班群' });
  await card.getByRole('button', { name: new RegExp(t.notices.try) }).click();
  await expect(card.getByText(t.notices.problem_signature)).toBeVisible();
  await card.getByRole('button', { name: '编辑：值班群' }).click();
  const edit = page.getByRole('dialog', { name: '编辑：值班群' });
  await edit.getByLabel(t.notices.secret).fill(dingtalkSecret);
  await edit.getByRole('button', { name: t.notices.save }).click();
  await expect(edit).toBeHidden();
  await card.getByRole('button', { name: new RegExp(t.notices.try) }).click();
  await expect(card.getByText(t.notices.trialOk)).toBeVisible();
  const { orderNo } = await postOrder(world(), shop, { amountCents: 200_000, note: '' });
  await expect(page.getByRole('row').filter({ hasText: orderNo }).getByText(t.notices.states.sent)).toBeVisible();
  expect(JSON.stringify(robots.taken())).toContain(orderNo);
  await page.screenshot({ path: 'test-results/settings-notices-light.png' });
  await context.close();
  await robots.close();
});
