import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '@/domain/clocks/instant';
import { storedReason } from '@/domain/intake/reason';
import { type QimenStandIn, startQimenStandIn } from '@/sim/qimen/stand-in';
import { followOlder } from '../link-accounts/follow-older';
import { beginFollowing } from '../link-accounts/link-fields';
import { reviewOrder } from '../orders/review-order';
import { takeStockChanges } from '../stock/take-changes';
import { disposeTask } from '../tasks/dispose';
import { actingAs, anActor, quietServices } from '../testing/acting';
import { aLink, TEST_LINK_VALUES } from '../testing/links';
import { type OutsideDesk, openOutsideDesk } from '../testing/outside-desk';
import { giveCompleted } from './give-completed';
import { tellLateAcceptances } from './tell-late';

let desk: OutsideDesk;
let warehouse: QimenStandIn;
let linkId: string;
let door: string;
let made = 0;

beforeAll(async () => {
  desk = await openOutsideDesk();
  const { appKey = '', appSecret = '', customerId = '' } = TEST_LINK_VALUES.qimen;
  warehouse = await startQimenStandIn({ port: 0, appKey, appSecret, customerId });
  linkId = await aLink(desk.db, 'qimen', [desk.shopId], { url: warehouse.url });
  door = desk.doorOf('qimen', linkId);
});
afterAll(async () => {
  await desk.close();
  await warehouse.close();
});

interface Given {
  id: string;
  code: string;
  state: string;
  attempt: number;
  reason: string | null;
  stage: string | null;
  facts: Record<string, { value: unknown; source: string }>;
}
const givenOf = async (orderNo: string): Promise<Given[]> =>
  desk.db.query<Given>(
    `select o.id::text as id, w.code, w.state, w.attempt, w.reason, o.stage, o.facts from warehouse_orders w
     join orders o on o.id = w.order_id where o.order_no = $1 order by w.attempt`,
    [orderNo],
  );
const only = async (orderNo: string): Promise<Given> => {
  const [given, ...more] = await givenOf(orderNo);
  if (!given || more.length > 0) throw new Error(`${orderNo} was given ${more.length + 1} times`);
  return given;
};
const cardOf = async (orderNo: string) =>
  (
    await desk.db.query<{ seatId: string | null; reasons: { kind: string; ruleId: string; span: string }[] }>(
      `select t.seat_id as "seatId", t.reasons from tasks t join orders o on o.id = t.order_id
       where o.order_no = $1 and t.state = 'open'`,
      [orderNo],
    )
  )[0];
const released = async (values: Parameters<OutsideDesk['order']>[0] = {}) => {
  const orderNo = await desk.order(values);
  await desk.settle();
  return { orderNo, ...(await only(orderNo)) };
};

