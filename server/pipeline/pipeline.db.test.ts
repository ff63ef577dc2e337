import { beforeAll, describe, expect, it } from 'vitest';
import { aGroup, aShop, aUser, unique } from '@/db/testing/builders';
import { type TestDatabase, testDatabase } from '@/db/testing/database';
import { type GenericOrderValues, genericOrder } from '@/db/testing/orders';
import { DAY_MS, MINUTE_MS } from '@/domain/clocks/instant';
import { createRuleSetCache } from '@/server/rules/active';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { quietServices } from '@/server/testing/acting';
import { storeMessages } from './inbox-store';
import { runBatch } from './pipeline';

const rules = createRuleSetCache();
let db: TestDatabase;
let shopId: string;
let groupId: string;
let seat: string;
let now: number;

beforeAll(async () => {
  db = await testDatabase({ isPipeline: true });
  await ensureDefaults(db);
  groupId = await aGroup(db);
  ({ shopId } = await aShop(db, { groupId, platform: 'generic' }));
  seat = await aUser(db, { groupId, capacity: 1000 });
  now = await db.now();
});

async function drain(): Promise<void> {
  while ((await runBatch(quietServices(db), rules)) > 0);
}

async function push(values: Partial<GenericOrderValues> = {}, shop = shopId): Promise<string> {
  const { orderNo, body } = genericOrder({ at: now, ...values });
  await storeMessages(quietServices(db), shop, [{ key: unique('msg'), body }]);
  return orderNo;
}

async function arrive(values: Partial<GenericOrderValues> = {}, shop = shopId): Promise<string> {
  const orderNo = await push(values, shop);
  await drain();
  return orderNo;
}

interface Seen {
  status: string;
  review: string;
  class: string | null;
  is_history: boolean;
  stage: string | null;
  board_state: string;
  amount_fen: number;
  version: string;
  reasons: { ruleId: string }[] | null;
  seat_id: string | null;
  task_state: string | null;
  cards: number;
}
async function look(orderNo: string): Promise<Seen> {
  const [row] = await db.query<Seen>(
    `select o.*, t.reasons, t.seat_id, t.state as task_state,
       (select count(*)::int from tasks x where x.order_id = o.id) as cards
     from orders o left join tasks t on t.order_id = o.id where o.order_no = $1`,
    [orderNo],
  );
  if (!row) throw new Error(`order ${orderNo} is not in the pool`);
  return row;
}
const ruleIds = (seen: Seen): string[] => (seen.reasons ?? []).map((reason) => reason.ruleId);

