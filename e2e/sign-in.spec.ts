import { type Browser, expect, type Page, test } from '@playwright/test';
import { oneTimeCode } from '@/db/testing/one-time-code';
import { Api, type Credentials } from './fixtures/api';
import { choose, expectAccessible, LOCALES, messagesOf } from './fixtures/looks';
import { contextOf, pageOf } from './fixtures/pages';
import { serverFor } from './fixtures/server';
import { ADMIN, firstRunToken, openDatabaseOf } from './fixtures/world';

const REVOKED_HTTP_MS = 1_000;
const REVOKED_SOCKET_MS = 5_000;
/** A page that opens beside others may take its time; what is measured begins later. */
const SLOW_START_MS = 40_000;
const server = serverFor('sign-in', { SECOND_FACTOR: 'required' });
const MANAGER: Credentials & { name: string } = { username: 'boss.tang', name: '唐越', password: 'high-water-at-noon' };
const AGENT: Credentials & { name: string } = { username: 'agent.lin', name: '林晓', password: 'low-water-at-dawn' };

let adminSecret = '';
/** One goes on where the other ended, and each check reads every element of a page. */
test.describe.configure({ mode: 'serial', timeout: 180_000 });

async function givePassword(page: Page, { username, password }: Credentials): Promise<void> {
  await page.goto(`${server().origin}/sign-in`);
  await page.getByLabel('用户名').fill(username);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}
const secretShown = async (page: Page) =>
  ((await page.locator('[data-secret]').textContent()) ?? '').replaceAll(' ', '');
/** What the admin's phone shows now; taken for a minute yet, so that none runs out on the way. */
const shownCode = () => oneTimeCode(adminSecret, Date.now());

/** As if the time of every code that was used had passed: a test need not wait half a minute for the next one. */
async function forgetCodes(): Promise<void> {
  const db = openDatabaseOf(server());
  await db.query(`update used_codes set used_at = used_at - interval '10 minutes'`);
  await db.close();
}

async function adminPage(browser: Browser): Promise<{ page: Page; api: Api }> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await givePassword(page, ADMIN);
  await page.getByLabel('验证码').fill(shownCode());
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/sign-in');
  const cookies = await context.cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  return { page, api: new Api(server().origin, cookie) };
}

test('the first admin sets a second factor up at the first sign-in, keeps backup codes, and is in', async ({
  page,
}) => {
  await new Api(server().origin).mutate('setup.createAdmin', { ...ADMIN, token: await firstRunToken(server()) });
  await givePassword(page, ADMIN);
  await expect(page.getByRole('heading', { name: '设置两步验证' })).toBeVisible();
  await expect(page.getByRole('img', { name: '验证器二维码' })).toBeVisible();
  adminSecret = await secretShown(page);
  await expectAccessible(page, 'set-up of the second factor');

  await page.goto(`${server().origin}/settings`);
  await expect(page, 'half a sign-in opens nothing').toHaveURL(/\/sign-in/);
  await givePassword(page, ADMIN);
  adminSecret = await secretShown(page);
  await page.getByLabel('验证码').fill('000000');
  await page.getByRole('button', { name: '验证并启用' }).click();
  await expect(page.getByText('验证码不对或已用过')).toBeVisible();
  await page.getByLabel('验证码').fill(shownCode());
  await page.getByRole('button', { name: '验证并启用' }).click();
  await expect(page.getByRole('heading', { name: '备用码' })).toBeVisible();
  await expect(page.getByRole('list', { name: '备用码' }).getByRole('listitem')).toHaveCount(10);
  await expectAccessible(page, 'backup codes');
  await expect(page.getByRole('button', { name: '进入观潮' })).toBeDisabled();
  await page.getByLabel('我已把备用码保存好').check();
  await page.getByRole('button', { name: '进入观潮' }).click();
  await expect(page.getByRole('button', { name: `我的账户: ${ADMIN.name}` })).toBeVisible();
});

