import { expect, type Page, test } from '@playwright/test';
import { acceptCards, cardsOf } from './fixtures/desk';
import { postOrder } from './fixtures/orders';
import { pageOf, tabTo } from './fixtures/pages';
import { expectKept, lookFor } from './fixtures/stopwatch';
import { type Person, worldFor } from './fixtures/world';

const RESORTED_LIMIT_MS = 1_000;
const world = worldFor('tiers');
test.describe.configure({ timeout: 180_000 });

const SMALL = 23_400;
const LARGE = 1_234_500;
const OWNER = { skill: null, ownerGroupId: null };
const WARN = { kind: 'share', leftPercent: 25 };
const within = (hours: number) => ({ kind: 'within', ms: hours * 3_600_000 });
const named = (name: string) => ({ 'zh-CN': name, en: `${name} (en)` });
/** What was paid makes no difference as long as the shop comes first. */
const TIERS = [
  {
    ...{ id: 'own-shop', name: named('自营'), respond: within(24), warn: WARN, ...OWNER },
    condition: { any: [{ check: 'platform', params: { platforms: ['generic'] } }] },
  },
  {
    ...{ id: 'large', name: named('大额'), respond: within(1), warn: WARN, ...OWNER },
    condition: { any: [{ check: 'paid-at-least', params: { minFen: 500_000 } }] },
  },
  { ...{ id: 'normal', name: named('常规'), respond: within(48), warn: WARN, ...OWNER }, condition: { all: [] } },
];

test.beforeAll(() => publishByApi());

interface Desk {
  readonly page: Page;
  /** Two small orders and then a large one. */
  readonly cards: readonly [string, string, string];
}

const shownRows = (page: Page) =>
  page
    .getByRole('listbox', { name: '队列' })
    .getByRole('option')
    .evaluateAll((options) => options.map((option) => /\d+$/.exec(option.id)?.[0] ?? option.id));

/** Waits until nothing is left to bring over to the tiers in force. */
async function expectApplied(): Promise<void> {
  const rows = () => world().db.query('select 1 from tier_sets where is_active and finished_at is not null');
  await expect.poll(async () => (await rows()).length).toBe(1);
}

async function publishByApi(): Promise<void> {
  const { api } = world().manager;
  const { version } = await api.query<{ version: number }>('tiers.list');
  const agreed = { changed: 0, overdue: 0, later: 0 };
  await api.mutate('tiers.publish', { tiers: TIERS, expectedVersion: version, agreed, note: '' });
  await expectApplied();
}

/** The open desk of an agent who gets three cards, none of which has a clock but its tier's. */
async function deskOf(page: Page, person: Person): Promise<Desk> {
  await acceptCards(world(), person);
  const cards: string[] = [];
  for (const amountCents of [SMALL, SMALL, LARGE]) {
    const { orderNo } = await postOrder(world(), world().shop, { note: '生日礼物', amountCents });
    cards.push(...(await cardsOf(world(), [orderNo])));
  }
  await person.api.mutate('seats.setState', { state: 'paused' });
  await page.reload();
  await expect.poll(() => shownRows(page)).toEqual(cards);
  await expect(page.getByText(/^实时/)).toBeVisible();
  await page.mouse.move(720, 20);
  return { page, cards: cards as unknown as Desk['cards'] };
}

/**
 * Publishes by the dialog that is open and measures, from the moment the database gives the new version until both desks
 * show the large order in this place. The news of a card comes before the word to sort, so its deadline is there by then.
 */
async function measure(page: Page, desks: readonly Desk[], place: number): Promise<number> {
  const looks = await Promise.all(
    desks.map(({ page: desk, cards }) =>
      lookFor(desk, { selector: `[role=option]:nth-child(${place})[id$="-${cards[2]}"]` }),
    ),
  );
  await page.getByRole('dialog').getByRole('button', { name: '发布' }).click();
  const seenAt = await Promise.all(looks.map((look) => look()));
  const [row] = await world().db.query<{ at: number }>('select published_at as at from tier_sets where is_active');
  return Math.max(...seenAt) - (row?.at ?? 0);
}

/** The large order on a desk; its text begins with the time left. */
const largeOn = ({ page, cards }: Desk) => page.locator(`[role=option][id$="-${cards[2]}"]`);

