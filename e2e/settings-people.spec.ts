import { readFile } from 'node:fs/promises';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { acceptCards, cardsOf } from './fixtures/desk';
import { choose, expectAccessible, LOCALES, type Locale, messagesOf } from './fixtures/looks';
import { postVagueOrder } from './fixtures/orders';
import { contextOf, pageOf } from './fixtures/pages';
import { type World, worldFor } from './fixtures/world';

const SIGNED_OUT_WITHIN_MS = 5_000;
const world = worldFor('settings-people');
test.describe.configure({ timeout: 180_000 });

async function adminPage(browser: Browser, path: string, locale: Locale): Promise<Page> {
  const { admin, server } = world();
  const context = await contextOf(browser, admin);
  await choose(context, server.origin, { locale, theme: 'light' });
  const page = await context.newPage();
  await page.goto(server.origin + path);
  // The first page of a server that has just begun takes a while.
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 30_000 });
  return page;
}

/** Opens a person's menu and chooses from it. */
async function act(page: Page, name: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `${name} 的操作` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

/** The settings as the page hands them out, with a change. */
async function changedFile(
  page: Page,
  download: string,
  change: (file: { groups: unknown[] }) => void,
): Promise<Buffer> {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: download }).click(),
  ]);
  const settings = JSON.parse(await readFile(await file.path(), 'utf8'));
  change(settings);
  return Buffer.from(JSON.stringify(settings));
}
const upload = (page: Page, buffer: Buffer) =>
  page.locator('input[type=file]').setInputFiles({ name: 'settings.json', mimeType: 'application/json', buffer });

for (const locale of LOCALES) {
  test(`the guide, groups and people break no accessibility rule (${locale})`, async ({ browser }) => {
    const { settings: t } = messagesOf(locale);
    const guide = await adminPage(browser, '/settings', locale);
    await expect(guide.getByText(t.overview.nobodyOnSeat)).toBeVisible();
    await expectAccessible(guide, 'guide');
    const groups = await adminPage(browser, '/settings/groups', locale);
    await expect(groups.getByRole('row')).not.toHaveCount(0);
    await expectAccessible(groups, 'groups');
    await groups.getByRole('button', { name: t.groups.removeTitle.replace('{name}', '华东一组') }).click();
    await groups.getByRole('dialog').getByRole('button', { name: t.groups.remove, exact: true }).click();
    await expect(groups.getByRole('alert')).toContainText('3');
    await expectAccessible(groups, 'group that is in use');
    const people = await adminPage(browser, '/settings/people', locale);
    await expect(people.getByText('agent.lin')).toBeVisible();
    await expectAccessible(people, 'people');
    await people.getByText('林晓').click();
    await expect(people.getByRole('dialog')).toBeVisible();
    await people.getByLabel(t.people.newSkill, { exact: true }).fill('<b>');
    await expect(people.getByText(t.people.newSkillWrong)).toBeVisible();
    await expectAccessible(people, 'form of a person with a mistake');
    await people.keyboard.press('Escape');
    await people.getByRole('searchbox').fill('zzz');
    await expect(people.getByText(t.people.noneFound)).toBeVisible();
    await expectAccessible(people, 'nobody found');
  });

  test(`settings as a file: tried, refused and applied, without breaking an accessibility rule (${locale})`, async ({
    browser,
  }) => {
    const { transfer: t } = messagesOf(locale).settings;
    const page = await adminPage(browser, '/settings/transfer', locale);
    await expectAccessible(page, 'export and import');
    const name = `新组 ${locale}`;
    const good = await changedFile(page, t.download, ({ groups }) => groups.push({ name, region: null }));
    const bad = await changedFile(page, t.download, ({ groups }) => groups.push({ name: '' }));
    await upload(page, bad);
    await expect(page.getByText(t.unreadable)).toBeVisible();
    await expectAccessible(page, 'file that cannot be read');
    await page.getByRole('button', { name: t.cancel }).click();
    await upload(page, good);
    await expect(page.getByRole('rowheader', { name })).toBeVisible();
    await expectAccessible(page, 'what a file would do');
    expect(await world().db.query('select 1 from groups where name = $1', [name])).toEqual([]);
    await page.getByRole('button', { name: /1/ }).click();
    await expect(page.getByRole('button', { name: t.another })).toBeVisible();
    expect(await world().db.query('select 1 from groups where name = $1', [name])).toHaveLength(1);
    await page.getByRole('button', { name: t.another }).click();
    await upload(page, good);
    await expect(page.getByText(t.nothing)).toBeVisible();
  });
}