describe('an order that the rules release', () => {
  it('arrives at its warehouse once, with what it has to know', async () => {
    const { code, state } = await released({ note: '放门口' });
    const arrived = warehouse.taken().filter((one) => one.code === code);
    expect(arrived).toHaveLength(1);
    expect(arrived[0]?.body).toContain('<mobile>13800138000</mobile>');
    expect(arrived[0]?.body).toContain('<buyerMessage>放门口</buyerMessage>');
    expect(arrived[0]?.body).not.toContain('oaid');
    expect(arrived[0]?.isUrgent).toBe(false);
    expect(state).toBe('sent');
  });

  it('waits with a person while nobody has said where to, or what is in it, and goes by itself once it is said', async () => {
    const before = warehouse.calls('deliveryorder.create');
    const orderNo = await desk.order({ more: { receiver: null, items: null } });
    await desk.settle();
    expect(await only(orderNo)).toMatchObject({ state: 'failed', reason: 'lacks-receiver' });
    expect((await cardOf(orderNo))?.reasons).toMatchObject([
      { kind: 'warehouse', ruleId: 'failed', span: 'lacks-receiver' },
    ]);
    const later = async (more: Record<string, unknown>) => {
      made += 1;
      await desk.order({ orderNo, type: 'order.updated', at: (await desk.db.now()) + made * 1_000, more });
      return giveCompleted(quietServices(desk.db));
    };
    expect(await later({ items: null })).toBe(0);
    expect(await later({ receiver: null })).toBe(1);
    await desk.settle();
    expect(await givenOf(orderNo)).toMatchObject([{ state: 'failed' }, { state: 'sent', attempt: 2 }]);
    expect(await cardOf(orderNo)).toBeUndefined();
    expect(warehouse.calls('deliveryorder.create') - before).toBe(1);
    expect(await later({})).toBe(0);
  });

  it('of Taobao goes with the id by which its masked receiver is resolved, and the order that the id belongs to', async () => {
    const orderNo = await desk.order();
    await desk.db.query(
      `update orders set platform = 'taobao', facts = jsonb_set(facts, '{receiver,value,platformKey}', '"1fT4oaid"')
       where order_no = $1`,
      [orderNo],
    );
    await desk.settle();
    const { code } = await only(orderNo);
    const body = warehouse.taken().find((one) => one.code === code)?.body;
    expect(body).toMatch(/<receiverInfo>.*<oaid>1fT4oaid<\/oaid>.*<\/receiverInfo>/su);
    expect(body).toContain(`<oaidOrderSourceCode>${orderNo}</oaidOrderSourceCode>`);
  });

  it('is taken once when the answer was lost and it is given again under its code', async () => {
    warehouse.failNext('lost-answer');
    const before = warehouse.calls('deliveryorder.create');
    const { code, state } = await released();
    expect(warehouse.calls('deliveryorder.create') - before).toBe(2);
    expect(warehouse.taken().filter((one) => one.code === code)).toHaveLength(1);
    expect(state).toBe('sent');
  });

  it('is given later when the warehouse is busy, or answers with something else', async () => {
    warehouse.failNext('busy');
    warehouse.failNext('garbage');
    expect((await released()).state).toBe('sent');
  });

  it('that the warehouse refuses gets a card with its words', async () => {
    warehouse.failNext('reject');
    const { orderNo, state, reason } = await released();
    expect([state, reason]).toEqual(['rejected', '地址超出配送范围']);
    expect(await cardOf(orderNo)).toMatchObject({
      ...{ seatId: desk.seatId, reasons: [{ kind: 'warehouse', ruleId: 'rejected', span: '地址超出配送范围' }] },
    });
  });

  it('that the warehouse refused goes anew under a new code when a person releases it by its card, once', async () => {
    warehouse.failNext('reject');
    const { orderNo, id, code } = await released();
    const lead = await actingAs(desk.db, { role: 'supervisor', groupId: desk.groupId });
    const [card] = await desk.db.query<{ taskId: string; version: number }>(
      `select id::text as "taskId", version::int as version from tasks where order_id = $1::bigint and state = 'open'`,
      [id],
    );
    if (!card) throw new Error('the refusal opened no card');
    await disposeTask(lead, { ...card, disposition: 'false-alarm', cause: null, causeNote: '' });
    await desk.settle();
    const again = [
      { code, state: 'rejected' },
      { code: `${code}-2`, state: 'sent' },
    ];
    expect(await givenOf(orderNo)).toMatchObject(again);
    const decided = { orderId: id, decision: 'release', clearedRules: [], actor: lead.actor.userId } as const;
    const isChanged = await desk.db.tx(async (tx) =>
      reviewOrder(tx, { ...decided, taskId: card.taskId }, await desk.db.now()),
    );
    await desk.settle();
    expect(isChanged).toBe(false);
    expect(await givenOf(orderNo)).toMatchObject(again);
    const log = await desk.db.query(
      `select action from order_log where order_id = $1::bigint and action like 'reviewed.%' order by id`,
      [id],
    );
    expect(log).toEqual([{ action: 'reviewed.release' }, { action: 'reviewed.no-change' }]);
  });

  it('of a shop without a warehouse goes nowhere', async () => {
    await desk.db.query('delete from link_shops where link_id = $1', [linkId]);
    const orderNo = await desk.order();
    await desk.db.query(`insert into link_shops (kind, shop_id, link_id) values ('qimen', $1, $2)`, [
      desk.shopId,
      linkId,
    ]);
    expect(await givenOf(orderNo)).toEqual([]);
  });
});

