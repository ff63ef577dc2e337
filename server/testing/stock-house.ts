import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import type { TestDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { appRouter } from '../root';
import { createRuleSetCache } from '../rules/active';
import { ensureDefaults } from '../setup/ensure-defaults';
import { createCaller } from '../trpc';
import { anActor, quietServices, requestOf } from './acting';

type Parts = { sku: string; quantity: number }[];

const readersOf = (db: TestDatabase) => ({
  levelOf: async (sku: string) => {
    const [row] = await db.query<{ onHand: number; reserved: number }>(
      'select on_hand as "onHand", reserved from stock_items where sku = $1',
      [sku],
    );
    return row;
  },
  locksOfOrder: (orderNo: string) =>
    db.query<{ sku: string; quantity: number; state: string }>(
      `select r.sku, r.quantity, r.state from stock_reservations r join orders o on o.id = r.order_id
       where o.order_no = $1 order by r.sku`,
      [orderNo],
    ),
  idOf: async (orderNo: string) => {
    const [order] = await db.query<{ id: string }>('select id::text as id from orders where order_no = $1', [orderNo]);
    return order?.id ?? '';
  },
});

/** A house that keeps stock: a manager at its desk, shops that sell out of it, and orders that come in. */
export async function stockHouse(db: TestDatabase) {
  await ensureDefaults(db);
  const groupId = await aGroup(db);
  await aUser(db, { groupId, capacity: 1_000 });
  const manager = await anActor(db, { role: 'manager' });
  const rules = createRuleSetCache();
  const desk = () => createCaller(appRouter)(requestOf(db, manager)).stock;
  const drain = async () => {
    while ((await runBatch(quietServices(db), rules)) > 0);
  };
  const push = async (shopId: string, values: Partial<GenericOrderValues> = {}) => {
    const { orderNo, body } = genericOrder({ at: await db.now(), ...values });
    await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
    return orderNo;
  };
  const arrive = async (shopId: string, values: Partial<GenericOrderValues> = {}) => {
    const orderNo = await push(shopId, values);
    await drain();
    return orderNo;
  };
  /** A shop that sells one article, made of a SKU of which there are so many; null: nobody has counted it. */
  const aStockedShop = async (onHand: number | null, parts?: (sku: string) => Parts) => {
    const { shopId } = await aShop(db, { groupId, platform: 'generic' });
    const [sku, article] = [unique('sku'), unique('article')];
    await desk().setMapping({ shopId, platformSku: article, parts: parts?.(sku) ?? [{ sku, quantity: 1 }] });
    if (onHand !== null) await desk().count({ sku, onHand, reason: '盘点' });
    return { shopId, sku, article };
  };
  const movesOf = async (sku: string) => (await desk().movements({ sku })).map(({ kind }) => kind);
  return { ...readersOf(db), groupId, manager, desk, drain, push, arrive, aStockedShop, movesOf };
}
export type StockHouse = Awaited<ReturnType<typeof stockHouse>>;
