import type { Database, Sql } from '@/db/client';
import { aShop, aUser } from '@/db/testing/builders';
import type { Keyring } from '@/server/privacy/keyring';
import { PURPOSE } from '@/server/privacy/sealed-columns';
import { ensureDefaults } from '@/server/setup/ensure-defaults';
import { benchNote, NOTES, storeNotes } from './notes';
import { storePeople } from './people';

export const GROUPS = 20;
export const AGENTS = 100;
const CARDS_A_SEAT = 20;
export const PEOPLE = 100_000;
const SKUS = 5_000;
/** Orders are filled in steps, so that no single statement holds everything. */
const STEP = 50_000;
/** One order with a log that never ends, to see what reading it costs. */
export const BUSY_ORDER = 17;
const BUSY_STATEMENTS = 5_000;

const TABLES = [
  'orders',
  'order_receivers',
  'merge_keys',
  'order_events',
  'order_log',
  'tasks',
  'task_moves',
  'interactions',
] as const;

export const groupOf = (order: number): string => `bench-group-${order % GROUPS}`;
/** As a platform writes them: 19 digits whose ends do not follow one another. */
export const orderNoOf = (order: number): string =>
  `69${String((BigInt(order) * 7_919_999_983n) % 100_000_000_000_000_000n).padStart(17, '0')}`;
export const trackingNoOf = (order: number): string => `SF${String(order * 31 + 1_000_000_000_000)}`;
/** Some articles are in every tenth order, most in few. */
export const skuOf = (order: number): string =>
  Math.floor(order / GROUPS) % 10 === 0 ? 'SKU-BEST' : `SKU-${(order * 37) % SKUS}`;

/** On every fourth order of each group its buyer wrote a note. */
const NOTED = 4;
/** The note of the order, or of the next one in its group that has one. */
export const noteOf = (order: number): string => {
  const place = Math.floor(order / GROUPS);
  return benchNote((place - (place % NOTED) + 1) % NOTES);
};

const FACTS = (i: string) => `jsonb_build_object(
  'status', jsonb_build_object('value', 'to_ship', 'at', x.ms, 'rank', 2, 'tie', 'bench', 'source', 'platform'),
  'createdAt', jsonb_build_object('value', x.ms, 'at', x.ms, 'rank', 2, 'tie', 'bench', 'source', 'platform'),
  'paidAt', jsonb_build_object('value', x.ms + 9000, 'at', x.ms, 'rank', 2, 'tie', 'bench', 'source', 'platform'),
  'amountFen', jsonb_build_object('value', 1000 + ${i} % 90000, 'at', x.ms, 'rank', 2, 'tie', 'bench', 'source', 'platform'),
  'warehouse', jsonb_build_object('value', '杭州一仓', 'at', x.ms, 'rank', 2, 'tie', 'bench', 'source', 'wms'),
  'lines', jsonb_build_object('value', jsonb_build_array(jsonb_build_object('lineNo', '1', 'sku', x.sku, 'title', '潮汐马克杯',
    'spec', '海蓝', 'quantity', 1, 'unitPriceFen', 1000, 'paidFen', 1000)), 'at', x.ms, 'rank', 2, 'tie', 'bench', 'source', 'platform'),
  'receiver', jsonb_build_object('value', jsonb_build_object('name', jsonb_build_object('state', 'masked', 'shown', p.shown),
    'phone', jsonb_build_object('state', 'masked', 'shown', p.phone_shown), 'province', '浙江省', 'city', '杭州市',
    'district', '滨江区', 'street', '', 'detail', jsonb_build_object('state', 'masked', 'shown', '***')),
    'at', x.ms, 'rank', 2, 'tie', 'bench', 'source', 'platform'))`;

const VERDICT = `'{"route":"block","ruleSetVersion":1,"scoreBp":1500,"hits":[{"ruleId":"same-ip-burst","outcome":"block","weightBp":2000,
  "evidence":[{"signal":"same-ip-burst","number":3,"limit":3}]}],"unknowns":[],"passedBy":[],"skipped":[]}'::jsonb`;