describe('an order on its way through the pipeline', () => {
  it('is released when no rule hits, and nobody is bothered', async () => {
    const seen = await look(await arrive());
    expect(seen).toMatchObject({
      review: 'released',
      class: 'normal',
      stage: 'picking',
      board_state: 'to-ship',
      cards: 0,
    });
  });

  it('with a vague address is held and becomes a card on the seat that is at work', async () => {
    const seen = await look(await arrive({ detail: '小区门口' }));
    expect(seen).toMatchObject({ review: 'held', class: 'confirm', cards: 1, seat_id: seat, board_state: 'to-review' });
    expect(ruleIds(seen)).toContain('address-vague');
  });

  describe('that its platform held', () => {
    const held = { more: { holds: ['风控审核中'] } };
    const letGo = (orderNo: string, values: Partial<GenericOrderValues> = {}) =>
      arrive({ orderNo, at: now + MINUTE_MS, type: 'order.updated', ...values, more: { holds: [] } });

    it('is released and its card closed once the platform lets it go', async () => {
      const orderNo = await arrive(held);
      expect(await look(orderNo)).toMatchObject({ review: 'held', task_state: 'open' });
      await letGo(orderNo);
      expect(await look(orderNo)).toMatchObject({
        review: 'released',
        class: 'normal',
        task_state: 'closed',
        cards: 1,
      });
      const log = await db.query<{ action: string }>(
        `select l.action from order_log l join orders o on o.id = l.order_id where o.order_no = $1 order by l.id`,
        [orderNo],
      );
      expect(log.map(({ action }) => action)).toEqual(expect.arrayContaining(['held', 'hold-ended', 'released']));
    });

    it('stays with a person who looks into it, and where another rule holds it as well', async () => {
      const [looked, vague, mended] = [
        await arrive(held),
        await arrive({ ...held, detail: '小区门口' }),
        await arrive({ ...held, detail: '小区门口' }),
      ];
      await db.query(
        `update tasks set disposition = 'investigate' where order_id = (select id from orders where order_no = $1)`,
        [looked],
      );
      await letGo(looked);
      await letGo(vague, { detail: '小区门口' });
      await letGo(mended);
      for (const orderNo of [looked, vague, mended])
        expect(await look(orderNo)).toMatchObject({ review: 'held', task_state: 'open' });
    });

    it('keeps its card where that has another reason', async () => {
      const orderNo = await arrive(held);
      await db.query(
        `update tasks set reasons = reasons || '[{"kind": "message", "ruleId": "", "span": ""}]'
         where order_id = (select id from orders where order_no = $1)`,
        [orderNo],
      );
      await letGo(orderNo);
      expect(await look(orderNo)).toMatchObject({ review: 'released', task_state: 'open' });
    });
  });

  it('with an urgent note is released and becomes an urgent card; "不急" does not', async () => {
    expect(await look(await arrive({ note: '手术急需,请尽快' }))).toMatchObject({
      review: 'released',
      class: 'urgent',
      cards: 1,
    });
    expect(await look(await arrive({ note: '不急,慢慢发' }))).toMatchObject({
      review: 'released',
      class: 'normal',
      cards: 0,
    });
  });

  it('is not judged before it is paid', async () => {
    const seen = await look(await arrive({ status: 'created', paidAt: null, detail: '小区门口' }));
    expect(seen).toMatchObject({ review: 'pending', stage: 'payment', cards: 0, board_state: 'unpaid' });
  });

  it('reaches the same final state when shipped comes before paid before created', async () => {
    const orderNo = unique('OM');
    const shipped = {
      fulfilment: { carrier: '顺丰', trackingNo: 'SF1', shippedAt: new Date(now + 2000).toISOString() },
    };
    await arrive({ orderNo, status: 'shipped', at: now + 2000, more: shipped });
    await arrive({ orderNo, status: 'paid', at: now + 1000 });
    await arrive({ orderNo, status: 'created', at: now, paidAt: null });
    expect(await look(orderNo)).toMatchObject({
      status: 'shipped',
      stage: 'collection',
      board_state: 'shipped',
      cards: 0,
    });
  });

  it('holds every unshipped order of a burst from one IP, also those already released', async () => {
    const ip = '36.1.2.3';
    const first = await arrive({ ip });
    const second = await arrive({ ip, placedAt: now + MINUTE_MS });
    expect(await look(first)).toMatchObject({ review: 'released' });
    const third = await arrive({ ip, placedAt: now + 2 * MINUTE_MS });
    for (const orderNo of [first, second, third])
      expect(await look(orderNo)).toMatchObject({ review: 'held', class: 'abnormal', cards: 1 });
  });

  it('sees the other orders of its own batch', async () => {
    const ip = '36.9.9.9';
    const orderNos = await Promise.all([push({ ip }), push({ ip }), push({ ip })]);
    await drain();
    for (const orderNo of orderNos) expect(await look(orderNo)).toMatchObject({ review: 'held', cards: 1 });
  });

  it('holds a price off by 30 % from the median of twenty earlier sales', async () => {
    const sku = unique('SKU');
    for (let i = 0; i < 20; i += 1) await push({ sku, amountCents: 10_000 });
    await drain();
    expect(await look(await arrive({ sku, amountCents: 12_900 }))).toMatchObject({ review: 'released' });
    const off = await look(await arrive({ sku, amountCents: 6_900 }));
    expect(off).toMatchObject({ review: 'held', class: 'abnormal' });
    expect(ruleIds(off)).toContain('unit-price-off');
  });

  it('keeps one card: a later reason joins it', async () => {
    const orderNo = unique('OM');
    await arrive({ orderNo, detail: '小区门口' });
    await arrive({ orderNo, at: now + 5000, detail: '小区门口', phone: '123' });
    const seen = await look(orderNo);
    expect(seen.cards).toBe(1);
    expect(ruleIds(seen)).toEqual(expect.arrayContaining(['address-vague', 'phone-invalid']));
  });

  it('answers unknown for masked fields: neither held nor an error', async () => {
    const seen = await look(await arrive({ phone: '138****8000', detail: '网商路***' }));
    expect(seen).toMatchObject({ review: 'released' });
  });

  it('closes its card when the order is cancelled', async () => {
    const orderNo = unique('OM');
    await arrive({ orderNo, detail: '小区门口' });
    await arrive({ orderNo, status: 'cancelled', at: now + 5000, detail: '小区门口' });
    expect(await look(orderNo)).toMatchObject({ task_state: 'closed', board_state: 'closed' });
  });

  it('older than 48 hours at first sight is history: judged, but without lock and card', async () => {
    const seen = await look(await arrive({ at: now - 3 * DAY_MS, detail: '小区门口' }));
    expect(seen).toMatchObject({ is_history: true, review: 'released', class: 'confirm', cards: 0 });
  });

  it('has no owner when nobody is at work, and counts as unclaimed', async () => {
    const empty = await aShop(db, {});
    const seen = await look(await arrive({ detail: '小区门口' }, empty.shopId));
    expect(seen).toMatchObject({ cards: 1, seat_id: null, task_state: 'open' });
  });
});

