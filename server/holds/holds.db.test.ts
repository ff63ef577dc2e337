import { beforeAll, describe, expect, it } from 'vitest';
import { aShop, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { genericOrder } from '@/db/testing/orders';
import type { Context, UserActor } from '../context';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { actingAs, quietServices } from '../testing/acting';
import { letGo } from './let-go';
import { listHolds } from './list';
import { placeHold } from './place';
import { releaseHold } from './release';

let db: TestDatabase;
let manager: Context<UserActor>;
const rules = createRuleSetCache();

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  manager = await actingAs(db, { role: 'manager' });
});

const drain = async () => {
  while ((await runBatch(quietServices(db), rules)) > 0);
};
async function push(shopId: string, count = 1): Promise<void> {
  const at = await db.now();
  const messages = Array.from({ length: count }, () => ({ key: unique('msg'), body: genericOrder({ at }).body }));
  expect((await storeMessages(quietServices(db), shopId, messages)).ids).toHaveLength(count);
}
const pooled = async (shopId: string) =>
  (await db.query<{ n: number }>('select count(*)::int as n from orders where shop_id = $1', [shopId]))[0]?.n;
const leftOf = async (holdId: string) => (await listHolds(manager)).find((hold) => hold.holdId === holdId)?.left;
const actionsOn = (ref: string) =>
  db.query("select action from audit where action like 'holds.%' and ref = $1 order by id", [ref]);

describe('a shop that is held', () => {
  it('has its messages stored and not processed, while those of another shop go on', async () => {
    const [held, free] = [await aShop(db), await aShop(db)];
    const { holdId } = await placeHold(manager, { shopId: held.shopId, reason: '价格配置错了' });
    await push(held.shopId, 5);
    await push(free.shopId);
    await drain();
    expect(await pooled(held.shopId)).toBe(0);
    expect(await pooled(free.shopId)).toBe(1);
    expect(await leftOf(holdId)).toBe(5);
  });

  it('is let go so many a second, takes what is new meanwhile, can be stopped, and ends with the last', async () => {
    const { shopId } = await aShop(db);
    const { holdId } = await placeHold(manager, { shopId, reason: '演练' });
    await push(shopId, 7);
    await drain();
    await releaseHold(manager, { holdId, rate: 3 });
    await letGo(db);
    await drain();
    expect([await pooled(shopId), await leftOf(holdId)]).toEqual([3, 4]);
    await push(shopId);
    await drain();
    expect(await pooled(shopId)).toBe(4);
    await releaseHold(manager, { holdId, rate: null });
    await push(shopId);
    await drain();
    await letGo(db);
    await drain();
    expect([await pooled(shopId), await leftOf(holdId)]).toEqual([4, 5]);
    await releaseHold(manager, { holdId, rate: 100 });
    await letGo(db);
    await drain();
    await letGo(db);
    expect([await pooled(shopId), await leftOf(holdId)]).toEqual([9, undefined]);
    expect((await actionsOn(shopId)).map((row) => (row as { action: string }).action)).toEqual([
      'holds.place',
      'holds.release',
      'holds.stopRelease',
      'holds.release',
      'holds.ended',
    ]);
  });

  it('keeps its own hold while that of all shops is let go', async () => {
    const [own, other] = [await aShop(db), await aShop(db)];
    const all = await placeHold(manager, { shopId: null, reason: '全部暂停' });
    const one = await placeHold(manager, { shopId: own.shopId, reason: '单独暂停' });
    await push(own.shopId, 2);
    await push(other.shopId, 2);
    await drain();
    await releaseHold(manager, { holdId: all.holdId, rate: 100 });
    await letGo(db);
    await drain();
    await letGo(db);
    expect([await pooled(own.shopId), await pooled(other.shopId)]).toEqual([0, 2]);
    expect(await leftOf(all.holdId)).toBeUndefined();
    expect(await leftOf(one.holdId)).toBe(2);
    await releaseHold(manager, { holdId: one.holdId, rate: 100 });
    await letGo(db);
    await letGo(db);
  });

  it('is not forgotten with a message that was set aside while the hold ended', async () => {
    const { shopId } = await aShop(db);
    await push(shopId);
    await db.query('update inbox_keys set state = 6 where shop_id = $1', [shopId]);
    await letGo(db);
    await drain();
    expect(await pooled(shopId)).toBe(1);
  });

  it('is held once, by managers and admins, with a reason, and seen by its group', async () => {
    const { shopId, groupId } = await aShop(db);
    const { holdId } = await placeHold(manager, { shopId, reason: '演练' });
    await expect(placeHold(manager, { shopId, reason: '再来' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(placeHold(manager, { shopId: 'none', reason: '没有' })).rejects.toMatchObject({ code: 'not-found' });
    const seen = async (group: string) => {
      const rows = await listHolds(await actingAs(db, { role: 'agent', groupId: group }));
      return rows.some((hold) => hold.holdId === holdId);
    };
    expect(await seen(groupId)).toBe(true);
    expect(await seen((await aShop(db)).groupId)).toBe(false);
  });
});