/** $1, $2: first and last order; $3 people. Every order is open and has an open card. */
const ORDERS = `insert into orders (id, shop_id, order_no, platform, group_id, facts, status, stage, stage_since, region, province,
    placed_at, paid_at, amount_fen, paid_fen, buyer_id, buyer_shown, tracking_no, review, held_at, class, verdict, board_state, placed_on,
    skus, phone_tail, ship_by)
  overriding system value
  select i, 'bench-shop-' || i % ${GROUPS}, '69' || lpad((i::numeric * 7919999983 % 100000000000000000)::text, 17, '0'),
    (array['taobao','jd','douyin','pinduoduo','wechat','generic'])[1 + i % 6], 'bench-group-' || i % ${GROUPS}, ${FACTS('i')}, 'to_ship',
    (array['review','picking','packing','collection'])[1 + i % 4], x.at, (array['east','south','north','central'])[1 + i % 4], '浙江省',
    x.at, x.at + interval '9 seconds', 1000 + i % 90000, 1000 + i % 90000, 'buyer-' || i % $3, p.shown,
    case when (i / 20) % 2 = 0 then 'SF' || (i::bigint * 31 + 1000000000000) end, case when i % 4 = 0 then 'held' else 'released' end, x.at,
    case when (i / 20) % 20 = 0 then 'abnormal' else 'normal' end, ${VERDICT}, case when (i / 20) % 20 = 0 then 'abnormal' else 'to-ship' end, (x.at at time zone 'Asia/Shanghai')::date,
    array[x.sku], right(p.phone_shown, 4), now() + ((i::bigint * 7919) % 172800 - 3600) * interval '1 second'
  from generate_series($1::int, $2::int) i
    cross join lateral (select now() - interval '40 days' + i * interval '3 seconds' as at) a
    cross join lateral (select a.at, floor(extract(epoch from a.at) * 1000) as ms,
      case when (i / 20) % 10 = 0 then 'SKU-BEST' else 'SKU-' || (i::bigint * 37) % ${SKUS} end as sku) x
    join bench_people p on p.n = i % $3`;

const BESIDE: readonly string[] = [
  `insert into order_receivers (order_id, group_id, sealed, phone_index, name_bigrams, notes_sealed, note_bigrams)
   select i, 'bench-group-' || i % ${GROUPS}, p.sealed, phone_index, name_bigrams, b.sealed, b.pairs
   from generate_series($1::int, $2::int) i join bench_people p on p.n = i % $3
     left join bench_notes b on (i / ${GROUPS}) % ${NOTED} = 1 and b.n = (i / ${GROUPS}) % ${NOTES}`,
  // What has not left the warehouse; every fiftieth pair is of one buyer.
  `insert into merge_keys (order_id, merge_key, state, sought_at, has_mates)
   select i, case when x.is_pair then 'both-' || i / (2 * ${GROUPS}) || '-' || i % ${GROUPS} else 'one-' || i end,
     case when i % 4 = 0 then 'held' else 'released' end, now(), x.is_pair
   from generate_series($1::int, $2::int) i cross join lateral (select (i / (2 * ${GROUPS})) % 50 = 0 as is_pair) x
   where (i / ${GROUPS}) % 4 < 2 and $3::int > 0`,
  `insert into order_events (order_id, inbox_id, kind, source, status, at, seen_at)
   select o.id, o.id * 2 + e, case e when 0 then 'order.created' else 'order.paid' end, 'platform', 'to_ship', o.placed_at, o.placed_at + interval '1 second'
   from orders o cross join generate_series(0, 1) e where o.id between $1::int and $2::int and $3::int > 0`,
  `insert into order_log (order_id, at, actor, action, detail) select o.id, o.placed_at, 'system', 'held', '{}' from orders o
   where o.id between $1::int and $2::int and $3::int > 0`,
  `insert into tasks (id, kind, order_id, group_id, class, tier_id, reasons, opened_at, due_at, due_kind, work_due_at, work_due_kind,
     is_overdue, overdue_at, seat_id, seat_since)
   overriding system value
   select o.id, 'order', o.id, o.group_id, o.class, 'normal', '[{"kind":"rule","ruleId":"same-ip-burst","at":0,"span":""}]', o.placed_at,
     x.due, 'tier', x.due, 'tier', (o.id / 20) % 20 = 3, case when (o.id / 20) % 20 = 3 then x.due end,
     case when o.id <= ${AGENTS * CARDS_A_SEAT} then 'bench-agent-' || o.id % ${AGENTS} end, o.placed_at
   from orders o cross join lateral (select now() + ((o.id * 7919) % 2592000 - case when (o.id / 20) % 20 = 3 then 2592000 else 0 end) * interval '1 second' as due) x
   where o.id between $1::int and $2::int and $3::int > 0`,
  `insert into task_moves (task_id, at, to_seat, how) select id, opened_at, seat_id, 'least-loaded' from tasks
   where seat_id is not null and id between $1::int and $2::int and $3::int > 0`,
];