describe('what the warehouse reports', () => {
  it('moves the order on, says who said so, and in any sequence ends the same', async () => {
    const now = await desk.db.now();
    const runs: unknown[] = [];
    for (const sequence of [
      ['ACCEPT', 'PICK', 'PACKAGE', 'ship'],
      ['ship', 'PACKAGE', 'ACCEPT', 'PICK', 'PACKAGE'],
    ]) {
      const { orderNo, code } = await released();
      const steps = ['ACCEPT', 'PICK', 'PACKAGE', 'ship'];
      for (const step of sequence) {
        const at = now + steps.indexOf(step) * MINUTE_MS - 10 * MINUTE_MS;
        const sent = step === 'ship' ? warehouse.ship(door, code, 'SF1', at) : warehouse.step(door, code, step, at);
        expect((await sent).text).toContain('<flag>success</flag>');
        await desk.read();
      }
      const { facts, state, stage } = await only(orderNo);
      runs.push([state, stage, facts.pickedAt, facts.packedAt, facts.shippedAt, facts.trackingNo].map(withoutTie));
    }
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[0]).toMatchObject([
      'shipped',
      'collection',
      { source: 'wms' },
      { source: 'wms' },
      {},
      { value: 'SF1' },
    ]);
  });

  it('counts once however often it comes', async () => {
    const { code, id } = await released();
    const at = await desk.db.now();
    for (let time = 0; time < 3; time += 1) await warehouse.step(door, code, 'PICK', at);
    await desk.read();
    const [reports] = await desk.db.query(
      `select count(*)::int as n from warehouse_reports r join warehouse_orders w on w.id = r.warehouse_order_id where w.code = $1`,
      [code],
    );
    const [said] = await desk.db.query(
      `select count(*)::int as n from order_events where order_id = $1::bigint and kind = 'wms.PICK'`,
      [id],
    );
    expect([reports, said]).toEqual([{ n: 1 }, { n: 1 }]);
  });

  it('under an id that came before with another body is kept aside, unread', async () => {
    const { code } = await released();
    await warehouse.ship(door, code, 'SF1');
    await warehouse.ship(door, code, 'SF2');
    await desk.read();
    const aside = await desk.db.query<{ reason: string }>(
      `select reason from link_messages where link_id = $1 and key like $2 and state = 2`,
      [linkId, `deliveryorder.confirm/CONFIRM-${code}#%`],
    );
    expect(aside).toEqual([{ reason: storedReason({ code: 'same-id-other-body' }) }]);
    expect((await givenOf((await orderOf(code)).orderNo))[0]?.facts.trackingNo?.value).toBe('SF1');
  });

  it('of a shortage or a rejection opens one card with every reason', async () => {
    const { orderNo, code } = await released();
    await warehouse.lack(door, code, 'TW-1', 2);
    await warehouse.step(door, code, 'REJECT');
    await desk.read();
    const card = await cardOf(orderNo);
    expect(card?.reasons.map(({ ruleId }) => ruleId).sort()).toEqual(['lacking', 'rejected']);
    expect(card?.reasons.find(({ ruleId }) => ruleId === 'lacking')?.span).toContain('TW-1 × 2');
    expect((await only(orderNo)).state).toBe('rejected');
  });

  it('that cannot be read is set aside with the reason, and the others go on', async () => {
    const { orderNo, code } = await released();
    await warehouse.report(door, 'orderprocess.report', '<order></order>');
    await warehouse.step(door, code, 'PICK');
    await desk.read();
    expect((await only(orderNo)).state).toBe('accepted');
    const [aside] = await desk.db.query<{ reason: string }>(
      `select reason from link_messages where link_id = $1 and state = 2 order by id desc limit 1`,
      [linkId],
    );
    expect(aside?.reason).toBe(storedReason({ code: 'missing-or-long', path: 'processStatus' }));
  });

  it('of an order that nobody gave it waits, and is refused when it is not signed', async () => {
    await warehouse.step(door, 'TW0', 'PICK');
    await desk.read();
    expect(await desk.db.query(`select ref from link_messages where link_id = $1 and state = 3`, [linkId])).toEqual([
      { ref: 'code:TW0' },
    ]);
    const refused = await fetch(`${door}?method=x&sign=${'F'.repeat(32)}`, { method: 'POST', body: '<request/>' });
    expect(refused.status).toBe(401);
    expect(await refused.text()).toContain('sign-check-failure');
    expect((await fetch(desk.doorOf('qimen', 'nobody'), { method: 'POST', body: 'x' })).status).toBe(404);
  });

  it('of stock is written down once a movement', async () => {
    const item = (code: string) =>
      `<item><ownerCode>O</ownerCode><warehouseCode>HZ01</warehouseCode><orderCode>IN</orderCode><outBizCode>${code}</outBizCode><itemCode>A</itemCode><quantity>-3</quantity></item>`;
    await warehouse.report(door, 'stockchange.report', `<items>${item('S1')}${item('S2')}</items>`);
    await warehouse.report(door, 'stockchange.report', `<items>${item('S2')}${item('S3')}</items>`);
    await desk.read();
    const changes = await desk.db.query(
      `select business_code as code, quantity from warehouse_stock_changes where link_id = $1 order by code`,
      [linkId],
    );
    expect(changes).toEqual(['S1', 'S2', 'S3'].map((code) => ({ code, quantity: -3 })));
  });

  it('of stock goes into the ledger once; what an order of ours took, damaged goods and unknown SKUs do not', async () => {
    const manager = await anActor(desk.db, { role: 'manager' });
    const { code: ours } = await released();
    await desk.db.query(`insert into stock_items (sku, on_hand) values ('LEDGER', 10)`);
    const item = (code: string, quantity: number, more: { order?: string; type?: string; sku?: string } = {}) =>
      `<item><warehouseCode>HZ01</warehouseCode><orderCode>${more.order ?? 'IN'}</orderCode><outBizCode>${code}</outBizCode><itemCode>${more.sku ?? 'LEDGER'}</itemCode><inventoryType>${more.type ?? 'ZP'}</inventoryType><quantity>${quantity}</quantity></item>`;
    const told = [
      ...[item('L1', 5), item('L2', -3), item('L3', -4, { order: ours }), item('L4', 7, { type: 'CC' })],
      ...[item('L5', 9, { sku: 'NOBODYS' }), item('L6', -14)],
    ].join('');
    for (let time = 0; time < 2; time += 1) {
      await warehouse.report(door, 'stockchange.report', `<items>${told}</items>`);
      await desk.read();
      while ((await takeStockChanges(desk.db)) > 0);
    }
    const moves = await desk.db.query(
      `select kind, on_hand_change as change, on_hand as after, missing from stock_movements where sku = 'LEDGER' order by id`,
    );
    expect(moves).toEqual([
      { kind: 'warehouse', change: 5, after: 15, missing: 0 },
      { kind: 'warehouse', change: -3, after: 12, missing: 0 },
      { kind: 'warehouse', change: -12, after: 0, missing: 2 },
    ]);
    const notices = await desk.db.query(`select detail from notices where user_id = $1 and kind = 'stock-negative'`, [
      manager.userId,
    ]);
    expect(notices).toEqual([{ detail: { sku: 'LEDGER', missing: '2' } }]);
  });
});