test('from then on a sign-in takes the code as well, each code once', async ({ browser }) => {
  await forgetCodes();
  const page = await (await browser.newContext()).newPage();
  await givePassword(page, ADMIN);
  await expect(page.getByRole('heading', { name: '输入验证码' })).toBeVisible();
  await expectAccessible(page, 'question for the code');
  const code = shownCode();
  await page.getByLabel('验证码').fill(code);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('button', { name: `我的账户: ${ADMIN.name}` })).toBeVisible();

  const second = await (await browser.newContext()).newPage();
  await givePassword(second, ADMIN);
  await second.getByLabel('验证码').fill(code);
  await second.getByRole('button', { name: '登录', exact: true }).click();
  await expect(second.getByText('验证码不对或已用过')).toBeVisible();
});

for (const locale of LOCALES) {
  test(`admins see who has a second factor and who is locked out, and undo both (${locale})`, async ({ browser }) => {
    const t = messagesOf(locale);
    const db = openDatabaseOf(server());
    await forgetCodes();
    const { api } = await adminPage(browser);
    if (locale === LOCALES[0]) {
      const group = await api.mutate<{ groupId: string }>('groups.create', { name: '华东一组', region: '华东' });
      await api.mutate('people.create', { ...MANAGER, role: 'manager', groupId: null });
      await api.mutate('people.create', { ...AGENT, role: 'agent', groupId: group.groupId });
    }
    for (let guess = 0; guess < 5; guess += 1)
      await Api.signIn(server().origin, { ...AGENT, password: `not the password ${guess}` }).catch(() => undefined);
    // The first lockout is five seconds; this one is the longest.
    await db.query('update sign_in_attempts set attempts = 12, last_at = now() where attempts >= 5');
    const context = await contextOf(browser, api);
    await choose(context, server().origin, { locale, theme: 'light' });
    const page = await context.newPage();
    await page.goto(`${server().origin}/settings/sign-in`);
    const locked = page.getByRole('row').filter({ hasText: AGENT.username });
    await expect(locked.getByRole('button', { name: new RegExp(t.settings.signIn.unlock) })).toBeVisible();
    await expect(page.getByRole('row').filter({ hasText: MANAGER.username })).toContainText(
      t.settings.signIn.factorDue,
    );
    await expectAccessible(page, 'sign-in security');
    await locked.getByRole('button', { name: new RegExp(t.settings.signIn.unlock) }).click();
    await expect(locked.getByRole('button', { name: new RegExp(t.settings.signIn.unlock) })).toHaveCount(0);
    await Api.signIn(server().origin, AGENT);
    await page
      .getByRole('row')
      .filter({ hasText: ADMIN.username })
      .getByRole('button', { name: new RegExp(t.settings.signIn.reset) })
      .click();
    await expect(page.getByRole('dialog').filter({ hasText: ADMIN.name })).toBeVisible();
    await expectAccessible(page, 'question before a reset');
    await page.getByRole('button', { name: t.common.cancel }).click();
    await db.close();
  });
}

