import { until } from '@/bench/until';
import type { Instant } from '@/domain/clocks/instant';
import type { House } from '../house/house';
import { settled } from '../house/settled';
import { taken } from './play';
import type { Shop } from './shops';

const QUIET_LIMIT_MS = 300_000;

/** Waits until the product has looked at every shop once, and told the platforms where messages wait that it wants them. */
export const acquainted = ({ db }: House, shops: readonly Shop[]): Promise<void> =>
  until('the product has met every platform', QUIET_LIMIT_MS, async () => {
    const rows = await db.query(
      `select 1 from channel_polls p join channel_pulls q using (shop_id) join shops s on s.id = p.shop_id
       where p.polled_at is not null and (q.subscribed_at is not null or s.channel not in ('taobao', 'pinduoduo'))`,
    );
    return rows.length === shops.filter(({ orders }) => orders() !== null).length;
  });

/** A look that is a while away is made now; one that is under way, or follows soon, is left alone. */
const LOOK_NOW = `update channel_polls set due_at = now() where due_at > now() + interval '31 s'`;

/** Waits until nothing more is due: no message waits, no order is to be asked for, and each shop was looked at until `lookedTo`. */
export async function quiet(
  house: House,
  shops: readonly Shop[],
  lookedTo: ReadonlyMap<string, Instant>,
): Promise<void> {
  const { db } = house;
  await taken(shops);
  await until('every shop is looked at, and no order is to be asked for', QUIET_LIMIT_MS, async () => {
    await db.query(LOOK_NOW);
    const [row] = await db.query(
      `select 1 where exists (select 1 from order_fetches where due_at is not null)
         or exists (select 1 from inbox_keys where state in (0, 5))
         or exists (select 1 from unnest($1::text[], $2::float8[]) l (shop_id, at) left join channel_polls p using (shop_id)
           where coalesce(p.looked_until, 'epoch') < at_ms(l.at))`,
      [[...lookedTo.keys()], [...lookedTo.values()]],
    );
    return row === undefined;
  });
  await settled(house);
}
