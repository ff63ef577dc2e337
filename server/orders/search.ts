import * as z from 'zod';
import { groupScope } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { inGroups } from '@/server/groups/in-groups';
import { ORDER_LIST_COLUMNS, ORDER_LIST_JOINS, type OrderListRow } from './list';

export const searchInput = z.object({ text: z.string().trim().min(2).max(64) }).strict();

/** What the text looks like decides where it is looked for. */
export type SearchKind = 'number' | 'phone-tail' | 'name';

export function searchKindOf(text: string): SearchKind {
  if (/^\d{4}$/.test(text)) return 'phone-tail';
  return /^[\w-]+$/.test(text) ? 'number' : 'name';
}

const CONDITION: Readonly<Record<SearchKind, string>> = {
  number: '(o.order_no = $2 or o.tracking_no = $2 or reverse(o.order_no) like reverse($2) || $3)',
  'phone-tail': `right(o.facts->'receiver'->'value'->'phone'->>'shown', 4) = $2 and $3::text is not null`,
  name: `o.buyer_shown like left($2, 1) || $3`,
};

/** Finds orders by number (whole or ending), courier number, phone tail or masked name; newest 20. Group-scoped. */
export async function searchOrders(
  ctx: Context<UserActor>,
  { text }: z.infer<typeof searchInput>,
): Promise<{ kind: SearchKind; rows: OrderListRow[] }> {
  const groups = groupScope(ctx.actor, 'orders.search');
  const kind = searchKindOf(text);
  const rows = await ctx.db.query<OrderListRow>(
    `select ${ORDER_LIST_COLUMNS} from ${ORDER_LIST_JOINS}
     where ${inGroups('o.group_id', '$1', groups)} and ${CONDITION[kind]} order by o.placed_at desc, o.id desc limit 20`,
    [groups, text, '%'],
  );
  return { kind, rows };
}
