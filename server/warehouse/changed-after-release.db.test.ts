import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECOND_MS } from '@/domain/clocks/instant';
import { type QimenStandIn, startQimenStandIn } from '@/sim/qimen/stand-in';
import { quietServices } from '../testing/acting';
import { aLink, TEST_LINK_VALUES } from '../testing/links';
import { type OutsideDesk, openOutsideDesk } from '../testing/outside-desk';
import { takeBackChanged } from './take-back-changed';

let desk: OutsideDesk;
let warehouse: QimenStandIn;

beforeAll(async () => {
  desk = await openOutsideDesk();
  const { appKey = '', appSecret = '', customerId = '' } = TEST_LINK_VALUES.qimen;
  warehouse = await startQimenStandIn({ port: 0, appKey, appSecret, customerId });
  await aLink(desk.db, 'qimen', [desk.shopId], { url: warehouse.url });
});
afterAll(async () => {
  await desk.close();
  await warehouse.close();
});

type Said = Parameters<OutsideDesk['order']>[0];
let said = 0;
/** The platform speaks of the order again, later than ever before. */
const say = async (orderNo: string, values: Said = {}) => {
  said += 1;
  return desk.order({ orderNo, type: 'order.updated', at: (await desk.db.now()) + said * SECOND_MS, ...values });
};
const look = () => takeBackChanged(quietServices(desk.db));
const attempts = async (orderNo: string) =>
  (
    await desk.db.query<{ code: string; state: string }>(
      `select w.code, w.state from warehouse_orders w join orders o on o.id = w.order_id
       where o.order_no = $1 order by w.attempt`,
      [orderNo],
    )
  ).map(({ code, state }) => [code, state]);
const released = async (values: Said = {}) => {
  const orderNo = await desk.order(values);
  await desk.settle();
  const [[code = '', state] = []] = await attempts(orderNo);
  expect(state).toBe('sent');
  return { orderNo, code };
};
const bodyOf = (code: string) => warehouse.taken().find((one) => one.code === code)?.body ?? '';
const logOf = async (orderNo: string) =>
  (
    await desk.db.query<{ action: string }>(
      `select l.action from order_log l join orders o on o.id = l.order_id
       where o.order_no = $1 and l.action like 'warehouse.%' order by l.id`,
      [orderNo],
    )
  ).map(({ action }) => action);
const reasonsOf = async (orderNo: string) =>
  (
    await desk.db.query<{ reasons: object[] }>(
      `select t.reasons from tasks t join orders o on o.id = t.order_id where o.order_no = $1 and t.state = 'open'`,
      [orderNo],
    )
  ).flatMap(({ reasons }) => reasons);
const items = (...pieces: readonly (readonly [string, number])[]) => ({
  items: pieces.map(([sku, qty], index) => ({
    ...{ lineNo: String(index + 1), sku, title: '潮汐马克杯', spec: '海蓝', qty },
    ...{ unitPriceCents: 9_900, paidCents: 9_900 * qty },
  })),
});

