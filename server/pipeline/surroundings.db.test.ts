import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import type { Verdict } from '@/domain/triage/verdict';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices } from '@/server/testing/acting';
import { storeMessages } from './inbox-store';
import { runBatch } from './pipeline';

const rules = createRuleSetCache();
let db: TestDatabase;
let groupId: string;
let shopId: string;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  groupId = await aGroup(db);
  ({ shopId } = await aShop(db, { groupId, platform: 'generic' }));
  now = await db.now();
});

async function drain(): Promise<void> {
  while ((await runBatch(quietServices(db), rules)) > 0);
}
async function push(values: Partial<GenericOrderValues> = {}, shop = shopId): Promise<string> {
  const { orderNo, body } = genericOrder({ at: now, ...values });
  await storeMessages(quietServices(db), shop, [{ key: unique('msg'), body }]);
  return orderNo;
}
async function arrive(values: Partial<GenericOrderValues> = {}, shop = shopId): Promise<string> {
  const orderNo = await push(values, shop);
  await drain();
  return orderNo;
}
async function look(orderNo: string) {
  const [row] = await db.query<{ review: string; class: string; verdict: Verdict; address_key: string | null }>(
    'select review, class, verdict, address_key from orders where order_no = $1',
    [orderNo],
  );
  if (!row) throw new Error(`order ${orderNo} is not in the pool`);
  return { ...row, rules: row.verdict.hits.map((hit) => hit.ruleId) };
}
async function seatOf(orderNo: string) {
  const [row] = await db.query<{ seat: string | null }>(
    'select seat_id as seat from tasks t join orders o on o.id = t.order_id where o.order_no = $1',
    [orderNo],
  );
  return row;
}
const unknownsOf = (verdict: Verdict) => verdict.unknowns.map((unknown) => `${unknown.ruleId}: ${unknown.reason}`);
const door = () => `滨盛路${unique('').replaceAll('-', '')}号2幢801室`;
const buyer = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
  buyer: { id, name: '李雷', registeredAt: new Date(now - 900 * DAY_MS).toISOString(), ...more },
});
const someone = (name: string, phone: string, detail: string) => ({
  receiver: { name, phone, province: '浙江省', city: '杭州市', district: '滨江区', street: '', detail },
});

describe('orders to one door', () => {
  it('of four accounts are all held, also those already released', async () => {
    const detail = door();
    const first = [await arrive({ detail }), await arrive({ detail }), await arrive({ detail })];
    for (const orderNo of first) expect(await look(orderNo)).toMatchObject({ review: 'released' });
    const last = await arrive({ detail: `浙江省杭州市滨江区${detail}(放门口)` });
    for (const orderNo of [...first, last])
      expect(await look(orderNo)).toMatchObject({
        review: 'held',
        class: 'confirm',
        rules: ['many-accounts-one-address'],
      });
  });

  it('see each other within their batch', async () => {
    const detail = door();
    const orderNos = await Promise.all([push({ detail }), push({ detail }), push({ detail }), push({ detail })]);
    await drain();
    for (const orderNo of orderNos) expect(await look(orderNo)).toMatchObject({ review: 'held' });
  });

  it('of one account are nobody’s concern', async () => {
    const detail = door();
    const more = buyer(unique('u'));
    for (let n = 0; n < 5; n += 1)
      expect(await look(await arrive({ detail, more }))).toMatchObject({ review: 'released' });
  });

  it('of one account for two recipients contradict each other', async () => {
    const detail = door();
    const account = buyer(unique('u'));
    const first = await arrive({ more: { ...account, ...someone('李雷', '13800138000', detail) } });
    const second = await arrive({ more: { ...account, ...someone('韩梅梅', '13900139000', detail) } });
    expect(await look(first)).toMatchObject({ review: 'released' });
    expect(await look(second)).toMatchObject({ review: 'held', rules: ['contradictory-recipient'] });
  });

  it('are known by a key from which no address can be read', async () => {
    const detail = door();
    const { address_key } = await look(await arrive({ detail }));
    expect(address_key).toMatch(/^[\w-]{22}$/);
    const [row] = await db.query<{ n: number }>(
      `select count(*)::int as n from orders o where to_jsonb(o)::text like '%' || $1 || '%'`,
      [detail],
    );
    expect(row?.n).toBe(0);
  });

  it('masked have no key, and the rules say so', async () => {
    const seen = await look(await arrive({ detail: '滨盛路******' }));
    expect(seen).toMatchObject({ review: 'released', address_key: null });
    expect(unknownsOf(seen.verdict)).toContain('many-accounts-one-address: address-masked');
  });
});

describe('a phone issued far away', () => {
  const far = { phone: '13899801234' };

  it('is unknown where the shop does not say where it ships from', async () => {
    const seen = await look(await arrive(far));
    expect(seen.review).toBe('released');
    expect(unknownsOf(seen.verdict)).toContain('phone-far: ship-from-unknown');
  });

  it('holds the order and says how far, never the number', async () => {
    const { shopId: hangzhou } = await aShop(db, { groupId, platform: 'generic' });
    await db.query('update shops set ship_from = $2 where id = $1', [hangzhou, '330108']);
    const seen = await look(await arrive(far, hangzhou));
    expect(seen).toMatchObject({ review: 'held', rules: ['phone-far'] });
    const [evidence] = seen.verdict.hits[0]?.evidence ?? [];
    expect(evidence).toMatchObject({ unit: 'km', limit: 2_000 });
    expect(evidence?.number).toBeGreaterThan(2_000);
    expect(JSON.stringify(seen.verdict)).not.toContain('138');
    expect(await look(await arrive({ phone: '13800138000' }, hangzhou))).toMatchObject({ review: 'released' });
    const masked = await look(await arrive({ phone: '138****2345' }, hangzhou));
    expect(unknownsOf(masked.verdict)).toContain('phone-far: phone-masked');
  });
});

