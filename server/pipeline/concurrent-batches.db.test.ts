import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices } from '@/server/testing/acting';
import { heldCommit, settlesOrWaits } from '@/server/testing/held-commit';
import { storeMessages } from './inbox-store';
import { runBatch } from './pipeline';

const rules = createRuleSetCache();
let db: TestDatabase;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  now = await db.now();
});

async function push(shopId: string, values: Partial<GenericOrderValues>): Promise<string> {
  const { orderNo, body } = genericOrder({ at: now, ...values });
  await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
  return orderNo;
}

/** Two batches at once: the second begins when the first has written everything and not committed yet. */
async function overlap(first: () => Promise<unknown>, second: () => Promise<unknown>): Promise<void> {
  await first();
  const held = heldCommit(db);
  const ahead = runBatch(quietServices(held.db), rules);
  await held.isReached;
  await second();
  const behind = runBatch(quietServices(db), rules);
  await settlesOrWaits(db, behind);
  held.letGo();
  await Promise.all([ahead, behind]);
}

const reviewsOf = (orderNos: readonly string[]) =>
  db.query<{ review: string; cards: number }>(
    `select o.review, (select count(*)::int from tasks t where t.order_id = o.id) as cards
     from orders o where o.order_no = any($1)`,
    [orderNos],
  );

describe('two workers at the same time', () => {
  it('hold every order of a burst of which each saw only its own half', async () => {
    const { shopId } = await aShop(db, { platform: 'generic' });
    const ip = '36.7.7.7';
    const orderNos: string[] = [];
    const half = async () => {
      orderNos.push(await push(shopId, { ip }), await push(shopId, { ip }));
    };
    await overlap(half, half);
    expect(await reviewsOf(orderNos)).toEqual(Array(4).fill({ review: 'held', cards: 1 }));
  });

  it('hold it also when an order of it comes again in the other batch', async () => {
    const { shopId } = await aShop(db, { platform: 'generic' });
    const ip = '36.7.7.8';
    const known = await push(shopId, { ip, orderNo: unique('A').toUpperCase() });
    await runBatch(quietServices(db), rules);
    const others: string[] = [];
    await overlap(
      async () => others.push(await push(shopId, { ip }), await push(shopId, { ip })),
      () => push(shopId, { ip, orderNo: known, at: now + 1_000 }),
    );
    expect(await reviewsOf([known, ...others])).toEqual(Array(3).fill({ review: 'held', cards: 1 }));
  });

  it('never give a seat more cards than it can have in hand', async () => {
    const groupId = await aGroup(db);
    const { shopId } = await aShop(db, { groupId, platform: 'generic' });
    const seat = await aUser(db, { groupId, capacity: 3 });
    const two = () => Promise.all([push(shopId, { detail: '小区门口' }), push(shopId, { detail: '小区门口' })]);
    await overlap(two, two);
    const cards = await db.query<{ seat_id: string | null }>('select seat_id from tasks where group_id = $1', [
      groupId,
    ]);
    expect(cards.map((card) => card.seat_id).sort()).toEqual([seat, seat, seat, null].sort());
  });

  it('share new cards out evenly', async () => {
    const groupId = await aGroup(db);
    const { shopId } = await aShop(db, { groupId, platform: 'generic' });
    for (let n = 0; n < 4; n += 1) await aUser(db, { groupId });
    const two = () => Promise.all([push(shopId, { detail: '小区门口' }), push(shopId, { detail: '小区门口' })]);
    await overlap(two, two);
    const loads = await db.query<{ n: number }>(
      'select count(*)::int as n from tasks where group_id = $1 group by seat_id',
      [groupId],
    );
    expect(loads).toEqual(Array(4).fill({ n: 1 }));
  });
});