describe('an order that its platform changes after it went to its warehouse', () => {
  it('is taken back and goes again to where it goes now; what is only said again changes nothing', async () => {
    const { orderNo, code } = await released();
    await say(orderNo);
    expect(await look()).toBe(0);
    await say(orderNo, { detail: '江南大道 88 号 2 幢 501 室' });
    expect(await look()).toBe(1);
    expect(await attempts(orderNo)).toEqual([[code, 'cancelling']]);
    await desk.settle();
    expect(await attempts(orderNo)).toEqual([
      [code, 'cancelled'],
      [`${code}-2`, 'sent'],
    ]);
    expect(bodyOf(`${code}-2`)).toContain('江南大道');
    expect(await logOf(orderNo)).toEqual([
      ...['warehouse.sent', 'warehouse.receiver-changed', 'warehouse.cancelled', 'warehouse.sent'],
    ]);
    await say(orderNo, { detail: '江南大道 88 号 2 幢 501 室' });
    expect(await look()).toBe(0);
  });

  it('goes again with the articles that it has now, in whatever sequence they are told', async () => {
    const { orderNo, code } = await released({ more: items(['CUP', 1], ['BOX', 2]) });
    await say(orderNo, { more: items(['BOX', 2], ['CUP', 1]) });
    expect(await look()).toBe(0);
    await say(orderNo, { more: items(['BOX', 2]) });
    expect(await look()).toBe(1);
    await desk.settle();
    expect(await attempts(orderNo)).toMatchObject([{}, [`${code}-2`, 'sent']]);
    expect(bodyOf(`${code}-2`)).not.toContain('CUP');
    expect(await logOf(orderNo)).toContain('warehouse.lines-changed');
  });

  it('goes again without the pieces that were paid back', async () => {
    const { orderNo, code } = await released({ more: items(['CUP', 2], ['BOX', 1]) });
    const ofEachOne = items(['CUP', 2], ['BOX', 1]).items.map((one) => ({ ...one, refundedQty: 1 }));
    await say(orderNo, { more: { items: ofEachOne } });
    expect(await look()).toBe(1);
    await desk.settle();
    expect(await attempts(orderNo)).toMatchObject([{}, [`${code}-2`, 'sent']]);
    expect(bodyOf(`${code}-2`)).toMatch(/<itemCode>CUP<.*<planQty>1</su);
    expect(bodyOf(`${code}-2`)).not.toContain('BOX');
  });

  it('is taken back while one of its articles is being paid back, and goes again without it', async () => {
    const articles = items(['CUP', 1], ['BOX', 1]).items;
    const { orderNo, code } = await released({ more: { items: articles } });
    await say(orderNo, { more: { items: articles, holds: ['退款处理中'] } });
    await desk.settle();
    expect(await attempts(orderNo)).toEqual([[code, 'cancelled']]);
    const [cup, box] = articles;
    await say(orderNo, { more: { items: [cup, { ...box, refundedQty: 1 }], holds: [] } });
    await desk.settle();
    expect(await attempts(orderNo)).toMatchObject([{}, [`${code}-2`, 'sent']]);
    expect(bodyOf(`${code}-2`)).not.toContain('BOX');
  });

  it('that is not at the warehouse yet arrives there once, as it is now', async () => {
    const orderNo = await desk.order();
    await say(orderNo, { detail: '闻涛路 1 号 3 幢 902 室' });
    await desk.settle();
    expect(await look()).toBe(0);
    const [[code = '', state] = [], ...more] = await attempts(orderNo);
    expect([state, more]).toEqual(['sent', []]);
    expect(bodyOf(code)).toContain('闻涛路');
  });

  it('and that the warehouse does not let go gets one card that says what is otherwise, and is asked for once', async () => {
    const { orderNo, code } = await released();
    const before = warehouse.calls('order.cancel');
    await say(orderNo, { phone: '13900139000' });
    expect(await look()).toBe(1);
    warehouse.failNext('reject');
    await desk.settle();
    expect(await attempts(orderNo)).toEqual([[code, 'sent']]);
    const reason = { kind: 'warehouse', ruleId: 'receiver-changed', span: expect.stringMatching(/./) };
    expect(await reasonsOf(orderNo)).toMatchObject([reason]);
    await say(orderNo, { phone: '13900139000' });
    expect(await look()).toBe(0);
    await say(orderNo, { phone: '13900139001', ...{ more: items(['CUP', 1]) } });
    expect(await look()).toBe(1);
    await desk.settle();
    expect(warehouse.calls('order.cancel') - before).toBe(1);
    expect((await reasonsOf(orderNo)).map((one) => 'ruleId' in one && one.ruleId)).toContain('lines-changed');
  });

  it('once more while it is being taken back is told of, too, when the warehouse did not let it go', async () => {
    const { orderNo } = await released();
    await say(orderNo, { phone: '13900139000' });
    expect(await look()).toBe(1);
    await say(orderNo, { phone: '13900139000', more: items(['CUP', 3]) });
    expect(await look()).toBe(0);
    warehouse.failNext('reject');
    await desk.settle();
    expect(await look()).toBe(1);
    const named = (await reasonsOf(orderNo)).map((one) => 'ruleId' in one && one.ruleId);
    expect(named).toEqual(expect.arrayContaining(['receiver-changed', 'lines-changed']));
  });

  it('and that has shipped stays on its way, with a card for whoever can tell the courier', async () => {
    const { orderNo, code } = await released();
    await desk.db.query(`update warehouse_orders set state = 'shipped' where code = $1`, [code]);
    const before = warehouse.calls('order.cancel');
    await say(orderNo, { detail: '滨盛路 7 号 1 幢 101 室', more: items(['CUP', 9]) });
    expect(await look()).toBe(1);
    await desk.settle();
    expect(await attempts(orderNo)).toEqual([[code, 'shipped']]);
    expect(warehouse.calls('order.cancel')).toBe(before);
    expect(await reasonsOf(orderNo)).toMatchObject([{ ruleId: 'receiver-changed-late' }]);
  });

  it('and that is held meanwhile does not go again', async () => {
    const { orderNo, code } = await released();
    await say(orderNo, { detail: '网商路 2 号 9 幢 303 室' });
    expect(await look()).toBe(1);
    await say(orderNo, { status: 'cancelled', type: 'order.cancelled' });
    await desk.settle();
    expect(await attempts(orderNo)).toEqual([[code, 'cancelled']]);
  });
});
