import { isDeepStrictEqual } from 'node:util';
import type { PooledDatabase } from '@/db/client';
import { countedTwice, effectWrongs, orderWrongs, several } from '../house/outcome';
import { isHeldAt } from './orders';
import type { Log } from './play';
import type { Shop } from './shops';

const nameOf = (shopId: string, key: string): string => `${shopId}/${key}`;
/** Done, or nothing new (server/pipeline/inbox-states.ts). */
const IN_ORDER: readonly number[] = [1, 4];

async function intakeWrongs(db: PooledDatabase, shops: ReadonlyMap<string, Shop>, log: Log): Promise<string[]> {
  const rows = await db.query<{ shopId: string; key: string; state: number }>(
    'select shop_id as "shopId", key, state from inbox_keys',
  );
  const stored = new Set(rows.map(({ shopId, key }) => nameOf(shopId, key)));
  const acknowledged = [...log.tellings].flatMap(([{ shopId }, { key }]) =>
    shops.get(shopId)?.isAcknowledged(key) ? [nameOf(shopId, key)] : [],
  );
  const kept = new Set(
    (await db.query<{ shopId: string; key: string }>('select shop_id as "shopId", key from inbox_conflicts')).map(
      ({ shopId, key }) => nameOf(shopId, key),
    ),
  );
  const contradicted = new Set(log.conflicts.map(({ shopId, key }) => nameOf(shopId, key)));
  const dead = await db.query<{ orderNo: string }>(
    'select order_no as "orderNo" from order_fetches where dead_at is not null',
  );
  return [
    ...several(
      'acknowledged messages are lost',
      acknowledged.filter((name) => !stored.has(name)),
    ),
    ...several(
      'messages or orders were set aside or left',
      rows.flatMap(({ shopId, key, state }) => (IN_ORDER.includes(state) ? [] : [nameOf(shopId, key)])),
    ),
    ...several(
      'messages were counted twice',
      (await countedTwice(db)).map(({ key }) => key),
    ),
    ...several(
      'conflicts are lost',
      log.conflicts.flatMap(({ shopId, key, isTaken }) =>
        isTaken && !kept.has(nameOf(shopId, key)) ? [nameOf(shopId, key)] : [],
      ),
    ),
    ...several(
      'repeats were taken for conflicts',
      [...kept].filter((name) => !contradicted.has(name)),
    ),
    ...several(
      'orders were given up',
      dead.map(({ orderNo }) => orderNo),
    ),
  ];
}

/** Every order of a platform is here as the platform has it last, however it became known. */
async function platformWrongs(db: PooledDatabase, shops: ReadonlyMap<string, Shop>): Promise<string[]> {
  const rows = await db.query<{ shopId: string; orderNo: string; version: number }>(
    `select shop_id as "shopId", order_no as "orderNo", (facts->'status'->>'at')::float8 as version from orders`,
  );
  const known = new Map(rows.map(({ shopId, orderNo, version }) => [nameOf(shopId, orderNo), version]));
  const stale = [...shops.values()].flatMap(({ shopId, orders }) =>
    (orders() ?? []).flatMap(({ orderNo, version }) =>
      known.get(nameOf(shopId, orderNo)) === version ? [] : [nameOf(shopId, orderNo)],
    ),
  );
  return several('orders are not as their platform has them', stale);
}

interface Told {
  readonly status: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * The same, or but for what nobody could know any more: 拼多多 shows no receiver of an order that is on its way, so that whoever
 * has not asked before never learns of one.
 */
function isSame(state: string, expected: string): boolean {
  if (state === expected) return true;
  if (expected === '') return false;
  const [found, calm] = [state, expected].map((text) => JSON.parse(text) as Told);
  if (found === undefined || calm === undefined || found.facts.receiver !== undefined) return false;
  const { receiver, assessment, ...facts } = calm.facts;
  const couldNotKnow =
    ['shipped', 'signed', 'done'].includes(calm.status) && receiver !== undefined && assessment !== undefined;
  return couldNotKnow && isDeepStrictEqual(found, { ...calm, facts });
}

/** What was promised and is not so; empty when all is as it must be. */
export async function wrongsOf(
  db: PooledDatabase,
  reference: PooledDatabase,
  shops: ReadonlyMap<string, Shop>,
  log: Log,
): Promise<readonly string[]> {
  return [
    ...(await intakeWrongs(db, shops, log)),
    ...(await platformWrongs(db, shops)),
    ...(await orderWrongs(db, reference, ({ amountFen }) => (isHeldAt(amountFen ?? 0) ? 1 : 0), isSame)),
    ...(await effectWrongs(db)),
  ];
}

/** What came of each shop, in a line. */
export async function report(db: PooledDatabase, shops: readonly Shop[], log: Log): Promise<readonly string[]> {
  const found = new Map(
    (
      await db.query<{ shopId: string; orders: number; changes: number; listed: number }>(
        `select s.id as "shopId", coalesce(sum(d.orders_by_poll), 0)::int as orders,
           coalesce(sum(d.updates_by_poll), 0)::int as changes,
           (select count(*)::int from order_fetches f where f.shop_id = s.id and f.found_by = 'list') as listed
         from shops s left join channel_days d on d.shop_id = s.id group by s.id`,
      )
    ).map((row) => [row.shopId, row]),
  );
  return shops.map(({ shopId, channel, report: own }) => {
    const { messages = 0, repeats = 0, conflicts = 0, lost = 0 } = log.said.get(shopId) ?? {};
    const { orders = 0, changes = 0, listed = 0 } = found.get(shopId) ?? {};
    const said = `${messages} messages, ${repeats} repeats, ${conflicts} conflicts, ${lost} lost on purpose`;
    return `${channel}: ${said}; ${own()}; found by looking: ${listed + orders} orders, ${changes} changes`;
  });
}
