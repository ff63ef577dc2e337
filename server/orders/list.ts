import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { BOARD_STATES, type BoardState } from '@/domain/order/board-state';
import { STAGES, type Stage } from '@/domain/order/lifecycle';
import { PLATFORMS, type Platform } from '@/domain/order/platform';
import { ORDER_CLASSES, type OrderClass } from '@/domain/triage/verdict';
import { groupFilter } from '@/server/can';
import type { Context, UserActor } from '@/server/context';

export const orderFilter = z
  .object({
    platform: z.enum(PLATFORMS).optional(),
    region: z.string().max(16).optional(),
    state: z.enum(BOARD_STATES).optional(),
    stage: z.enum(STAGES).optional(),
    class: z.enum(ORDER_CLASSES).optional(),
    /** Day of placing in Asia/Shanghai, "2026-11-11". */
    day: z.iso.date().optional(),
    /** Placed within this many past minutes. */
    withinMinutes: z.number().int().min(1).max(10_080).optional(),
    card: z.enum(['open', 'overdue', 'unclaimed']).optional(),
    /** false leaves out imported history. */
    isHistory: z.boolean().optional(),
  })
  .strict();
export type OrderFilter = z.infer<typeof orderFilter>;

export const listOrdersInput = z
  .object({
    filter: orderFilter,
    after: z
      .string()
      .regex(/^\d{1,15}\.\d{1,19}$/)
      .optional(),
    limit: z.number().int().min(1).max(200).default(100),
  })
  .strict();

/** One order as lists show it; personal values masked. */
export interface OrderListRow {
  readonly orderId: string;
  readonly orderNo: string;
  readonly platform: Platform;
  readonly shopName: string;
  readonly who: string;
  readonly amountFen: number | null;
  readonly paidFen: number | null;
  readonly status: string;
  readonly state: BoardState;
  readonly stage: Stage | null;
  readonly stageSince: Instant | null;
  readonly class: OrderClass | null;
  readonly isUrgent: boolean;
  readonly review: string;
  readonly region: string | null;
  readonly province: string | null;
  readonly placedAt: Instant;
  readonly isHistory: boolean;
  readonly openTaskId: string | null;
}

export const ORDER_LIST_COLUMNS = `o.id as "orderId", o.order_no as "orderNo", o.platform, s.name as "shopName",
  o.buyer_shown as who, o.amount_fen as "amountFen", o.paid_fen as "paidFen", o.status, o.board_state as state, o.stage,
  o.stage_since as "stageSince", o.class, o.is_urgent as "isUrgent", o.review, o.region, o.province,
  o.placed_at as "placedAt", o.is_history as "isHistory", t.id as "openTaskId"`;
export const ORDER_LIST_JOINS = `orders o join shops s on s.id = o.shop_id
  left join tasks t on t.order_id = o.id and t.state = 'open'`;

const CARD_CONDITION: Readonly<Record<NonNullable<OrderFilter['card']>, string>> = {
  open: 't.id is not null',
  overdue: 't.is_overdue',
  unclaimed: 't.id is not null and t.seat_id is null',
};

/** SQL of a filter over orders o and their open task t, with its parameters from `$first` on. */
export function filterSql(filter: OrderFilter, first: number): { where: string; params: unknown[] } {
  const params: unknown[] = [];
  const bind = (value: unknown) => {
    params.push(value);
    return `$${first + params.length - 1}`;
  };
  const parts = [
    filter.platform && `o.platform = ${bind(filter.platform)}`,
    filter.region !== undefined && `coalesce(o.region, '') = ${bind(filter.region)}`,
    filter.state && `o.board_state = ${bind(filter.state)}`,
    filter.stage && `o.stage = ${bind(filter.stage)} and not o.is_history`,
    filter.class && `o.class = ${bind(filter.class)}`,
    filter.day && `o.placed_on = ${bind(filter.day)}::date`,
    filter.withinMinutes && `o.placed_at > now() - make_interval(mins => ${bind(filter.withinMinutes)}::int)`,
    filter.isHistory !== undefined && `o.is_history = ${bind(filter.isHistory)}`,
    filter.card && CARD_CONDITION[filter.card],
  ].filter((part): part is string => typeof part === 'string');
  return { where: parts.length > 0 ? parts.join(' and ') : 'true', params };
}

/** A page of orders, newest first, with the number of all that match. Group-scoped. */
export async function listOrders(
  ctx: Context<UserActor>,
  input: z.infer<typeof listOrdersInput>,
): Promise<{ rows: OrderListRow[]; next: string | null; total: number }> {
  const scope = groupFilter(ctx.actor, 'orders.list');
  const [placedAt, orderId] = input.after?.split('.') ?? [];
  const { where, params } = filterSql(input.filter, 5);
  const scoped = `($1::text is null or o.group_id = $1) and (${where})`;
  const rows = await ctx.db.query<OrderListRow>(
    `select ${ORDER_LIST_COLUMNS} from ${ORDER_LIST_JOINS}
     where ${scoped} and ($2::float8 is null or (o.placed_at, o.id) < (at_ms($2), $3::bigint))
     order by o.placed_at desc, o.id desc limit $4`,
    [scope?.groupId ?? null, placedAt ? Number(placedAt) : null, orderId ?? '0', input.limit, ...params],
  );
  const [count] = await ctx.db.query<{ n: number }>(
    `select count(*)::int as n from ${ORDER_LIST_JOINS}
     where ${scoped} and $2::float8 is null and $3::bigint is null and $4::int is null`,
    [scope?.groupId ?? null, null, null, null, ...params],
  );
  const last = rows.length === input.limit ? rows.at(-1) : undefined;
  return { rows, next: last ? `${last.placedAt}.${last.orderId}` : null, total: count?.n ?? 0 };
}