describe('the pipeline as a whole', () => {
  it('sets a poison message aside with its reason while the rest of the batch goes on', async () => {
    const good = await push();
    await storeMessages(quietServices(db), shopId, [{ key: unique('msg'), body: Buffer.from('{"type": not json') }]);
    const alsoGood = await push();
    await drain();
    expect(await look(good)).toMatchObject({ review: 'released' });
    expect(await look(alsoGood)).toMatchObject({ review: 'released' });
    const [refused] = await db.query<{ state: number; reason: string }>(
      'select state, reason from inbox_keys where state = 2 order by id desc limit 1',
    );
    expect(refused?.reason).not.toBe('');
  });

  it('sets aside a row that only SQL refuses, and stores its neighbours', async () => {
    await db.query(
      `create function refuse() returns trigger language plpgsql as
       $$ begin if new.order_no = 'POISON' then raise exception 'refused by sql'; end if; return new; end $$`,
    );
    await db.query('create trigger refuse before insert on orders for each row execute function refuse()');
    const good = await push();
    await push({ orderNo: 'POISON' });
    const alsoGood = await push();
    await drain();
    await db.query('drop function refuse cascade');
    expect(await look(good)).toMatchObject({ review: 'released' });
    expect(await look(alsoGood)).toMatchObject({ review: 'released' });
    const [refused] = await db.query<{ reason: string }>(
      "select reason from inbox_keys where reason like '%refused by sql%'",
    );
    expect(refused).toBeDefined();
  });

  it('sets aside an order on which a rule throws, judges the others, and judges it once the rule is mended', async () => {
    await db.query(
      `insert into rule_sets (version, rules, published_by)
       select 99, rules || '[{"id": "broken", "name": {"zh-CN": "坏", "en": "broken"}, "outcome": "confirm", "weightBp": 0,
         "isEnabled": true, "condition": {"signal": "urgent-phrase", "params": {"phrases": "no list"}}}]', 'test'
       from rule_sets where is_active`,
    );
    const activate = (version: number) =>
      db
        .query('update rule_sets set is_active = false')
        .then(() => db.query('update rule_sets set is_active = true where version = $1', [version]));
    await activate(99);
    const good = await push({ detail: '小区门口' });
    const poison = await push({ note: '金丝雀', detail: '小区门口' });
    const alsoGood = await push();
    await drain();
    expect(await look(good)).toMatchObject({ review: 'held', cards: 1 });
    expect(await look(alsoGood)).toMatchObject({ review: 'released' });
    expect(await look(poison)).toMatchObject({ review: 'pending', cards: 0 });
    const [aside] = await db.query<{ reason: string }>(
      'select reason from inbox_keys where state = 5 order by id desc',
    );
    expect(aside?.reason).toContain('"code":"rules-failed"');
    await activate(1);
    await arrive({ orderNo: poison, note: '金丝雀', detail: '小区门口', at: now + 1_000 });
    expect(await look(poison)).toMatchObject({ review: 'held', cards: 1 });
  });

  it('lets two workers share the inbox without doing anything twice', async () => {
    const orderNos = await Promise.all(Array.from({ length: 60 }, () => push({ detail: '小区门口' })));
    const other = createRuleSetCache();
    const work = async (cache: typeof rules) => {
      while ((await runBatch(quietServices(db), cache)) > 0);
    };
    await Promise.all([work(rules), work(other)]);
    for (const orderNo of orderNos) expect(await look(orderNo)).toMatchObject({ cards: 1 });
  });

  it('keeps the board counters equal to count(*)', async () => {
    const counted = await db.query(
      `select day::text, group_id, platform, region, state, sum(n)::int as n, sum(amount_fen)::float8 as amount from (
         select * from counters union all select * from counter_deltas) c
       group by 1, 2, 3, 4, 5 having sum(n) <> 0 order by 1, 2, 3, 4, 5`,
    );
    const real = await db.query(
      `select placed_on::text as day, group_id, platform, region, board_state as state, count(*)::int as n,
         sum(amount_fen)::float8 as amount from orders group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    );
    expect(counted).toEqual(real);
  });

  it('queues one notice for the regional manager of each order held as abnormal', async () => {
    const [row] = await db.query<{ n: number; held: number }>(
      `select (select count(*)::int from outbox where kind = 'notice.order-held') as n,
         (select count(*)::int from tasks where class = 'abnormal' and kind = 'order') as held`,
    );
    expect(row?.n).toBe(row?.held);
  });
});
