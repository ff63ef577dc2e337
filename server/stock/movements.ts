import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { MovementKind } from '@/domain/stock/ledger';
import { groupScope } from '../can';
import type { Context, UserActor } from '../context';
import { inGroups } from '../groups/in-groups';
import { skuField } from './sku-field';

export const listMovementsInput = z.strictObject({
  sku: skuField,
  before: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

export interface MovementRow {
  readonly movementId: string;
  readonly at: Instant;
  readonly kind: MovementKind;
  readonly onHandChange: number;
  readonly reservedChange: number;
  readonly onHand: number;
  readonly reserved: number;
  readonly missing: number;
  /** null: it is no order's, or that of a group that the caller does not see. */
  readonly orderId: string | null;
  readonly orderNo: string | null;
  /** Who did it; null: it followed from what was told. */
  readonly by: string | null;
  readonly reason: string;
}

/** What happened to a SKU, the newest first, a page at a time. */
export async function listMovements(
  ctx: Context<UserActor>,
  { sku, before, limit }: z.infer<typeof listMovementsInput>,
): Promise<MovementRow[]> {
  const groups = groupScope(ctx.actor, 'stock.movements');
  return ctx.db.query<MovementRow>(
    `select m.id::text as "movementId", m.at, m.kind, m.on_hand_change as "onHandChange",
       m.reserved_change as "reservedChange", m.on_hand as "onHand", m.reserved, m.missing, o.id::text as "orderId",
       o.order_no as "orderNo", u.name as by, m.reason
     from stock_movements m left join orders o on o.id = m.order_id and ${inGroups('o.group_id', '$4', groups)}
     left join users u on u.id = m.actor
     where m.sku = $1 and ($2::bigint is null or m.id < $2) order by m.id desc limit $3`,
    [sku, before ?? null, limit, groups],
  );
}
