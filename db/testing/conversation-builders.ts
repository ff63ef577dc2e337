import type { Sql } from '../client';
import { aGroup, aShop, unique } from './builders';

/** Stores an order with just enough in it to be tied to a customer and shown on a card; returns its ids. */
export async function anOrder(
  db: Sql,
  values: {
    shopId?: string;
    groupId?: string;
    orderNo?: string;
    buyerId?: string | null;
    paidFen?: number;
    refundFen?: number | null;
    stage?: string | null;
  } = {},
): Promise<{ orderId: string; orderNo: string; shopId: string; groupId: string }> {
  const groupId = values.groupId ?? (await aGroup(db));
  const shopId = values.shopId ?? (await aShop(db, { groupId })).shopId;
  const orderNo = values.orderNo ?? unique('TW2026').replaceAll('-', '0');
  const [row] = await db.query<{ id: string }>(
    `insert into orders (shop_id, order_no, platform, group_id, facts, status, stage, placed_at, paid_at, amount_fen,
       paid_fen, refund_fen, buyer_id, buyer_shown, board_state, placed_on)
     values ($1, $2, 'taobao', $3, '{}', 'to_ship', $4, now(), now(), $5, $5, $6, $7, '张**', 'to-ship', current_date)
     returning id`,
    [
      shopId,
      orderNo,
      groupId,
      values.stage === undefined ? 'picking' : values.stage,
      values.paidFen ?? 19_900,
      values.refundFen ?? null,
      values.buyerId ?? null,
    ],
  );
  return { orderId: row?.id ?? '', orderNo, shopId, groupId };
}