/** Triggers and foreign keys would be paid for each row; what is filled in keeps to them. */
const quickly = (db: Database, work: (tx: Sql) => Promise<unknown>) =>
  db.tx(async (tx) => {
    await tx.query(
      'set local session_replication_role = replica; set local statement_timeout = 0; set local synchronous_commit = off',
    );
    await work(tx);
  });

async function withoutIndexes(db: Database, work: () => Promise<void>): Promise<void> {
  const indexes = await db.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes i where tablename = any($1)
     and not exists (select 1 from pg_constraint c where c.conname = i.indexname)`,
    [TABLES],
  );
  for (const { name } of indexes) await db.query(`drop index ${name}`);
  await work();
  for (const { definition } of indexes)
    await db.tx(async (tx) => {
      await tx.query("set local maintenance_work_mem = '512MB'; set local statement_timeout = 0");
      await tx.query(definition);
    });
}

async function fillInteractions(db: Database, keyring: Keyring, orders: number): Promise<void> {
  const body = keyring.seal('什么时候发货?', PURPOSE.interaction);
  await quickly(db, (tx) =>
    tx.query(
      `insert into interactions (order_id, channel, kind, direction, sealed_body, at)
       select o.id, 'generic', 'message', 'in', $2, o.placed_at + n * interval '1 minute' from orders o cross join generate_series(1, 5) n
       where o.id <= $1 and o.id % 100 = 17`,
      [orders, body],
    ),
  );
  await quickly(db, (tx) =>
    tx.query(
      `insert into order_events (order_id, inbox_id, kind, source, status, at, seen_at)
       select $1, -n, 'order.updated', 'platform', 'to_ship', now() - n * interval '1 second', now() - n * interval '1 second'
       from generate_series(1, $2::int) n`,
      [BUSY_ORDER, BUSY_STATEMENTS],
    ),
  );
}

/** People, shops and `count` open orders, each with its card, statements and log, straight by SQL. */
export async function fillOrders(db: Database, keyring: Keyring, count: number): Promise<void> {
  await ensureDefaults(db);
  for (let n = 0; n < GROUPS; n += 1) {
    const id = groupOf(n);
    await db.query('insert into groups (id, name) values ($1, $1)', [id]);
    await aShop(db, { id: `bench-shop-${n}`, groupId: id });
  }
  for (let n = 0; n < AGENTS; n += 1) await aUser(db, { id: `bench-agent-${n}`, groupId: groupOf(n) });
  await aUser(db, { id: 'bench-manager', role: 'manager' });
  await storePeople(db, keyring, PEOPLE);
  await storeNotes(db, keyring);
  await withoutIndexes(db, async () => {
    for (let from = 1; from <= count; from += STEP)
      await quickly(db, async (tx) => {
        const range = [from, Math.min(count, from + STEP - 1), PEOPLE];
        for (const sql of [ORDERS, ...BESIDE]) await tx.query(sql, range);
      });
    await fillInteractions(db, keyring, count);
  });
  await db.tx(async (tx) => {
    await tx.query('set local statement_timeout = 0');
    await tx.query(
      "select setval(pg_get_serial_sequence('orders', 'id'), $1), setval(pg_get_serial_sequence('tasks', 'id'), $1)",
      [count],
    );
    await tx.query(`analyze ${TABLES.join(', ')}`);
  });
}
