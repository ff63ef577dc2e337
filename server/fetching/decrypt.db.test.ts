import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { storedReason } from '@/domain/intake/reason';
import { refused } from '@/sim/pinduoduo/answer';
import { pddOrderOf } from '@/sim/pinduoduo/order-shape';
import { startPddStandIn } from '@/sim/pinduoduo/stand-in';
import { advance, newProgress } from '@/sim/shop/life';
import type { Flaw, PlacedOrder } from '@/sim/shop/order';
import { createRandom } from '@/sim/shop/random';
import { SCENARIOS } from '@/sim/shop/scenarios';
import { createShop } from '@/sim/shop/shop';
import { actingAs } from '../testing/acting';
import { pinduoduoDesk } from '../testing/pinduoduo-desk.test-data';
import { decryptDue } from './decrypt-due';
import { channelHealth } from './health';
import { hintsWrite } from './hints';

let db: TestDatabase;
let desk: Awaited<ReturnType<typeof pinduoduoDesk>>;
let weak: string[];
let clear: string[];

/** Orders of the simulated shop with these flaws, that the platform knows and that are in the pool, judged. */
async function pooled(placed: readonly PlacedOrder[]): Promise<string[]> {
  const numbers = placed.map((order) => {
    const paid = advance(newProgress(order), { type: 'order.paid', at: order.placedAt + 1_000 });
    const shown = pddOrderOf(paid, order.placedAt + 1_000);
    desk.standIn.put(shown);
    return shown.order_sn;
  });
  const { text, rows } = hintsWrite(
    numbers.map((orderNo) => ({ shopId: desk.shopId, orderNo, receivedAt: Date.now() })),
  );
  await db.query(text('$1::jsonb'), [JSON.stringify(rows)]);
  await desk.fetchAll();
  return numbers;
}

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  desk = await pinduoduoDesk(db, (app, now) =>
    startPddStandIn({
      ...app,
      ...{ now, port: 0, callsPerSecond: 1_000, random: createRandom(1), lossShare: 0, repeatShare: 0 },
    }),
  );
  await desk.enter({ decryptsPerDay: '2' });
  const shop = createShop({ shopId: 's', prefix: 'D', seed: 21, scenario: SCENARIOS['fraud-wave'], maskedShare: 0 });
  const orders = Array.from({ length: 400 }, (_, n) => shop.nextOrders(desk.begunAt - 500_000 + n * 1_000)).flat();
  const flawed = (flaw: Flaw | null) => orders.filter((order) => order.flaw === flaw && order.holds.length === 0);
  weak = await pooled(flawed('whole-thousand').slice(0, 3));
  clear = await pooled(flawed(null).slice(0, 3));
  expect([weak.length, clear.length]).toEqual([3, 3]);
}, 60_000);

const noPause = () => db.query(`update channel_decrypts set last_at = 'epoch'`);
const spentOn = async () =>
  (
    await db.query<{ orderNo: string; outcome: string }>(
      `select order_no as "orderNo", outcome from order_decrypts where shop_id = $1 order by spent_at`,
      [desk.shopId],
    )
  ).map(({ orderNo, outcome }) => [orderNo, outcome]);
const isPlain = async (orderNo: string) =>
  (
    await db.query(
      `select 1 from orders o join order_receivers r on r.order_id = o.id where o.order_no = $1 and r.sealed is not null
         and not jsonb_path_exists(o.verdict, '$.unknowns[*] ? (@.reason == "phone-masked" || @.reason == "address-masked")')`,
      [orderNo],
    )
  ).length;

describe('scarce decryptions', () => {
  it('are spent on orders with another weak sign alone, one at a time, and never beyond what a day allows', async () => {
    expect(await decryptDue(desk.services)).toBe(1);
    expect(await decryptDue(desk.services)).toBe(0);
    for (let round = 0; round < 5; round += 1) {
      await noPause();
      await decryptDue(desk.services);
    }
    await desk.work();
    const spent = await spentOn();
    expect(spent).toHaveLength(2);
    for (const [orderNo, outcome] of spent) {
      expect(outcome).toBe('decrypted');
      expect(weak).toContain(orderNo);
      expect(await isPlain(orderNo ?? '')).toBe(1);
    }
    for (const orderNo of clear) expect(await isPlain(orderNo)).toBe(0);
    expect(desk.standIn.timesCalled('pdd.open.decrypt.batch')).toBe(2);
    const audited = await db.query(`select 1 from audit where action = 'orders.decrypt' and actor = 'system'`);
    expect(audited).toHaveLength(2);
  });

  it('that were spent are shown beside what may be spent', async () => {
    const health = await channelHealth(await actingAs(db, { role: 'admin' }));
    expect(health.find(({ shopId }) => shopId === desk.shopId)?.asking?.decrypts).toEqual({ spent: 2, most: 2 });
  });

  it('count also where the platform refuses, and leave the order as it is', async () => {
    await desk.enter({ decryptsPerDay: '3' });
    const spentBefore = (await spentOn()).map(([orderNo]) => orderNo);
    const last = weak.find((orderNo) => !spentBefore.includes(orderNo)) ?? '';
    desk.standIn.poison(last, refused(50_001, '订单不存在'));
    await noPause();
    expect(await decryptDue(desk.services)).toBe(1);
    expect((await spentOn()).at(-1)).toEqual([
      last,
      storedReason({ code: 'call-refused', call: 'pdd.order.information.get', answer: 50001 }),
    ]);
    expect(await isPlain(last)).toBe(0);
    await noPause();
    expect(await decryptDue(desk.services)).toBe(0);
  });

  it('are none where a shop has entered 0', async () => {
    await desk.enter({ decryptsPerDay: '0' });
    await db.query('delete from order_decrypts');
    await noPause();
    expect(await decryptDue(desk.services)).toBe(0);
  });
});