const withoutTie = (fact: unknown): unknown =>
  typeof fact === 'object' && fact !== null ? { ...fact, tie: '', others: [] } : fact;
const orderOf = async (code: string) => {
  const [order] = await desk.db.query<{ orderNo: string }>(
    `select o.order_no as "orderNo" from orders o join warehouse_orders w on w.order_id = o.id where w.code = $1`,
    [code],
  );
  if (!order) throw new Error(`no order has ${code}`);
  return order;
};

describe('an order that may not ship after all', () => {
  const cancel = async (orderNo: string) => {
    await desk.order({ orderNo, status: 'cancelled', at: (await desk.db.now()) + MINUTE_MS });
    await desk.settle();
  };

  it('is taken back from the warehouse', async () => {
    const { orderNo, code } = await released();
    await cancel(orderNo);
    expect((await only(orderNo)).state).toBe('cancelled');
    expect(warehouse.taken().find((one) => one.code === code)?.isCancelled).toBe(true);
  });

  it('is taken back when its platform takes back that it may leave, and goes anew when it may again', async () => {
    const { orderNo, id, code } = await released();
    await desk.order({ orderNo, type: 'order.updated', status: 'paid_hold', at: (await desk.db.now()) + MINUTE_MS });
    await desk.settle();
    expect((await only(orderNo)).state).toBe('cancelled');
    expect(warehouse.taken().find((one) => one.code === code)?.isCancelled).toBe(true);
    const reviewOf = () => desk.db.query('select review, released_at from orders where id = $1::bigint', [id]);
    expect(await reviewOf()).toEqual([{ review: 'pending', released_at: null }]);
    await desk.order({ orderNo, status: 'paid', at: (await desk.db.now()) + 2 * MINUTE_MS });
    await desk.settle();
    expect(await reviewOf()).toMatchObject([{ review: 'released' }]);
    expect((await givenOf(orderNo)).map(({ state, attempt }) => [state, attempt])).toEqual([
      ['cancelled', 1],
      ['sent', 2],
    ]);
  });

  it('never leaves when it was frozen before it was sent', async () => {
    const before = warehouse.calls('order.cancel');
    const orderNo = await desk.order();
    await cancel(orderNo);
    const { code, state } = await only(orderNo);
    expect(state).toBe('cancelled');
    expect(warehouse.taken().some((one) => one.code === code)).toBe(false);
    expect(warehouse.calls('order.cancel')).toBe(before);
  });

  it('that the warehouse does not let go gets a card, and is not asked for again and again', async () => {
    const { orderNo, code } = await released();
    warehouse.failNext('reject');
    await desk.db.query(`update warehouse_orders set state = 'cancelling' where code = $1`, [code]);
    await desk.db.query(`insert into outbox (kind, payload, idempotency_key) values ('warehouse.cancel', $1, $2)`, [
      JSON.stringify({ code }),
      `warehouse.cancel:${code}`,
    ]);
    await desk.settle();
    expect((await only(orderNo)).state).toBe('sent');
    expect((await cardOf(orderNo))?.reasons).toMatchObject([{ kind: 'warehouse', ruleId: 'cancel-refused' }]);
  });

  it('goes again under a new code when a person releases it', async () => {
    const held = await desk.order({ detail: '小区门口' });
    const [order] = await desk.db.query<{ id: string }>('select id::text as id from orders where order_no = $1', [
      held,
    ]);
    const { userId } = await anActor(desk.db, { groupId: desk.groupId });
    const review = async (decision: 'release' | 'reject') =>
      desk.db.tx(async (tx) =>
        reviewOrder(
          tx,
          { orderId: order?.id ?? '', decision, clearedRules: [], actor: userId, taskId: '1' },
          await desk.db.now(),
        ),
      );
    expect(await givenOf(held)).toEqual([]);
    await review('release');
    await desk.settle();
    expect((await only(held)).state).toBe('sent');
    await desk.db.query(`update warehouse_orders set state = 'rejected' where order_id = $1::bigint`, [order?.id]);
    await desk.db.query(`update orders set review = 'held' where id = $1::bigint`, [order?.id]);
    await review('release');
    await desk.settle();
    const [first, second] = await givenOf(held);
    expect([first?.state, second?.state]).toEqual(['rejected', 'sent']);
    expect(second?.code).toBe(`${first?.code}-2`);
  });

  it('that is released again while it is being taken back goes again after that, and not before', async () => {
    const { orderNo, code } = await released();
    const { userId } = await anActor(desk.db, { groupId: desk.groupId });
    const id = (await only(orderNo)).id;
    await desk.db.query(`update warehouse_orders set state = 'cancelling' where code = $1`, [code]);
    await desk.db.query(`insert into outbox (kind, payload, idempotency_key) values ('warehouse.cancel', $1, $2)`, [
      JSON.stringify({ code }),
      `warehouse.cancel:${code}`,
    ]);
    await desk.db.query(`update orders set review = 'held' where id = $1::bigint`, [id]);
    const before = warehouse.calls('deliveryorder.create');
    await desk.db.tx(async (tx) =>
      reviewOrder(
        tx,
        { orderId: id, decision: 'release', clearedRules: [], actor: userId, taskId: '1' },
        await desk.db.now(),
      ),
    );
    expect((await only(orderNo)).state).toBe('cancelling');
    await desk.settle();
    expect((await givenOf(orderNo)).map((given) => [given.state, given.code])).toEqual([
      ['cancelled', code],
      ['sent', `${code}-2`],
    ]);
    expect(warehouse.taken().find((one) => one.code === code)?.isCancelled).toBe(true);
    expect(warehouse.calls('deliveryorder.create') - before).toBe(1);
  });
});

