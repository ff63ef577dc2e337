import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import { CONFLICT_KINDS, type ConflictKind, type ConflictSide } from '@/domain/order/conflicts';
import type { Platform } from '@/domain/order/platform';
import { groupScope } from '../can';
import type { Context, UserActor } from '../context';
import { inGroups } from '../groups/in-groups';

export const listConflictsInput = z.strictObject({
  kind: z.enum(CONFLICT_KINDS).optional(),
  shopId: z.string().max(64).optional(),
  /** After the order with this key, as the page before gave it. */
  after: z
    .string()
    .regex(/^\d{1,15}\.\d{1,19}$/)
    .optional(),
  limit: z.number().int().min(1).max(100).default(50),
});

export interface OpenConflict {
  readonly kind: ConflictKind;
  readonly sides: readonly ConflictSide[];
  readonly openedAt: Instant;
  readonly version: number;
}

/** An order whose sources contradict each other, with everything on which they do; personal values masked. */
export interface ConflictRow {
  readonly orderId: string;
  readonly orderNo: string;
  readonly platform: Platform;
  readonly shopName: string;
  readonly who: string;
  readonly since: Instant;
  readonly conflicts: readonly OpenConflict[];
}

export interface ConflictPage {
  readonly rows: readonly ConflictRow[];
  readonly next: string | null;
  /** With the first page: how many orders there are in all, and by kind. */
  readonly total: number | null;
  readonly byKind: Readonly<Partial<Record<ConflictKind, number>>> | null;
}

const FILTER = `x.closed_at is null and ($2::text is null or exists (select from order_conflicts k
    where k.order_id = x.order_id and k.closed_at is null and k.kind = $2)) and ($3::text is null or o.shop_id = $3)`;

/** Orders in conflict, the oldest conflict first. Group-scoped. */
export async function listConflicts(
  ctx: Context<UserActor>,
  { kind, shopId, after, limit }: z.infer<typeof listConflictsInput>,
): Promise<ConflictPage> {
  const groups = groupScope(ctx.actor, 'conflicts.list');
  const scope = inGroups('o.group_id', '$1', groups);
  const [since, orderId] = after?.split('.') ?? [];
  const filter = [groups, kind ?? null, shopId ?? null];
  const [rows, counts] = await Promise.all([
    ctx.db.query<ConflictRow>(
      `with c as (select x.order_id, min(x.opened_at) as since, jsonb_agg(jsonb_build_object('kind', x.kind, 'sides', x.sides,
           'version', x.version, 'openedAt', extract(epoch from x.opened_at) * 1000) order by x.opened_at, x.kind) as conflicts
         from order_conflicts x join orders o on o.id = x.order_id where ${scope} and ${FILTER} group by x.order_id)
       select o.id::text as "orderId", o.order_no as "orderNo", o.platform, s.name as "shopName", o.buyer_shown as who,
         c.since, c.conflicts
       from c join orders o on o.id = c.order_id join shops s on s.id = o.shop_id
       where $4::float8 is null or (date_trunc('milliseconds', c.since), o.id) > (at_ms($4), $5::bigint)
       order by date_trunc('milliseconds', c.since), o.id limit $6`,
      [...filter, since ? Number(since) : null, orderId ?? '0', limit],
    ),
    after === undefined ? countConflicts(ctx, filter, scope) : null,
  ]);
  const last = rows.length === limit ? rows.at(-1) : undefined;
  const next = last ? `${Math.floor(last.since)}.${last.orderId}` : null;
  return { rows, next, total: counts?.total ?? null, byKind: counts?.byKind ?? null };
}

async function countConflicts(ctx: Context<UserActor>, filter: readonly unknown[], scope: string) {
  const [total] = await ctx.db.query<{ n: number }>(
    `select count(distinct x.order_id)::int as n from order_conflicts x join orders o on o.id = x.order_id
     where ${scope} and ${FILTER}`,
    filter,
  );
  const kinds = await ctx.db.query<{ kind: ConflictKind; n: number }>(
    `select x.kind, count(*)::int as n from order_conflicts x join orders o on o.id = x.order_id
     where ${scope} and x.closed_at is null and ($2::text is null or o.shop_id = $2) group by x.kind`,
    [filter[0], filter[2]],
  );
  return { total: total?.n ?? 0, byKind: Object.fromEntries(kinds.map(({ kind, n }) => [kind, n])) };
}
