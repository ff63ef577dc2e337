import { type Browser, expect, type Page, type Route, test } from '@playwright/test';
import type { Api } from './fixtures/api';
import { choose, expectAccessible, type Locale, messagesOf } from './fixtures/looks';
import { contextOf } from './fixtures/pages';
import { worldFor } from './fixtures/world';

const ROWS = 5_000;
/** Sections that show nothing before somebody chooses a file. */
const ASKS_NOTHING: readonly string[] = ['/settings/transfer'];
const world = worldFor('settings-states');
/** Each test walks through every section, and each check reads every element of a page. */
test.describe.configure({ timeout: 240_000 });

/** A company of a size that nobody has: what a section holds must never hang on how much there is. */
const CROWD = [
  `insert into groups (id, name, region) select 'group-' || n, '分组' || n, '华东' from generate_series(1, $1) n`,
  `insert into users (id, name, email, username, role, group_id)
   select 'user-' || n, '客服' || n, 'u' || n || '@tidewatch.invalid', 'agent.' || n, 'agent', 'group-' || n
   from generate_series(1, $1) n`,
  `insert into shops (id, name, group_id, platform, channel)
   select 'shop-' || n, '店铺' || n, 'group-' || n, 'generic', 'generic' from generate_series(1, $1) n`,
  `insert into grants (user_id, right_id, group_id, reason, granted_by, expires_at)
   select 'user-' || n, 'watch-group', 'group-' || (n % $1 + 1), '大促代看', 'user-1', now() + interval '1 day'
   from generate_series(1, $1) n`,
  `insert into audit (actor, action, ref, detail)
   select 'user-' || n, 'people.update', 'user-' || n, '{}' from generate_series(1, $1) n`,
];

async function open(browser: Browser, api: Api, locale: Locale = 'zh-CN'): Promise<Page> {
  const context = await contextOf(browser, api, { viewport: { width: 1440, height: 900 } });
  await choose(context, api.origin, { locale, theme: 'light' });
  const page = await context.newPage();
  await page.goto(`${api.origin}/settings`);
  await expect(page.getByRole('navigation', { name: messagesOf(locale).settings.menu })).toBeVisible();
  return page;
}

/** The sections that the menu offers, so that one more is tried as soon as there is one. */
async function sectionsOn(page: Page, locale: Locale = 'zh-CN'): Promise<{ name: string; path: string }[]> {
  const menu = page.getByRole('navigation', { name: messagesOf(locale).settings.menu });
  const sections = await menu
    .getByRole('link')
    .evaluateAll((links) =>
      links.map((link) => ({ name: link.textContent ?? '', path: (link as HTMLAnchorElement).pathname })),
    );
  expect(sections.length).toBeGreaterThan(10);
  return sections;
}

/** The section stands: its title, and nothing in it waits any more. */
async function expectSettled(page: Page, name: string, locale: Locale = 'zh-CN'): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
  const waiting = page.getByRole('status', { name: messagesOf(locale).common.loading });
  await expect(waiting).toHaveCount(0, { timeout: 30_000 });
}

test('a section that is cut off keeps what it shows and says so, and is back by itself', async ({ browser }) => {
  const { admin } = world();
  const context = await contextOf(browser, admin, { viewport: { width: 1440, height: 900 } });
  for (const section of ['people', 'tiers', 'audit'] as const) {
    const page = await context.newPage();
    await page.goto(`${admin.origin}/settings/${section}`);
    await expectSettled(page, messagesOf('zh-CN').settings.sections[section]);
  }
  await context.setOffline(true);
  for (const page of context.pages()) {
    await expect(page.getByText(/^实时连接中断/)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  }
  await context.setOffline(false);
  for (const page of context.pages()) await expect(page.getByText(/^实时连接中断/)).toHaveCount(0, { timeout: 30_000 });
});

/** Who one is stays known, also where it is asked for together with what is refused. */
async function refuseAllButMe(route: Route): Promise<void> {
  const names = decodeURIComponent(new URL(route.request().url()).pathname.split('/').at(-1) ?? '').split(',');
  if (!names.includes('people.me')) return route.fulfill({ status: 500, contentType: 'application/json', body: '[]' });
  const answers = (await (await route.fetch()).json()) as object[];
  const data = { code: 'internal', httpStatus: 500, detail: {} };
  const refused = { error: { message: 'not to be read', code: -32603, data } };
  return route.fulfill({ json: answers.map((answer, at) => (names[at] === 'people.me' ? answer : refused)) });
}

test('a section whose data cannot be read says why and offers to try again', async ({ browser }) => {
  const { admin } = world();
  const t = messagesOf('en');
  const page = await open(browser, admin, 'en');
  const sections = await sectionsOn(page, 'en');
  await page.context().route('**/api/trpc/**', refuseAllButMe);
  const asking = sections.filter(({ path }) => !ASKS_NOTHING.includes(path));
  // Each asks a few times more before it gives up: they do so side by side.
  const pages = await Promise.all(asking.map(() => page.context().newPage()));
  await Promise.all(asking.map(({ path }, at) => pages[at]?.goto(admin.origin + path)));
  for (const [at, { name, path }] of asking.entries()) {
    const one = pages[at] ?? page;
    await expect(one.getByRole('heading', { level: 1, name, exact: true })).toBeVisible({ timeout: 30_000 });
    const retry = one.getByRole('main').getByRole('button', { name: t.common.retry });
    await expect(retry.first(), `${path} offers to try again`).toBeVisible({ timeout: 30_000 });
    // They share how they say it.
    if (at < 3) await expectAccessible(one, `${path} without its data`);
  }
});

test(`a section with ${ROWS} rows holds only what is seen`, async ({ browser }) => {
  const { admin, db } = world();
  const page = await open(browser, admin, 'en');
  for (const statement of CROWD) await db.query(statement, [ROWS]);
  for (const { name, path } of await sectionsOn(page, 'en')) {
    await page.goto(admin.origin + path);
    await expectSettled(page, name, 'en');
    expect(await page.getByRole('row').count(), `rows of ${path}`).toBeLessThan(120);
    expect(await page.locator('*').count(), `elements of ${path}`).toBeLessThan(8_000);
    // Rows by the thousand are the same table everywhere.
    if (path === '/settings/people') await expectAccessible(page, `${path} with ${ROWS} rows`);
  }
});