describe('orders from before their warehouse was connected', () => {
  const beforeIt = async (values: Parameters<OutsideDesk['order']>[0] = {}) => {
    await desk.db.query('delete from link_shops where link_id = $1', [linkId]);
    const orderNo = await desk.order(values);
    await desk.db.query(`insert into link_shops (kind, shop_id, link_id) values ('qimen', $1, $2)`, [
      desk.shopId,
      linkId,
    ]);
    return orderNo;
  };
  const follow = async (givesOlder: boolean) => {
    await beginFollowing(desk.db, linkId, givesOlder);
    while (await followOlder(desk.db));
    await desk.settle();
  };

  it('stay where they are, unless somebody says that they are to be given to it: then each goes once', async () => {
    const now = await desk.db.now();
    const orderNo = await beforeIt();
    const picked = await beforeIt({
      at: now - MINUTE_MS,
      more: { fulfilment: { pickedAt: new Date(now).toISOString() } },
    });
    await follow(false);
    expect(await givenOf(orderNo)).toEqual([]);
    await follow(true);
    await follow(true);
    expect(await only(orderNo)).toMatchObject({ state: 'sent', attempt: 1 });
    expect(await givenOf(picked)).toEqual([]);
  });
});

describe('an urgent order', () => {
  it('is flagged, and told of once when the warehouse does not accept it in time', async () => {
    const manager = await anActor(desk.db, { role: 'manager' });
    const { code } = await released({ note: '手术急需，请尽快' });
    expect(warehouse.taken().find((one) => one.code === code)?.isUrgent).toBe(true);
    expect(await tellLateAcceptances(desk.db)).toBe(0);
    await desk.db.query(`update warehouse_orders set accept_due_at = now() - interval '1 s' where code = $1`, [code]);
    expect(await tellLateAcceptances(desk.db)).toBe(1);
    expect(await tellLateAcceptances(desk.db)).toBe(0);
    const told = await desk.db.query(`select kind from notices where user_id = $1`, [manager.userId]);
    expect(told).toEqual([{ kind: 'urgent-not-accepted' }]);
  });

  it('that was accepted is told of to nobody', async () => {
    const { code } = await released({ note: '手术急需，请尽快' });
    await warehouse.step(door, code, 'ACCEPT');
    await desk.read();
    await desk.db.query(`update warehouse_orders set accept_due_at = now() - interval '1 s' where code = $1`, [code]);
    expect(await tellLateAcceptances(desk.db)).toBe(0);
  });
});
