import * as z from 'zod';
import type { Sql } from '@/db/client';
import { writeTogether } from '@/db/writes';
import { SECOND_MS } from '@/domain/clocks/instant';
import type { Services } from '../context';
import { shownWords } from '../links/hide-numbers';
import { isCallable, OutboundFailure, outboundBytes } from '../links/outbound';
import { callQimen, type QimenAnswer, QimenRefused } from '../links/qimen/client';
import { cancelRequest, deliveryOrderRequest } from '../links/qimen/delivery-order';
import type { XmlTree } from '../links/xml';
import { closeMembers } from '../merges/close-members';
import { type EffectHandler, PermanentError } from '../outbox/worker';
import type { Change } from './contents';
import { isOurFailure, lackReason } from './failures';
import { givenAgainWrites } from './give-orders';
import { type Given, loadGiven } from './load-given';
import { logged } from './log';
import { openTroubleCards, type Trouble } from './trouble-cards';

type DeliverServices = Pick<Services, 'db' | 'keyring' | 'isLoopbackAllowed' | 'wakeFeed' | 'wakeOutbox'>;

const payloadShape = z.object({ code: z.string().min(1).max(64) });
const http = outboundBytes({ timeoutMs: 10 * SECOND_MS, maxBytes: 200_000 });
/** A call whose answer never came may still arrive within this time. */
const IN_FLIGHT = `interval '60 seconds'`;
const TAKEN_BEFORE = /exist|duplicate|repeat|重复|已存在/i;

/** The reason is what people are shown: the warehouse's own words. */
const refuse = (error: QimenRefused): never => {
  throw new PermanentError(shownWords(`${error.words || error.code}`) || 'refused');
};

async function call(services: DeliverServices, given: Given, method: string, request: XmlTree): Promise<QimenAnswer> {
  if (!given.isActive) throw new PermanentError('link-off');
  if (!isCallable(given.values.url ?? '', services.isLoopbackAllowed)) throw new PermanentError('call-address');
  try {
    return await callQimen(given.values, method, request, http, await services.db.now());
  } catch (error) {
    if (error instanceof OutboundFailure) throw new Error(`call-${error.why}`);
    throw error;
  }
}

/** Repeats carry the same code; a warehouse that says that it has the order already has taken it, as it was told first. */
async function create(
  services: DeliverServices,
  given: Given,
  attempt: number,
): Promise<Pick<QimenAnswer, 'orderNo'> & { wasTaken: boolean }> {
  const { order, values } = given;
  try {
    const now = await services.db.now();
    const { orderNo } = await call(services, given, 'deliveryorder.create', deliveryOrderRequest(order, values, now));
    return { orderNo, wasTaken: false };
  } catch (error) {
    if (!(error instanceof QimenRefused)) throw error;
    if (attempt > 1 && TAKEN_BEFORE.test(`${error.code} ${error.words}`)) return { orderNo: '', wasTaken: true };
    if (error.isRetryable || error.isAboutLink) throw error;
    return refuse(error);
  }
}

const createOrder =
  (services: DeliverServices): EffectHandler =>
  async (payload, { attempt }) => {
    const { code } = payloadShape.parse(payload);
    const tried = await services.db.query(
      `update warehouse_orders set tried_at = now() where code = $1 and state = 'sending' returning 1`,
      [code],
    );
    const given = tried.length > 0 ? await loadGiven(services, code) : null;
    if (given === null) return;
    const [lack] = given.lacks;
    if (lack) throw new PermanentError(lackReason(lack));
    const contents = JSON.stringify(given.contents);
    await services.db.query(
      `update warehouse_orders set given = coalesce(given, $2::jsonb->order_id::text) where code = $1 and state = 'sending'`,
      [code, contents],
    );
    const { orderNo, wasTaken } = await create(services, given, attempt);
    return async (tx) => {
      const sent = await tx.query<{ orderId: string }>(
        `update warehouse_orders set state = case when state = 'sending' then 'sent' else state end, sent_at = now(),
           warehouse_order_no = coalesce(nullif($2, ''), warehouse_order_no), given = case when $4 then given else $3::jsonb->order_id::text end
         where code = $1 and state <> 'waiting' returning order_id::text as "orderId"`,
        [code, orderNo, contents, wasTaken],
      );
      await logged(
        tx,
        sent.map(({ orderId }) => orderId),
        'warehouse.sent',
        { code },
      );
    };
  };

interface Cancelling {
  readonly isTried: boolean;
  readonly isSent: boolean;
  readonly isInFlight: boolean;
  readonly warehouseOrderNo: string | null;
}

