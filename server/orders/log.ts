import * as z from 'zod';
import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { OrderField } from '@/domain/order/order';
import { assertCan } from '@/server/can';
import type { Context, UserActor } from '@/server/context';
import { notFound } from '@/server/errors';
import { LOG_KINDS, LOG_PARTS, type LogKind } from './log-parts';

export const orderLogInput = z.strictObject({
  orderId: z.string().regex(/^\d{1,19}$/),
  /** Only lines of these kinds; left out: of all. */
  kinds: z.array(z.enum(LOG_KINDS)).min(1).optional(),
  /** Keyset position: the last line's "at lineId". */
  before: z
    .string()
    .regex(/^\d{1,15} \d-\d{1,19}$/)
    .optional(),
  limit: z.number().int().min(1).max(500).default(200),
});

/** A line of an order's log: what a source said, or what happened to the order here. */
export interface OrderLogLine {
  readonly lineId: string;
  /** When we came to know it, or did it. */
  readonly at: Instant;
  readonly kind: LogKind;
  readonly action: string;
  /** A source for what was said; otherwise a user id, 'system' or 'customer'. */
  readonly actor: string;
  readonly actorName: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Stamp {
  readonly field: OrderField;
  readonly source: string;
  readonly at: number;
}

/** The facts in force that a statement brought, by "source at". */
async function fieldsBySource(sql: Sql, orderId: string): Promise<ReadonlyMap<string, OrderField[]>> {
  const stamps = await sql.query<Stamp>(
    `select f.key as field, f.value->>'source' as source, (f.value->>'at')::float8 as at
     from orders o, jsonb_each(o.facts) f where o.id = $1::bigint`,
    [orderId],
  );
  const fields = new Map<string, OrderField[]>();
  for (const { field, source, at } of stamps)
    fields.set(`${source} ${at}`, [...(fields.get(`${source} ${at}`) ?? []), field]);
  return fields;
}

const PLACE = 'floor(extract(epoch from l.at) * 1000)::bigint, l.rank, l.id';
const LINES = (kinds: readonly LogKind[]): string =>
  `select l.rank || '-' || l.id as "lineId", l.at, l.kind, l.action, l.actor, u.name as "actorName", l.detail
   from (${kinds.map((kind) => `select * from (${LOG_PARTS[kind]}) p (rank, id, at, kind, action, actor, detail)`).join(' union all ')}) l
     left join users u on u.id = l.actor
   where $2::bigint is null or (${PLACE}) < ($2::bigint, $3::int, $4::bigint)
   order by (${PLACE}) desc limit $5`;

/** Lines of an order's log, newest first. No permission is checked here. */
export async function readOrderLog(
  sql: Sql,
  orderId: string,
  page: { readonly kinds: readonly LogKind[]; readonly before?: string | undefined; readonly limit: number },
): Promise<OrderLogLine[]> {
  const [before = null, rank = '0', id = '0'] = page.before?.split(/[ -]/) ?? [];
  const [lines, fields] = await Promise.all([
    sql.query<OrderLogLine>(LINES(page.kinds), [orderId, before, rank, id, page.limit]),
    page.kinds.includes('said') ? fieldsBySource(sql, orderId) : null,
  ]);
  return lines.map((line) =>
    line.kind === 'said'
      ? { ...line, detail: { ...line.detail, fields: fields?.get(`${line.actor} ${line.detail.sourceAt}`) ?? [] } }
      : line,
  );
}

/**
 * Everything said of an order and done to it, page by page, newest first: every statement with its source, when the source
 * said it and when we knew it; decisions, cards, contacts, and who looked at personal values. Orders of another group are
 * not found.
 */
export async function orderLog(
  ctx: Context<UserActor>,
  { orderId, kinds, before, limit }: z.output<typeof orderLogInput>,
): Promise<{ readonly lines: readonly OrderLogLine[]; readonly next: string | null }> {
  const [order] = await ctx.db.query<{ groupId: string }>(
    'select group_id as "groupId" from orders where id = $1::bigint',
    [orderId],
  );
  if (!order) throw notFound('order');
  assertCan(ctx.actor, 'orders.log', order, 'order');
  const lines = await readOrderLog(ctx.db, orderId, { kinds: kinds ?? LOG_KINDS, before, limit });
  const last = lines.length === limit ? lines.at(-1) : undefined;
  return { lines, next: last ? `${Math.floor(last.at)} ${last.lineId}` : null };
}