describe('what is known of a buyer', () => {
  const young = (id: string) => ({
    ...buyer(id, { registeredAt: new Date(now - DAY_MS).toISOString() }),
    coupons: [{ cents: 500 }],
  });

  it('holds the first order of a new account with a coupon, and not the second', async () => {
    const id = unique('u');
    const first = await arrive({ more: young(id), placedAt: now - HOUR_MS });
    expect(await look(first)).toMatchObject({ review: 'held', rules: ['new-account-coupon'] });
    expect(await look(await arrive({ more: young(id) }))).toMatchObject({ review: 'released' });
  });

  it('belongs to the shop whose id it is', async () => {
    const id = unique('u');
    const { shopId: other } = await aShop(db, { groupId, platform: 'generic' });
    await arrive({ more: buyer(id), placedAt: now - HOUR_MS }, other);
    expect(await look(await arrive({ more: young(id) }))).toMatchObject({ review: 'held' });
  });

  it('lets a buyer without a return skip the second check of a large order, and no other', async () => {
    const id = unique('u');
    const large = { amountCents: 2_000_100, more: buyer(id) };
    expect(await look(await arrive({ ...large, placedAt: now - 2 * HOUR_MS }))).toMatchObject({ review: 'held' });
    const trusted = await look(await arrive({ ...large, placedAt: now - HOUR_MS }));
    expect(trusted).toMatchObject({ review: 'released' });
    expect(trusted.verdict.skipped).toEqual([{ ruleId: 'large-amount', scope: 'second-review', by: 'trusted-buyer' }]);
    await arrive({ more: { ...buyer(id), refundCents: 100 }, placedAt: now - HOUR_MS });
    expect(await look(await arrive(large))).toMatchObject({ review: 'held', rules: ['large-amount'] });
  });
});

describe('a payment', () => {
  it('that is not what was due goes to somebody of finance, and to nobody else', async () => {
    const more = { paymentMethod: 'card', paidCents: 19_900 };
    await aUser(db, { groupId });
    const orderNo = await arrive({ more });
    expect(await look(orderNo)).toMatchObject({ review: 'held', rules: ['payment-mismatch'] });
    expect(await seatOf(orderNo)).toEqual({ seat: null });
    const finance = await aUser(db, { groupId, skills: ['finance'] });
    expect(await seatOf(await arrive({ more }))).toEqual({ seat: finance });
  });

  it('by a wallet is not checked by finance', async () => {
    const seen = await look(await arrive({ more: { paidCents: 19_900 } }));
    expect(seen).toMatchObject({ review: 'released' });
    expect(seen.verdict.skipped).toEqual([{ ruleId: 'payment-mismatch', scope: 'finance', by: 'paid-by-wallet' }]);
  });
});

describe('a parcel abroad', () => {
  const abroad = { receiver: { name: 'Li', phone: '+12025550123', province: '美国', detail: '1 Main Street' } };
  it('is held when it is said that nobody pays the duties, and unknown when nothing is said', async () => {
    const none = await look(await arrive({ more: { ...abroad, dutyTerms: 'none' } }));
    expect(none.rules).toContain('overseas-without-duty-terms');
    const silent = await look(await arrive({ more: abroad }));
    expect(unknownsOf(silent.verdict)).toContain('overseas-without-duty-terms: duty-terms-missing');
  });
});

describe('the prices of a shop', () => {
  const SKUS = ['茶', '杯', '壶', '碗', '盘', '碟'];
  const sell = (shop: string, sku: string, amountCents: number, minutesAgo = 0) =>
    push({ sku, amountCents, placedAt: now - minutesAgo * MINUTE_MS }, shop);
  async function aSellingShop(): Promise<string> {
    const { shopId: shop } = await aShop(db, { groupId, platform: 'generic' });
    for (const sku of SKUS) for (let n = 0; n < 20; n += 1) await sell(shop, sku, 10_000, 300);
    await drain();
    return shop;
  }

  it('all 40 % lower hold a few orders and then none', async () => {
    const shop = await aSellingShop();
    const sold: string[] = [];
    for (let n = 0; n < 36; n += 1) {
      sold.push(await sell(shop, SKUS[n % SKUS.length] ?? '', 6_000, 60 - n));
      await drain();
    }
    const reviews = await Promise.all(sold.map(async (orderNo) => (await look(orderNo)).review));
    expect(reviews).toEqual([...Array(19).fill('held'), ...Array(17).fill('released')]);
  });

  it('stay as they are when one SKU alone is sold at a wrong price', async () => {
    const shop = await aSellingShop();
    const sold: string[] = [];
    for (let n = 0; n < 24; n += 1) sold.push(await sell(shop, '茶', 6_000, 60 - n));
    await drain();
    for (const orderNo of sold)
      expect(await look(orderNo)).toMatchObject({ review: 'held', rules: ['unit-price-off'] });
  });

  it('of an order are judged once: a campaign that begins later does not hold it', async () => {
    const shop = await aSellingShop();
    const before = await sell(shop, '茶', 10_000, 120);
    await drain();
    for (let n = 0; n < 50; n += 1) await sell(shop, '茶', 6_000, 60);
    await drain();
    await push(
      {
        orderNo: before,
        sku: '茶',
        amountCents: 10_000,
        placedAt: now - 120 * MINUTE_MS,
        at: now + 1_000,
        note: '请包好',
      },
      shop,
    );
    await drain();
    expect(await look(before)).toMatchObject({ review: 'released', rules: [] });
  });
});
