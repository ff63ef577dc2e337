import { expect, test } from '@playwright/test';
import { choose, expectAccessible, LOCALES, messagesOf } from './fixtures/looks';
import { signInByForm } from './fixtures/pages';
import { serverFor } from './fixtures/server';
import { ADMIN, firstRunToken } from './fixtures/world';

const server = serverFor('first-run');

test('nothing but sign-in and first set-up is shown to somebody who is not signed in', async ({ page }) => {
  for (const path of ['/', '/desk', '/board', '/orders', '/imports']) {
    await page.goto(server().origin + path);
    await expect(page, path).toHaveURL(/\/sign-in/);
  }
});

for (const locale of LOCALES) {
  test(`first set-up and sign-in break no accessibility rule (${locale})`, async ({ page }) => {
    const t = messagesOf(locale);
    await choose(page.context(), server().origin, { locale, theme: 'light' });
    await page.goto(`${server().origin}/setup`);
    await expect(page.getByRole('heading', { name: t.setup.title })).toBeVisible();
    await expect(page.getByRole('button', { name: t.setup.submit })).toBeVisible();
    await expectAccessible(page, 'set-up');
    await page.goto(`${server().origin}/sign-in`);
    await expect(page.getByRole('heading', { name: t.signIn.title })).toBeVisible();
    await expectAccessible(page, 'sign-in');
    await page.getByLabel(t.signIn.username).fill('nobody');
    await page.getByLabel(t.signIn.password).fill('not the password');
    await page.getByRole('button', { name: t.signIn.submit, exact: true }).click();
    await expect(page.getByText(t.signIn.wrong)).toBeVisible();
    await expectAccessible(page, 'sign-in, refused');
  });
}

test('a page comes in the language and the theme that were chosen before', async ({ page }) => {
  await choose(page.context(), server().origin, { locale: 'en', theme: 'dark' });
  await page.goto(`${server().origin}/sign-in`);
  await expect(page.locator('html[lang=en][data-theme=dark]')).toBeAttached();
  await page.getByLabel('Appearance').selectOption('light');
  await page.getByLabel('Language').selectOption('zh-CN');
  await expect(page.getByRole('heading', { name: '登录观潮' })).toBeVisible();
  await page.reload();
  await expect(page.locator('html[lang=zh-CN][data-theme=light]')).toBeAttached();
});

test('the printed link creates the first administrator once, who then signs in', async ({ page }) => {
  const token = await firstRunToken(server());
  await page.goto(`${server().origin}/setup?token=${token}`);
  await expect(page.getByLabel('启动口令')).toHaveValue(token);
  await page.getByLabel('用户名').fill(ADMIN.username);
  await page.getByLabel('姓名').fill(ADMIN.name);
  await page.getByLabel('密码').fill(ADMIN.password);
  await page.getByRole('button', { name: '创建管理员' }).click();
  await page.waitForURL(/\/sign-in/);
  await signInByForm(page, ADMIN);
  await expect(page.getByRole('button', { name: `我的账户: ${ADMIN.name}` })).toBeVisible();

  // The console leads a signed-out page away by itself: leave it first.
  await page.goto('about:blank');
  await page.context().clearCookies();
  await page.goto(`${server().origin}/setup?token=${token}`);
  await expect(page.getByText('这里已经设置好了')).toBeVisible();
  await expect(page.getByRole('button', { name: '创建管理员' })).toHaveCount(0);
});
