import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { type WechatPayStandIn, wechatPayStandIn } from '@/sim/wechat-pay/stand-in';
import { foldCounters } from '../jobs/fold-counters';
import { listOrders } from '../orders/list';
import { actingAs } from '../testing/acting';
import { aLink } from '../testing/links';
import { type OutsideDesk, openOutsideDesk } from '../testing/outside-desk';
import { listConflicts } from './list';
import { conflictShare } from './share';
import { takeSide } from './take-side';
import { watchConflictShare } from './watch-share';

let desk: OutsideDesk;
let payments: WechatPayStandIn;
let payDoor: string;
let now: number;

beforeAll(async () => {
  desk = await openOutsideDesk();
  payments = wechatPayStandIn();
  const { merchantId, publicKeyId, publicKey, apiV3Key } = payments;
  payDoor = desk.doorOf(
    'wechat-pay',
    await aLink(desk.db, 'wechat-pay', [desk.shopId], { merchantId, publicKeyId, publicKey, apiV3Key }),
  );
  now = await desk.db.now();
});
afterAll(() => desk.close());

const received = async (orderNo: string, amountFen: number, id?: string) => {
  await payments.notify(payDoor, { tradeNo: orderNo, amountFen, atMs: now - HOUR_MS, ...(id ? { id } : {}) });
  await desk.read();
};
const inConflict = async () => {
  const orderNo = await desk.order({ at: now - 2 * HOUR_MS, more: { paidCents: 29_900 } });
  await received(orderNo, 29_800);
  return orderNo;
};
const conflictOf = async (orderNo: string) =>
  (
    await desk.db.query<{
      orderId: string;
      closedBy: string | null;
      isOpen: boolean;
      version: number;
      paidFen: number;
    }>(
      `select o.id::text as "orderId", x.closed_by as "closedBy", x.closed_at is null as "isOpen", x.version, o.paid_fen as "paidFen"
       from order_conflicts x join orders o on o.id = x.order_id where o.order_no = $1`,
      [orderNo],
    )
  )[0];

describe('sources that contradict each other', () => {
  it('open a conflict that tells who says what since when, and close it by themselves when they agree', async () => {
    const orderNo = await inConflict();
    const supervisor = await actingAs(desk.db, { role: 'supervisor', groupId: desk.groupId });
    const { rows } = await listConflicts(supervisor, { limit: 50 });
    expect(rows.find((row) => row.orderNo === orderNo)?.conflicts).toMatchObject([
      {
        kind: 'paid-amount',
        sides: [
          { source: 'payment', value: 29_800 },
          { source: 'platform', value: 29_900 },
        ],
      },
    ]);
    await desk.order({ orderNo, at: now - MINUTE_MS, more: { paidCents: 29_800 } });
    expect(await conflictOf(orderNo)).toMatchObject({ isOpen: false, closedBy: 'agreed' });
    await desk.order({ orderNo, at: now, more: { paidCents: 29_900 } });
    expect(await conflictOf(orderNo)).toMatchObject({ isOpen: true, closedBy: null });
  });

  it('are counted alike by the tray, the orders and the gauge', async () => {
    await inConflict();
    const manager = await actingAs(desk.db, { role: 'manager' });
    await foldCounters(desk.db);
    const share = await conflictShare(desk.db, null);
    const tray = await listConflicts(manager, { limit: 50 });
    const orders = await listOrders(manager, { filter: { isInConflict: true }, limit: 100 });
    const [open] = await desk.db.query<{ n: number }>(
      `select count(*)::int as n from orders where board_state <> 'closed'`,
    );
    expect([tray.total, tray.rows.length, orders.total]).toEqual([
      share.inConflict,
      share.inConflict,
      share.inConflict,
    ]);
    expect(share.open).toBe(open?.n);
  });

  it('are shown to nobody outside the group', async () => {
    await inConflict();
    const stranger = await actingAs(desk.db, { role: 'supervisor', groupId: 'no-such-group' }).catch(() => null);
    const agent = await actingAs(desk.db, { groupId: desk.groupId });
    expect((await listConflicts(agent, { limit: 50 })).rows.length).toBeGreaterThan(0);
    expect(stranger).toBeNull();
  });

  it('put a mark on the card of the order', async () => {
    const orderNo = await desk.order({ at: now - 2 * HOUR_MS, detail: '小区门口', more: { paidCents: 29_900 } });
    await received(orderNo, 29_700);
    const [event] = await desk.db.query<{ n: number }>(
      `select (f.patch->>'conflicts')::int as n from feed f where f.topic = 'task.changed' and f.patch->>'orderNo' = $1
       order by f.id desc limit 1`,
      [orderNo],
    );
    expect(event?.n).toBe(1);
  });
});

