import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { type StageOwner, stageOwner } from '@/domain/order/stage-owner';
import { assertCan } from '@/server/can';
import { SOURCE_CHANNELS } from '@/server/channels/index';
import type { Context, UserActor } from '@/server/context';
import { notFound } from '@/server/errors';
import type { SealedDb } from '@/server/privacy/sealed-db';
import { knownNotes } from '@/server/privacy/sealed-notes';
import { ruleNames } from '@/server/rules/rule-names';
import { type HumanDecision, humanDecision } from './human-decision';
import { ORDER_DETAIL_SQL, type OrderDetail, type OrderDetailRow, presentOrder } from './order-detail';

export const orderIdInput = z.object({ orderId: z.string().regex(/^\d{1,19}$/) }).strict();

/** Loads one order for display; null when there is none. No permission is checked here. */
export async function loadOrderDetail({ db, keyring }: SealedDb<Sql>, orderId: string): Promise<OrderDetail | null> {
  const [row] = await db.query<OrderDetailRow>(`${ORDER_DETAIL_SQL} where o.id = $1::bigint`, [orderId]);
  if (!row) return null;
  const names = await ruleNames(db, row.verdict?.ruleSetVersion ?? null);
  return presentOrder(row, names, knownNotes(keyring, row.notes_sealed));
}

/** The card that is open for an order, and whose it is. */
export interface OpenCard {
  readonly taskId: string;
  readonly seatId: string | null;
  readonly seatName: string | null;
  readonly groupName: string;
  readonly dueAt: Instant;
  readonly isOverdue: boolean;
}

/** What the page of one order shows at once; the rest of its sections ask for themselves. */
export interface OrderPage {
  readonly order: OrderDetail;
  readonly openCard: OpenCard | null;
  /** Who moves the order on now; null when it has ended. */
  readonly owner: StageOwner | null;
  readonly decision: HumanDecision | null;
  /** Whether its platform can be asked for it again, and when it last was. */
  readonly platform: { readonly isAskable: boolean; readonly askedAt: Instant | null };
  /** When we came to know what a source said, by "source at" of a fact. */
  readonly knownAt: Readonly<Record<string, Instant>>;
}

async function openCardOf(sql: Sql, orderId: string): Promise<OpenCard | null> {
  const [card] = await sql.query<OpenCard>(
    `select t.id as "taskId", t.seat_id as "seatId", u.name as "seatName", g.name as "groupName", t.due_at as "dueAt",
       t.is_overdue as "isOverdue"
     from tasks t join groups g on g.id = t.group_id left join users u on u.id = t.seat_id
     where t.order_id = $1::bigint and t.state = 'open'`,
    [orderId],
  );
  return card ?? null;
}

const ASKED_CHANNELS = SOURCE_CHANNELS.map(({ name }) => name);

async function platformOf(sql: Sql, orderId: string): Promise<OrderPage['platform']> {
  const [row] = await sql.query<OrderPage['platform']>(
    `select s.is_active and s.channel = any($2::text[]) as "isAskable", f.known_at as "askedAt"
     from orders o join shops s on s.id = o.shop_id
       left join order_fetches f on f.shop_id = o.shop_id and f.order_no = o.order_no where o.id = $1::bigint`,
    [orderId, ASKED_CHANNELS],
  );
  return row ?? { isAskable: false, askedAt: null };
}

async function knownAtOf(sql: Sql, orderId: string): Promise<OrderPage['knownAt']> {
  const rows = await sql.query<{ said: string; knownAt: Instant }>(
    `with said as (select distinct f.value->>'source' as source, (f.value->>'at')::float8 as ms
       from orders o, jsonb_each(o.facts) f where o.id = $1::bigint)
     select source || ' ' || round(ms::numeric) as said, min(e.seen_at) as "knownAt"
     from said join order_events e using (source)
     where e.order_id = $1::bigint and e.at = at_ms(said.ms) group by 1`,
    [orderId],
  );
  return Object.fromEntries(rows.map(({ said, knownAt }) => [said, knownAt]));
}

function ownerOf(order: OrderDetail, card: OpenCard | null, groupName: string): StageOwner | null {
  if (order.stage === null) return null;
  const { stage, review, facts } = order;
  const [warehouse, carrier] = [facts.warehouse?.value ?? null, facts.carrier?.value ?? null];
  return stageOwner({ stage, review, warehouse, carrier, seatName: card?.seatName ?? null, groupName });
}

/** One order with who has it in hand and what a person decided of it. Orders of another group are not found. */
export async function getOrder(ctx: Context<UserActor>, { orderId }: z.infer<typeof orderIdInput>): Promise<OrderPage> {
  const order = await loadOrderDetail(ctx, orderId);
  if (!order) throw notFound('order');
  assertCan(ctx.actor, 'orders.get', { groupId: order.groupId }, 'order');
  const [openCard, decision, knownAt, platform, [group]] = await Promise.all([
    openCardOf(ctx.db, orderId),
    humanDecision(ctx, orderId, order.verdict?.ruleSetVersion ?? null),
    knownAtOf(ctx.db, orderId),
    platformOf(ctx.db, orderId),
    ctx.db.query<{ name: string }>('select name from groups where id = $1', [order.groupId]),
  ]);
  const owner = ownerOf(order, openCard, openCard?.groupName ?? group?.name ?? '');
  return { order, openCard, owner, decision, platform, knownAt };
}
