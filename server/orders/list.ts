import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { BoardState } from '@/domain/order/board-state';
import type { Review, Stage } from '@/domain/order/lifecycle';
import type { Platform } from '@/domain/order/platform';
import type { RiskMarkKind } from '@/domain/order/risk-marks';
import type { OrderClass } from '@/domain/triage/verdict';
import { groupScope } from '@/server/can';
import { IN_CONFLICT } from '@/server/conflicts/share';
import type { Context, UserActor } from '@/server/context';
import { inGroups } from '@/server/groups/in-groups';
import { IS_APART } from '@/server/merges/apart';
import { filterSql, type OrderFilter, orderFilter } from './order-filter';

export const listOrdersInput = z
  .object({
    filter: orderFilter,
    after: z
      .string()
      .regex(/^\d{1,15}\.\d{1,19}$/)
      .optional(),
    limit: z.number().int().min(1).max(200).default(100),
    /** false: the page alone, without counting all that match. */
    isCounted: z.boolean().optional(),
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
  readonly review: Review;
  readonly region: string | null;
  readonly province: string | null;
  readonly placedAt: Instant;
  /** When its platform wants it to leave; null: it does not say. */
  readonly shipBy: Instant | null;
  readonly isHistory: boolean;
  readonly openTaskId: string | null;
  /** Its sources contradict each other. */
  readonly isInConflict: boolean;
  /** Another open order of its buyer and address is not merged with it. */
  readonly isApart: boolean;
  /** Its high-risk marks. */
  readonly marks: readonly RiskMarkKind[];
}

export const ORDER_LIST_COLUMNS = `o.id as "orderId", o.order_no as "orderNo", o.platform, s.name as "shopName",
  o.buyer_shown as who, o.amount_fen as "amountFen", o.paid_fen as "paidFen", o.status, o.board_state as state, o.stage,
  o.stage_since as "stageSince", o.class, o.is_urgent as "isUrgent", o.review, o.region, o.province,
  o.placed_at as "placedAt", o.ship_by as "shipBy", o.is_history as "isHistory", t.id as "openTaskId", ${IN_CONFLICT} as "isInConflict",
  ${IS_APART} as "isApart",
  coalesce(jsonb_path_query_array(o.marks, '$[*].kind'), '[]') as marks`;
const OPEN_CARD = `left join tasks t on t.order_id = o.id and t.state = 'open'`;
export const ORDER_LIST_JOINS = `orders o join shops s on s.id = o.shop_id ${OPEN_CARD}`;

async function countOrders(sql: Sql, groups: readonly string[] | null, filter: OrderFilter): Promise<number> {
  const { where, params } = filterSql(filter, 2);
  const [count] = await sql.query<{ n: number }>(
    `select count(*)::int as n from orders o ${filter.card ? OPEN_CARD : ''} where ${inGroups('o.group_id', '$1', groups)} and (${where})`,
    [groups, ...params],
  );
  return count?.n ?? 0;
}

/** In what order a list is read, and the place in it where a page begins, which `$2` and `$3` tell of the last row before. */
const NEWEST_FIRST = {
  order: 'o.placed_at desc, o.id desc',
  after: '(o.placed_at, o.id) < (at_ms($2), $3::bigint)',
  placeOf: ({ placedAt, orderId }: OrderListRow) => `${placedAt}.${orderId}`,
};
const DUE_FIRST = {
  order: 'o.ship_by, o.id',
  after: '(o.ship_by, o.id) > (at_ms($2), $3::bigint)',
  placeOf: ({ shipBy, orderId }: OrderListRow) => `${shipBy}.${orderId}`,
};

/**
 * A page of orders, newest first, or where they are chosen by when they are to leave, those that are to leave first; the first page
 * also tells the number of all that match, unless that is not asked. Group-scoped.
 */
export async function listOrders(
  ctx: Context<UserActor>,
  input: z.infer<typeof listOrdersInput>,
): Promise<{ rows: OrderListRow[]; next: string | null; total: number | null }> {
  const groups = groupScope(ctx.actor, 'orders.list');
  const [at, orderId] = input.after?.split('.') ?? [];
  const { where, params } = filterSql(input.filter, 5);
  const sequence = input.filter.shipDue === undefined ? NEWEST_FIRST : DUE_FIRST;
  const [rows, total] = await Promise.all([
    ctx.db.query<OrderListRow>(
      `select ${ORDER_LIST_COLUMNS} from ${ORDER_LIST_JOINS}
       where ${inGroups('o.group_id', '$1', groups)} and (${where}) and ($2::float8 is null or ${sequence.after})
       order by ${sequence.order} limit $4`,
      [groups, at ? Number(at) : null, orderId ?? '0', input.limit, ...params],
    ),
    input.after === undefined && input.isCounted !== false ? countOrders(ctx.db, groups, input.filter) : null,
  ]);
  const last = rows.length === input.limit ? rows.at(-1) : undefined;
  return { rows, next: last ? sequence.placeOf(last) : null, total };
}
