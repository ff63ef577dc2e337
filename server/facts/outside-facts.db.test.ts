import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { type Kuaidi100StandIn, startKuaidi100StandIn } from '@/sim/kuaidi100/stand-in';
import { type WechatPayStandIn, wechatPayStandIn } from '@/sim/wechat-pay/stand-in';
import { followOlder } from '../link-accounts/follow-older';
import { beginFollowing } from '../link-accounts/link-fields';
import { LATE_CONDITION } from '../orders/order-filter';
import { askCouriers } from '../parcels/ask-couriers';
import { actingAs } from '../testing/acting';
import { aLink } from '../testing/links';
import { type OutsideDesk, openOutsideDesk } from '../testing/outside-desk';
import { factsOfOrder } from './of-order';

let desk: OutsideDesk;
let couriers: Kuaidi100StandIn;
let payments: WechatPayStandIn;
let payDoor: string;
let courierLink: string;
let now: number;
let serial = 0;

beforeAll(async () => {
  desk = await openOutsideDesk();
  couriers = await startKuaidi100StandIn({ port: 0, key: 'akey1', customer: 'CUSTOMER1' });
  courierLink = await aLink(desk.db, 'kuaidi100', [desk.shopId], {
    ...{ apiBase: couriers.apiBase, senderPhone: '0571-88157888' },
  });
  payments = wechatPayStandIn();
  const { merchantId, publicKeyId, publicKey, apiV3Key } = payments;
  const payLink = await aLink(desk.db, 'wechat-pay', [desk.shopId], { merchantId, publicKeyId, publicKey, apiV3Key });
  payDoor = desk.doorOf('wechat-pay', payLink);
  now = await desk.db.now();
});
afterAll(async () => {
  await desk.close();
  await couriers.close();
});

interface Seen {
  id: string;
  stage: string | null;
  paidFen: number | null;
  refundFen: number | null;
  facts: Record<string, { value: unknown; source: string }>;
}
const look = async (orderNo: string): Promise<Seen> => {
  const [row] = await desk.db.query<Seen>(
    `select id::text as id, stage, paid_fen as "paidFen", refund_fen as "refundFen", facts from orders where order_no = $1`,
    [orderNo],
  );
  if (!row) throw new Error(`no order ${orderNo}`);
  return row;
};
const shipped = async (values: Parameters<OutsideDesk['order']>[0] = {}) => {
  const trackingNo = `SF${String(++serial).padStart(12, '0')}`;
  const more = {
    fulfilment: { carrier: '顺丰速运', trackingNo, shippedAt: new Date(now - 5 * HOUR_MS).toISOString() },
  };
  const orderNo = await desk.order({ status: 'shipped', at: now - 5 * HOUR_MS, more, ...values });
  await desk.settle();
  return { orderNo, trackingNo };
};
const outsideOf = async (orderNo: string) =>
  factsOfOrder(await actingAs(desk.db, { groupId: desk.groupId }), { orderId: (await look(orderNo)).id });
const isLate = async (orderNo: string) =>
  (await desk.db.query(`select 1 from orders o where o.order_no = $1 and ${LATE_CONDITION}`, [orderNo])).length > 0;