test('the steps of a sign-in read as well in English, and break no accessibility rule there', async ({ browser }) => {
  const t = messagesOf('en');
  const context = await browser.newContext();
  await choose(context, server().origin, { locale: 'en', theme: 'light' });
  const page = await context.newPage();
  const askToComeIn = async () => {
    await page.goto(`${server().origin}/sign-in`);
    await page.getByLabel(t.signIn.username).fill(MANAGER.username);
    await page.getByLabel(t.signIn.password).fill(MANAGER.password);
    await page.getByRole('button', { name: t.signIn.submit, exact: true }).click();
  };
  await askToComeIn();
  await expect(page.getByRole('heading', { name: t.signIn.enrolTitle })).toBeVisible();
  await expectAccessible(page, 'set-up of the second factor');
  const secret = await secretShown(page);
  await page.getByLabel(t.signIn.code, { exact: true }).fill(oneTimeCode(secret, Date.now()));
  await page.getByRole('button', { name: t.signIn.enrolSubmit }).click();
  await expect(page.getByRole('heading', { name: t.signIn.backupTitle })).toBeVisible();
  await expectAccessible(page, 'backup codes');
  await page.getByLabel(t.signIn.backupKept).check();
  await page.getByRole('button', { name: t.signIn.enter }).click();
  await page.getByRole('button', { name: new RegExp(`^${t.shell.account}`) }).click();
  await expect(page.getByRole('dialog', { name: t.shell.account })).toBeVisible();
  await expectAccessible(page, 'account dialog');
  await context.clearCookies({ name: /session/ });
  await askToComeIn();
  await expect(page.getByRole('heading', { name: t.signIn.codeTitle })).toBeVisible();
  await expectAccessible(page, 'question for the code');
});

test('one sees where one is signed in and ends it there: refused at once, its page gone within 5 s', async ({
  browser,
}) => {
  const here = await pageOf(browser, { api: await Api.signIn(server().origin, AGENT) }, '/desk');
  const there = await Api.signIn(server().origin, AGENT);
  const away = await pageOf(browser, { api: there }, '/desk');
  await expect(away.getByText(/^实时/)).toBeVisible({ timeout: SLOW_START_MS });
  await here.getByRole('button', { name: /^我的账户/ }).click();
  const dialog = here.getByRole('dialog', { name: '我的账户' });
  await expect(dialog.getByText('本机')).toHaveCount(1);
  await expectAccessible(here, 'signed-in devices');
  const begunAtMs = performance.now();
  await dialog.getByRole('button', { name: '退出其他所有设备' }).click();
  await expect.poll(async () => (await there.askQuery('people.me')).status, { timeout: REVOKED_HTTP_MS }).toBe(401);
  await away.waitForURL(/\/sign-in/, { timeout: REVOKED_SOCKET_MS });
  console.log(
    `ended elsewhere: page at sign-in after ${(performance.now() - begunAtMs).toFixed(0)} ms (limit 5000 ms)`,
  );
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await expect(dialog.getByText('本机')).toBeVisible();
});

test('a page on which nobody looked for 30 minutes goes to the sign-in page', async ({ browser }) => {
  const db = openDatabaseOf(server());
  const api = await Api.signIn(server().origin, AGENT);
  const page = await pageOf(browser, { api }, '/desk');
  await expect(page.getByText(/^实时/)).toBeVisible({ timeout: SLOW_START_MS });
  const pass = (minutes: number) =>
    db.query(
      `update sessions s set seen_at = now() - $1 * interval '1 minute' from users u
       where u.id = s.user_id and u.username = $2`,
      [minutes, AGENT.username],
    );
  await pass(29);
  expect((await api.askQuery('people.me')).status).toBe(200);
  await pass(31);
  expect((await api.askQuery('people.me')).status).toBe(401);
  await page.waitForURL(/\/sign-in/, { timeout: REVOKED_SOCKET_MS });
  await db.close();
});

test('a page that somebody looks at keeps the sign-in awake', async ({ browser }) => {
  const db = openDatabaseOf(server());
  const api = await Api.signIn(server().origin, AGENT);
  const read = async () => {
    const [row] = await db.query<{ age: number }>(
      `select extract(epoch from now() - max(s.seen_at))::float8 as age from sessions s join users u on u.id = s.user_id
       where u.username = $1`,
      [AGENT.username],
    );
    return row?.age ?? Number.POSITIVE_INFINITY;
  };
  const page = await pageOf(browser, { api }, '/desk');
  await expect(page.getByText(/^实时/)).toBeVisible({ timeout: SLOW_START_MS });
  await db.query(`update sessions set seen_at = now() - interval '20 minutes'`);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(read, { timeout: 5_000 }).toBeLessThan(60);
  await db.close();
});
