import type { Sql } from '@/db/client';
import { aShop, unique } from '@/db/testing/builders';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { type QimenStandIn, startQimenStandIn } from '@/sim/qimen/stand-in';
import { leaveDue } from '../merges/leave-due';
import { seekMates } from '../merges/seek-mates';
import { tellMates } from '../merges/tell-mates';
import type { MergeMode } from '../merges/waiting';
import { storeMessages } from '../pipeline/inbox-store';
import { runBatch } from '../pipeline/pipeline';
import { createRuleSetCache } from '../rules/active';
import { quietServices } from './acting';
import { aLink, TEST_LINK_VALUES } from './links';
import { type OutsideDesk, openOutsideDesk } from './outside-desk';

/** One buyer with one address. */
export interface OneBuyer {
  readonly shopId: string;
  /** So many orders of this buyer, all of one batch; returns their ids, ascending. */
  readonly buys: (count: number, values?: Partial<GenericOrderValues>) => Promise<readonly string[]>;
}

/** An outside desk whose shops wait for orders that belong together, with a warehouse that speaks Qimen. */
export interface MergingDesk extends Omit<OutsideDesk, 'shopId'> {
  readonly warehouse: QimenStandIn;
  readonly door: string;
  /** A shop of the desk's group that gives its orders to the warehouse. */
  readonly shop: (mode: MergeMode, waitMinutes?: number, platform?: string) => Promise<string>;
  readonly buyerOf: (shopId: string, receiver?: Readonly<Record<string, string>>) => OneBuyer;
  readonly numberOf: (orderId: string) => Promise<string>;
  /** More about an order of a shop. */
  readonly tell: (shopId: string, values: Partial<GenericOrderValues>) => Promise<void>;
  readonly seek: () => Promise<void>;
  /** Ends the wait of these orders, and lets what is due leave and arrive. */
  readonly leave: (orderIds: readonly string[]) => Promise<void>;
}

async function idOf(db: Sql, shopId: string, orderNo: string): Promise<string> {
  const [order] = await db.query<{ id: string }>(
    'select id::text as id from orders where shop_id = $1 and order_no = $2',
    [shopId, orderNo],
  );
  if (!order) throw new Error(`no order ${orderNo}`);
  return order.id;
}

export async function openMergingDesk(): Promise<MergingDesk> {
  const desk = await openOutsideDesk();
  const { db, groupId } = desk;
  const rules = createRuleSetCache();
  const { appKey = '', appSecret = '', customerId = '' } = TEST_LINK_VALUES.qimen;
  const warehouse = await startQimenStandIn({ port: 0, appKey, appSecret, customerId });
  const linkId = await aLink(db, 'qimen', [], { url: warehouse.url });
  const drain = async () => {
    while ((await runBatch(quietServices(db), rules)) > 0);
  };
  return {
    ...{ ...desk, warehouse, door: desk.doorOf('qimen', linkId) },
    async shop(mode, waitMinutes = 10, platform = 'generic') {
      const { shopId } = await aShop(db, { groupId, platform });
      await db.query('update shops set merge_mode = $2, merge_wait_minutes = $3 where id = $1', [
        ...[shopId, mode],
        waitMinutes,
      ]);
      await db.query(`insert into link_shops (kind, shop_id, link_id) values ('qimen', $1, $2)`, [shopId, linkId]);
      return shopId;
    },
    buyerOf(shopId, receiver) {
      const buyer = { id: unique('buyer'), name: '李雷' };
      const detail = `网商路${unique('n').replace(/\D/g, '')}号3幢1501室`;
      return {
        shopId,
        async buys(count, values = {}) {
          const at = await db.now();
          const made = Array.from({ length: count }, () =>
            genericOrder({ at, detail, ...values, more: { buyer, ...(receiver ? { receiver } : {}), ...values.more } }),
          );
          await storeMessages(
            quietServices(db),
            shopId,
            made.map(({ body }) => ({ key: unique('msg'), body })),
          );
          await drain();
          const ids = await Promise.all(made.map(({ orderNo }) => idOf(db, shopId, orderNo)));
          return ids.sort((a, b) => Number(a) - Number(b));
        },
      };
    },
    async numberOf(orderId) {
      const [order] = await db.query<{ no: string }>('select order_no as no from orders where id = $1::bigint', [
        orderId,
      ]);
      return order?.no ?? '';
    },
    async tell(shopId, values) {
      const { body } = genericOrder({ at: await db.now(), ...values });
      await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body }]);
      await drain();
    },
    async seek() {
      while ((await tellMates(db)) > 0);
      while ((await seekMates(db)) > 0);
    },
    async leave(orderIds) {
      await db.query(
        `update warehouse_orders set leaves_at = now() where order_id = any($1::bigint[]) and state = 'waiting'`,
        [orderIds],
      );
      while ((await leaveDue(db)) > 0);
      await desk.settle();
    },
    async close() {
      await desk.close();
      await warehouse.close();
    },
  };
}
