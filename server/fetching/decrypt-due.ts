import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { storedReason } from '@/domain/intake/reason';
import { audit } from '@/server/audit';
import { CallFailure } from '@/server/channels/call-failure';
import type { FetchedOrder } from '@/server/channels/channel';
import { storeArrivals } from '@/server/pipeline/inbox-store';
import { shanghaiDay } from '@/server/pipeline/pooled-order';
import { withToken } from './access-token';
import { spendCall } from './budget';
import type { Connection } from './connections';
import { problemOf, reportProblem } from './problem';
import type { FetchServices } from './services';

/** Outside of a platform's own cloud the interface is answered once in ten seconds. */
const PAUSE_SECONDS = 11;
/** Older ones are left alone: whatever was to be decided about them has been. */
const NEWER_THAN = "interval '2 days'";

interface Candidate {
  readonly orderId: string;
  readonly orderNo: string;
}

/** What a shop may still spend today; locks it, and passes over what another node is just spending. */
async function lockQuota(tx: Sql, { shopId, decryptsPerDay }: Connection, day: string): Promise<boolean> {
  await tx.query(
    `insert into channel_decrypts as d (shop_id, day, most) values ($1, $2, $3)
     on conflict (shop_id, day) do update set most = excluded.most where d.most <> excluded.most`,
    [shopId, day, decryptsPerDay],
  );
  const rows = await tx.query(
    `select 1 from channel_decrypts where shop_id = $1 and day = $2 and spent < most
       and last_at <= now() - make_interval(secs => ${PAUSE_SECONDS}) for update skip locked`,
    [shopId, day],
  );
  return rows.length > 0;
}

/**
 * The order that is worth a decryption most: it waits to be shipped, a rule has hit, and another could not be answered since the
 * receiver is covered. Without another weak sign nothing is spent: most orders are what they seem.
 */
async function worthiest(tx: Sql, shopId: string): Promise<Candidate | null> {
  const [row] = await tx.query<Candidate>(
    `select o.id::text as "orderId", o.order_no as "orderNo" from orders o
     where o.shop_id = $1 and o.status = 'to_ship' and o.stage is not null and not o.is_history
       and o.placed_at > now() - ${NEWER_THAN}
       and jsonb_path_exists(o.verdict, '$.hits[*] ? (@.outcome == "block" || @.outcome == "confirm")')
       and jsonb_path_exists(o.verdict, '$.unknowns[*] ? (@.reason == "address-masked" || @.reason == "phone-masked")')
       and not exists (select 1 from order_decrypts d where d.shop_id = o.shop_id and d.order_no = o.order_no)
     order by (o.verdict->>'scoreBp')::int desc, o.id limit 1`,
    [shopId],
  );
  return row ?? null;
}

/** Spends one decryption on the worthiest order, before it is asked for: what is spent is spent, whatever comes of it. */
function spend(services: FetchServices, connection: Connection, now: Instant): Promise<Candidate | null> {
  return services.db.tx(async (tx) => {
    const day = shanghaiDay(now);
    if (!(await lockQuota(tx, connection, day))) return null;
    const order = await worthiest(tx, connection.shopId);
    if (order === null) return null;
    const { shopId } = connection;
    await tx.query('update channel_decrypts set spent = spent + 1, last_at = now() where shop_id = $1 and day = $2', [
      shopId,
      day,
    ]);
    await tx.query('insert into order_decrypts (shop_id, order_no) values ($1, $2)', [shopId, order.orderNo]);
    await audit(tx, { kind: 'system', job: 'decrypt' }, 'orders.decrypt', order.orderId, { shopId });
    return order;
  });
}

async function ask(services: FetchServices, connection: Connection, orderNo: string): Promise<FetchedOrder> {
  const api = connection.open();
  const { fetchDecrypted } = api;
  if (fetchDecrypted === undefined) throw new CallFailure('refused', { code: 'never-decrypts' });
  return withToken(services, connection.shopId, api, async (token) => {
    if (!(await spendCall(services.db, connection))) throw new CallFailure('unavailable', { code: 'calls-paused' });
    return fetchDecrypted(orderNo, token);
  });
}

async function decryptOne(services: FetchServices, connection: Connection, now: Instant): Promise<boolean> {
  const order = await spend(services, connection, now);
  if (order === null) return false;
  const { shopId } = connection;
  const note = (sql: Sql, outcome: string) =>
    sql.query('update order_decrypts set outcome = left($3, 500) where shop_id = $1 and order_no = $2', [
      shopId,
      order.orderNo,
      outcome,
    ]);
  try {
    const { key, body } = await ask(services, connection, order.orderNo);
    await services.db.tx(async (tx) => {
      await storeArrivals({ db: tx, keyring: services.keyring }, [{ shopId, key, body }]);
      await note(tx, 'decrypted');
    });
    services.wakePipeline();
  } catch (error) {
    reportProblem(services, shopId, error);
    await note(services.db, storedReason(problemOf(error).reason));
  }
  return true;
}

/** Decrypts the receiver of one order of each shop that may still spend, where it is worth it. Returns of how many shops. */
export async function decryptDue(services: FetchServices): Promise<number> {
  const connections = (await services.connections()).filter(({ decryptsPerDay }) => decryptsPerDay > 0);
  const now = connections.length > 0 ? await services.db.now() : 0;
  let decrypted = 0;
  for (const connection of connections) if (await decryptOne(services, connection, now)) decrypted += 1;
  return decrypted;
}