describe('a shipped order of a shop whose parcels are followed', () => {
  it('that was under way before its courier was connected is subscribed to once, in the background', async () => {
    await desk.db.query('delete from link_shops where link_id = $1', [courierLink]);
    const { trackingNo } = await shipped();
    await desk.db.query(`insert into link_shops (kind, shop_id, link_id) values ('kuaidi100', $1, $2)`, [
      desk.shopId,
      courierLink,
    ]);
    expect(couriers.isWatched(trackingNo)).toBe(false);
    for (let time = 0; time < 2; time += 1) {
      await beginFollowing(desk.db, courierLink);
      while (await followOlder(desk.db));
      await desk.settle();
    }
    expect(couriers.isWatched(trackingNo)).toBe(true);
    const [asked] = await desk.db.query(
      `select count(*)::int as n from outbox where kind = 'parcel.subscribe'
         and payload->>'parcelId' = (select id::text from parcels where tracking_no = $1)`,
      [trackingNo],
    );
    expect(asked).toEqual({ n: 1 });
  });

  it('is subscribed to once, under its carrier, to be told of at our door', async () => {
    const { trackingNo } = await shipped();
    const [watched] = couriers.watched().filter((one) => one.trackingNo === trackingNo);
    expect(watched).toMatchObject({ company: 'shunfeng', callbackUrl: expect.stringContaining('/hooks/kuaidi100/') });
  });

  it('is subscribed to with its receiver’s phone, or the sender’s where the platform keeps that', async () => {
    const phoneOf = ({ trackingNo }: { trackingNo: string }) =>
      couriers.watched().find((one) => one.trackingNo === trackingNo)?.phone;
    expect(phoneOf(await shipped())).toBe('13800138000');
    expect(phoneOf(await shipped({ phone: '138****8000' }))).toBe('0571-88157888');
  });

  it('is collected and delivered when the courier says so, in any order of its pushes and with repeats', async () => {
    const scans = [
      { atMs: now - 4 * HOUR_MS, code: '103', words: '顺丰速运 已收取快件' },
      { atMs: now - 2 * HOUR_MS, code: '1002', words: '快件到达【杭州】派件员 13800138000' },
      { atMs: now - HOUR_MS, code: '304', words: '已签收' },
    ];
    const ends: unknown[] = [];
    for (const order of [
      [1, 2, 3],
      [3, 1, 2, 3],
    ]) {
      const { orderNo, trackingNo } = await shipped();
      for (const length of order) {
        couriers.scan(trackingNo, scans.slice(0, length));
        const { status, text } = await couriers.push(trackingNo, { state: length === 3 ? '3' : '0', repeats: 2 });
        expect([status, text]).toEqual([200, '{"result":true,"returnCode":"200","message":"提交成功"}']);
        await desk.read();
      }
      const { stage, facts } = await look(orderNo);
      const { parcels } = await outsideOf(orderNo);
      ends.push([
        stage,
        facts.collectedAt?.value,
        facts.signedAt?.value,
        facts.signedAt?.source,
        parcels[0]?.scans.length,
      ]);
    }
    expect(ends[1]).toEqual(ends[0]);
    const second = (ms: number) => Math.floor(ms / 1_000) * 1_000;
    expect(ends[0]).toEqual([null, second(now - 4 * HOUR_MS), second(now - HOUR_MS), 'carrier', 3]);
  });

  it('keeps the words of its scans sealed', async () => {
    const [row] = await desk.db.query<{ found: boolean }>(
      `select bool_or(position('派件员'::bytea in scans_sealed) > 0) as found from parcels where scans_sealed is not null`,
    );
    expect(row?.found).toBe(false);
  });

  it('is unknown, not late, while its source is silent; the courier is asked once, and then it is late', async () => {
    const { orderNo, trackingNo } = await shipped();
    expect(await isLate(orderNo)).toBe(false);
    expect((await outsideOf(orderNo)).parcels[0]?.isStale).toBe(true);
    const before = couriers.asked();
    expect(await askCouriers(desk.db)).toBeGreaterThan(0);
    await desk.settle();
    await desk.read();
    expect(couriers.asked()).toBeGreaterThan(before);
    expect(await askCouriers(desk.db)).toBe(0);
    expect((await outsideOf(orderNo)).parcels.find((one) => one.trackingNo === trackingNo)?.isStale).toBe(false);
    expect(await isLate(orderNo)).toBe(true);
  });

  it('is subscribed to again when the watch was given up, and shows a refusal', async () => {
    const { trackingNo } = await shipped();
    await couriers.push(trackingNo, { status: 'abort' });
    await desk.read();
    const again = await desk.db.query(
      `select o.due_at > now() + interval '20 minutes' as later from outbox o join parcels p on o.idempotency_key = 'parcel.subscribe:' || p.id || ':2'
       where p.tracking_no = $1`,
      [trackingNo],
    );
    expect(again).toEqual([{ later: true }]);
    couriers.refuseNext('701');
    const refused = await shipped();
    expect((await outsideOf(refused.orderNo)).parcels[0]).toMatchObject({ watch: 'refused', refusal: '701 refused' });
  });

  it('hears nothing from a push that is not signed with its salt', async () => {
    const { orderNo, trackingNo } = await shipped();
    couriers.scan(trackingNo, [{ atMs: now, code: '304', words: '已签收' }]);
    expect((await couriers.push(trackingNo, { salt: 'guessed' })).status).toBe(401);
    await desk.read();
    expect((await look(orderNo)).facts.signedAt).toBeUndefined();
  });
});