/** Of merged orders those that may not ship are out of the merge; the others go again without them. */
async function markCancelled(tx: Sql, code: string): Promise<void> {
  const orders = await tx.query<{ id: string; shopId: string; isUrgent: boolean; isWanted: boolean }>(
    `update warehouse_orders w set state = 'cancelled', settled_at = now(), is_wanted_again = false
     from warehouse_orders b join orders o on o.id = b.order_id where w.id = b.id and w.code = $1 and w.state = 'cancelling'
     returning o.id::text as id, o.shop_id as "shopId", o.is_urgent as "isUrgent", b.is_wanted_again as "isWanted"`,
    [code],
  );
  if (orders.length === 0) return;
  const ids = orders.map(({ id }) => id);
  await logged(tx, ids, 'warehouse.cancelled', { code });
  await tx.query(
    closeMembers(`select o.id as order_id, 'system' as by_whom,
        case when o.status = 'cancelled' then 'cancelled' else 'held' end as reason
      from orders o where o.id = any($1::bigint[])`),
    [orders.flatMap(({ id, isWanted }) => (isWanted ? [] : [id]))],
  );
  await writeTogether(tx, givenAgainWrites(orders.filter(({ isWanted }) => isWanted)));
}

const cancelOrder =
  (services: DeliverServices): EffectHandler =>
  async (payload) => {
    const { code } = payloadShape.parse(payload);
    const [row] = await services.db.query<Cancelling>(
      `select tried_at is not null as "isTried", sent_at is not null as "isSent",
         coalesce(tried_at > now() - ${IN_FLIGHT}, false) as "isInFlight", warehouse_order_no as "warehouseOrderNo"
       from warehouse_orders where code = $1 and state = 'cancelling'`,
      [code],
    );
    const given = row?.isTried ? await loadGiven(services, code) : null;
    if (row && given) {
      if (!row.isSent && row.isInFlight) throw new Error('the order is still on its way to the warehouse');
      try {
        await call(services, given, 'order.cancel', cancelRequest(code, row.warehouseOrderNo, given.values));
      } catch (error) {
        if (!(error instanceof QimenRefused) || error.isRetryable || error.isAboutLink) throw error;
        // It never said that it took the order, and does not know it: there is nothing to cancel.
        if (row.isSent) refuse(error);
      }
    }
    return (tx) => markCancelled(tx, code);
  };

/** The effects of this room, for the outbox worker: an order goes to its warehouse, or is taken back. */
export const warehouseHandlers = (
  services: DeliverServices,
): { readonly 'warehouse.create': EffectHandler; readonly 'warehouse.cancel': EffectHandler } => ({
  'warehouse.create': createOrder(services),
  'warehouse.cancel': cancelOrder(services),
});

/** For the outbox worker, in the transaction that gives an effect up: a person gets a card with the reason. */
export async function warehouseGivenUp(
  tx: Sql,
  effect: { readonly kind: string; readonly payload: unknown },
  reason: string,
): Promise<void> {
  const isCreate = effect.kind === 'warehouse.create';
  if (!isCreate && effect.kind !== 'warehouse.cancel') return;
  const { code } = payloadShape.parse(effect.payload);
  const isOurs = isOurFailure(reason);
  const orders = await tx.query<{ orderId: string; isWanted: boolean; changed: Change[] }>(
    isCreate
      ? `update warehouse_orders set state = $3, settled_at = now(), reason = $2
         where code = $1 and state = 'sending' returning order_id::text as "orderId", false as "isWanted", '{}'::text[] as changed`
      : `update warehouse_orders w set state = case when w.accepted_at is null then 'sent' else 'accepted' end,
           cancel_refused_at = now(), reason = $2, is_wanted_again = false, changed = '{}'
         from warehouse_orders b where w.id = b.id and w.code = $1 and w.state = 'cancelling' and $3 <> ''
         returning w.order_id::text as "orderId", b.is_wanted_again as "isWanted", b.changed`,
    [code, reason.slice(0, 200), isOurs ? 'failed' : 'rejected'],
  );
  const kind = isCreate ? (isOurs ? 'failed' : 'rejected') : 'cancel-refused';
  const words = reason.slice(0, 200);
  // Those that were only merged with it go on as they should.
  const kindsOf = ({ isWanted, changed }: (typeof orders)[number]): Trouble['kind'][] =>
    isWanted ? changed.map((change): Trouble['kind'] => `${change}-changed`) : [kind];
  const troubles = orders.flatMap((order) =>
    kindsOf(order).map((one) => ({ orderId: order.orderId, kind: one, words })),
  );
  if (troubles.length === 0) return;
  await openTroubleCards(tx, troubles);
  await logged(tx, [...new Set(troubles.map(({ orderId }) => orderId))], `warehouse.${kind}`, { code, reason: words });
}