test('two open desks sort themselves anew when a manager moves a tier by keyboard and publishes; undo takes it back', async ({
  browser,
}) => {
  const { agent, secondAgent, manager } = world();
  const first = await pageOf(browser, agent, '/desk');
  const second = await pageOf(browser, secondAgent, '/desk');
  const desks = [await deskOf(first, agent), await deskOf(second, secondAgent)];

  await expectKept(RESORTED_LIMIT_MS, async (round) => {
    const page = await pageOf(browser, manager, '/settings/tiers');
    const handle = page.getByRole('button', { name: /^移动“大额”/ });
    await expect(handle).toHaveAccessibleName('移动“大额”，第 2 位，共 3 位');
    await tabTo(page, handle);
    await page.keyboard.press('ArrowUp');
    await expect(page.getByText('“大额”移到第 1 位，共 3 位')).toBeAttached();
    await expect(handle).toBeFocused();
    await expect(page.getByText('2 张待处理任务卡将改变优先级，0 个将立即超时')).toBeVisible();
    await page.getByRole('button', { name: '查看任务卡' }).click();
    await expect(page.getByText('自营 → 大额：2 单')).toBeVisible();
    await page.getByRole('button', { name: '发布', exact: true }).click();
    await page.getByLabel('说明').fill('大额先处理');
    // The card in focus keeps its place at the top; the large one comes right below it.
    const there = await measure(page, desks, 2);
    await expect(page.getByText(`第 ${2 * round + 1} 版生效中`)).toBeVisible();
    for (const desk of desks) {
      expect(await shownRows(desk.page)).toEqual([desk.cards[0], desk.cards[2], desk.cards[1]]);
      await expect(largeOn(desk)).toHaveText(/^[45]\d:\d\d\D/);
    }

    await page.getByRole('button', { name: '历史版本' }).click();
    await expect(page.getByText('“大额”调整顺序').first()).toBeVisible();
    await expect(page.getByText('大额先处理').first()).toBeVisible();
    await page.getByRole('button', { name: '恢复这一版' }).first().click();
    await page.getByRole('button', { name: '发布', exact: true }).click();
    const back = await measure(page, desks, 3);
    await expect(page.getByText(`第 ${2 * round + 2} 版生效中`)).toBeVisible();
    for (const desk of desks) {
      expect(await shownRows(desk.page)).toEqual([...desk.cards]);
      await expect(largeOn(desk)).toHaveText(/^23:\d\d:/);
    }
    await page.close();
    return { 'published → both desks sorted anew': there, 'undone → both desks as before': back };
  });
});

test('a row is dragged by its handle; Escape lets go; the last tier stays', async ({ browser }) => {
  const page = await pageOf(browser, world().manager, '/settings/tiers');
  const names = () => page.getByRole('list', { name: '优先级顺序' }).locator('li b').allTextContents();
  const handle = page.getByRole('button', { name: /^移动“大额”/ });
  await expect(handle).toBeVisible();
  const before = await names();
  const box = (await handle.boundingBox())!;
  const dragTo = async (y: number) => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, y, { steps: 4 });
  };
  await dragTo(box.y - box.height);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await names()).toEqual(before);
  await dragTo(box.y + 400);
  await page.mouse.up();
  expect((await names()).at(-1)).toBe('常规');
  const now = (await handle.boundingBox())!;
  await dragTo(now.y - 1.2 * now.height);
  await page.mouse.up();
  expect(await names()).toEqual(['大额', '自营', '常规']);
  await expect(page.getByText('1 处修改尚未发布')).toBeVisible();
});

test('what is typed wrong is said at its field and cannot be published; a draft survives that somebody else publishes', async ({
  browser,
}) => {
  const { manager, supervisor, agent } = world();
  const page = await pageOf(browser, manager, '/settings/tiers?tier=large');
  await page.getByLabel('时限长度', { exact: true }).fill('abc');
  await expect(page.getByText('数值超出范围')).toBeVisible();
  await expect(page.getByRole('button', { name: '发布', exact: true })).toBeDisabled();
  await page.getByLabel('时限长度', { exact: true }).fill('3');
  await expect(page.getByText('数值超出范围')).toHaveCount(0);
  await publishByApiOther();
  await expect(page.getByText(/唐越 已发布第 \d+ 版/)).toBeVisible();
  await expect(page.getByLabel('时限长度', { exact: true })).toHaveValue('3');
  await page.getByRole('button', { name: '在新版上保留我的修改' }).click();
  await expect(page.getByRole('button', { name: '发布', exact: true })).toBeEnabled();

  const reader = await pageOf(browser, supervisor, '/settings/tiers');
  await expect(reader.getByLabel('中文名称')).toBeDisabled();
  await expect(reader.getByRole('button', { name: /^移动/ })).toHaveCount(0);
  const stranger = await pageOf(browser, agent, '/settings/tiers');
  await expect(stranger.getByText('没有权限')).toBeVisible();
});

/** The same manager, in another browser, gives the last tier another name. */
async function publishByApiOther(): Promise<void> {
  const { api } = world().manager;
  const { version, tiers } = await api.query<{ version: number; tiers: { name: object }[] }>('tiers.list');
  const renamed = tiers.map((tier, index) => (index === tiers.length - 1 ? { ...tier, name: named('其余') } : tier));
  const agreed = { changed: 0, overdue: 0, later: 0 };
  await api.mutate('tiers.publish', { tiers: renamed, expectedVersion: version, agreed, note: '' });
}