describe('a payment notice', () => {
  const atMs = () => now - MINUTE_MS;

  it('states what was received, once however often it comes, and waits for an order that is not known yet', async () => {
    const orderNo = `PAY${++serial}`;
    expect(await payments.notify(payDoor, { tradeNo: orderNo, amountFen: 29_900, atMs: atMs() }, 3)).toBe(204);
    await desk.read();
    expect(
      await desk.db.query(`select 1 from link_messages where ref = $1 and state = 3`, [`trade:${orderNo}`]),
    ).toHaveLength(1);
    await desk.order({ orderNo, type: 'order.created', status: 'unpaid', paidAt: null, at: now - HOUR_MS });
    await desk.read();
    const seen = await look(orderNo);
    expect(seen).toMatchObject({ paidFen: 29_900, facts: { paidFen: { source: 'payment' } } });
    expect((await outsideOf(orderNo)).payments).toMatchObject([
      { kind: 'payment', amountFen: 29_900, state: 'SUCCESS' },
    ]);
  });

  it('of another amount than was due holds the order for finance, also where it was paid by wallet', async () => {
    const orderNo = await desk.order({ type: 'order.created', status: 'unpaid', paidAt: null, at: now - HOUR_MS });
    await payments.notify(payDoor, { tradeNo: orderNo, amountFen: 100, atMs: atMs() });
    await desk.read();
    const [order] = await desk.db.query<{ review: string; verdict: { skips: string[]; hits: readonly object[] } }>(
      `select review, verdict from orders where order_no = $1`,
      [orderNo],
    );
    expect(order).toMatchObject({ review: 'held', verdict: { skips: [] } });
    expect(order?.verdict.hits).toMatchObject([{ ruleId: 'payment-mismatch', scope: 'finance' }]);
    expect((await outsideOf(orderNo)).conflicts).toMatchObject([{ kind: 'paid-amount', closedAt: null }]);
  });

  it('of a refund that did not reach the buyer opens a card, once, also on an order that is over', async () => {
    const orderNo = await desk.order({ at: now - HOUR_MS });
    await desk.order({ orderNo, status: 'cancelled', at: now });
    const tell = async (id: string, state: string, at: number) => {
      const refund = { refundNo: `RF${orderNo}`, amountFen: 1_230, state, atMs: at };
      await payments.notify(payDoor, { tradeNo: orderNo, id: `${id}${orderNo}`, ...refund });
      await desk.read();
    };
    const at = atMs();
    await tell('A', 'ABNORMAL', at);
    await tell('B', 'ABNORMAL', at + 1_000);
    const cards = await desk.db.query<{ reasons: object[] }>(
      `select t.reasons from tasks t join orders o on o.id = t.order_id where o.order_no = $1 and t.state = 'open'`,
      [orderNo],
    );
    expect(cards).toMatchObject([{ reasons: [{ kind: 'warehouse', ruleId: 'refund-abnormal', span: '¥12.30' }] }]);
    const log = () =>
      desk.db.query(
        `select 1 from order_log l join orders o on o.id = l.order_id
         where o.order_no = $1 and l.action like 'payment.refund-%'`,
        [orderNo],
      );
    expect(await log()).toHaveLength(1);
    expect((await look(orderNo)).refundFen).toBeNull();
    await tell('C', 'SUCCESS', at + 2_000);
    await tell('D', 'ABNORMAL', at - 1_000);
    expect(await log()).toHaveLength(1);
    expect((await look(orderNo)).refundFen).toBe(1_230);
  });

  it.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 0, 2, 1]]])('of refunds adds them up in any order: %j', async (sequence) => {
    const orderNo = await desk.order({ at: now - HOUR_MS });
    for (const index of sequence) {
      const refund = { refundNo: `RF${orderNo}${index}`, amountFen: 100 * (index + 1), atMs: atMs() + index * 1_000 };
      await payments.notify(payDoor, { tradeNo: orderNo, id: `E${orderNo}${index}`, ...refund });
      await desk.read();
    }
    expect((await look(orderNo)).refundFen).toBe(600);
  });
});