describe('taking a side', () => {
  const take = async (orderNo: string, source: 'payment' | 'platform', more: { version?: number } = {}) => {
    const ctx = await actingAs(desk.db, { role: 'supervisor', groupId: desk.groupId });
    const conflict = await conflictOf(orderNo);
    await takeSide(ctx, {
      ...{ orderId: conflict?.orderId ?? '', kind: 'paid-amount', source, reason: '与银行流水核对' },
      version: more.version ?? conflict?.version ?? 0,
    });
    return ctx.actor;
  };

  it('closes the conflict, makes its value count, and is on record', async () => {
    const orderNo = await inConflict();
    const actor = await take(orderNo, 'payment');
    expect(await conflictOf(orderNo)).toMatchObject({ isOpen: false, closedBy: actor.userId, paidFen: 29_800 });
    const [line] = await desk.db.query<{ detail: object }>(
      `select detail from audit where action = 'conflicts.take' and actor = $1`,
      [actor.userId],
    );
    expect(line?.detail).toMatchObject({ kind: 'paid-amount', source: 'payment', reason: '与银行流水核对' });
  });

  it('holds while the sources repeat themselves, and opens again when one says something else', async () => {
    const orderNo = await inConflict();
    await take(orderNo, 'payment');
    await desk.order({ orderNo, at: now - MINUTE_MS, note: '尽快', more: { paidCents: 29_900 } });
    expect(await conflictOf(orderNo)).toMatchObject({ isOpen: false, paidFen: 29_800 });
    await desk.order({ orderNo, at: now, more: { paidCents: 31_000 } });
    expect(await conflictOf(orderNo)).toMatchObject({ isOpen: true, paidFen: 31_000 });
  });

  it('of a conflict that has changed, or for a source that is not in it, is refused', async () => {
    const orderNo = await inConflict();
    await expect(take(orderNo, 'payment', { version: 99 })).rejects.toMatchObject({ code: 'conflict' });
    const ctx = await actingAs(desk.db, { role: 'supervisor', groupId: desk.groupId });
    const conflict = await conflictOf(orderNo);
    const input = { orderId: conflict?.orderId ?? '', kind: 'paid-amount', version: conflict?.version ?? 0 } as const;
    await expect(takeSide(ctx, { ...input, source: 'wms', reason: '核对' })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is refused to an agent', async () => {
    const orderNo = await inConflict();
    const agent = await actingAs(desk.db, { groupId: desk.groupId });
    const conflict = await conflictOf(orderNo);
    await expect(
      takeSide(agent, {
        ...{ orderId: conflict?.orderId ?? '', kind: 'paid-amount', version: conflict?.version ?? 0 },
        ...{ source: 'payment', reason: '核对' },
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

it('more than 3 % of the open orders in conflict are told to managers once', async () => {
  const manager = await actingAs(desk.db, { role: 'manager' });
  await desk.db.query(
    `insert into counters (day, group_id, platform, region, state, n, amount_fen) values ('2020-01-01', $1, 'generic', 'east', 'to-ship', 100, 0)`,
    [desk.groupId],
  );
  await inConflict();
  await inConflict();
  const share = await conflictShare(desk.db, null);
  expect(share.shareBp).toBeGreaterThan(300);
  expect(await watchConflictShare(desk.db)).toBe(true);
  expect(await watchConflictShare(desk.db)).toBe(false);
  const told = await desk.db.query(`select kind from notices where user_id = $1`, [manager.actor.userId]);
  expect(told).toEqual([{ kind: 'conflict-share' }]);
});