test('whoever is deactivated is out at once, the cards wait for others, and the sign-in says why', async ({
  browser,
}) => {
  const { agent, server, db }: World = world();
  const desk = await pageOf(browser, agent, '/desk');
  await acceptCards(world(), agent);
  const { orderNo } = await postVagueOrder(world());
  const [taskId = ''] = await cardsOf(world(), [orderNo]);
  await expect(desk.getByRole('option')).toHaveCount(1);

  const page = await adminPage(browser, '/settings/people', 'zh-CN');
  await expect(page.getByRole('row').filter({ hasText: agent.name })).toContainText('1 / 20');
  await act(page, agent.name, '停用');
  await expect(page.getByRole('dialog')).toContainText('席位上的 1 张任务卡会退回队列');
  await page.getByRole('dialog').getByRole('button', { name: '停用', exact: true }).click();
  await expect(desk, 'the open page is led away').toHaveURL(/\/sign-in/, { timeout: SIGNED_OUT_WITHIN_MS });
  const card = await db.query('select seat_id, state from tasks where id = $1::bigint', [taskId]);
  expect(card).toEqual([{ seat_id: null, state: 'open' }]);
  await expect(page.getByText('agent.lin')).toHaveCount(0);
  await desk.goto(`${server.origin}/sign-in`);
  await desk.getByLabel('用户名').fill(agent.username);
  await desk.getByLabel('密码').fill(agent.password);
  await desk.getByRole('button', { name: '登录', exact: true }).click();
  await expect(desk.getByText('这个账号已停用')).toBeVisible();

  await page.getByLabel('显示已停用的 1 人').check();
  await act(page, agent.name, '恢复');
  await page.getByRole('dialog').getByRole('button', { name: '恢复', exact: true }).click();
  await expect(page.getByText(`${agent.name} 已恢复`)).toBeVisible();
  await desk.getByRole('button', { name: '登录', exact: true }).click();
  await desk.waitForURL((url) => url.pathname !== '/sign-in');
});

test('a skill and a limit that an admin sets are in the list at once, on every open page', async ({ browser }) => {
  const { secondAgent } = world();
  const watching = await adminPage(browser, '/settings/people?q=zhou', 'zh-CN');
  const row = watching.getByRole('row').filter({ hasText: secondAgent.name });
  await expect(row).toContainText('0 / 20');
  const page = await adminPage(browser, '/settings/people', 'zh-CN');
  await act(page, secondAgent.name, '编辑');
  await page.getByLabel('VIP').check();
  await page.getByLabel('其他技能', { exact: true }).fill('退换货');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('退换货')).toBeChecked();
  await page.getByLabel('同时在手的任务卡上限').fill('7');
  await page.getByRole('button', { name: '保存' }).click();
  await expect(row).toContainText('0 / 7');
  await expect(row).toContainText('VIP');
  await expect(row).toContainText('退换货');
});

test('a manager reads people and groups and finds nothing to change them with', async ({ browser }) => {
  const { manager } = world();
  const page = await pageOf(browser, manager, '/settings/people');
  await expect(page.getByText('agent.zhou')).toBeVisible();
  await expect(page.getByRole('button', { name: '添加人员' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /的操作$/ })).toHaveCount(0);
  await page.keyboard.press('a');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.goto(`${manager.api.origin}/settings/groups`);
  await expect(page.getByText('华东一组')).toBeVisible();
  await expect(page.getByRole('button', { name: '添加分组' })).toHaveCount(0);
  const answer = await manager.api.askMutation('people.deactivate', { userId: manager.userId });
  expect(answer.code).toBe('forbidden');
});
