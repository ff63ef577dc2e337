import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import { headBlock } from './block';
import { shownDetail, wordsIn } from './shown-detail';

const instant = z.number().int().min(0).max(8_640_000_000_000_000);

export const listAuditInput = z.strictObject({
  from: instant.optional(),
  before: instant.optional(),
  /** A person's id, or "system". */
  actor: z.string().min(1).max(64).optional(),
  action: z.string().min(1).max(64).optional(),
  /** The id of what was acted on. */
  ref: z.string().min(1).max(64).optional(),
  /** Keyset position: the id of the last row. */
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.number().int().min(1).max(200).default(100),
});
export type ListAuditInput = z.infer<typeof listAuditInput>;

export interface AuditRow {
  readonly id: string;
  readonly at: Instant;
  readonly actor: string;
  /** Null: the system, or somebody who is not in the list of people any more. */
  readonly actorName: string | null;
  readonly action: string;
  readonly ref: string | null;
  /** The person, group, shop, order or other thing that `ref` names. */
  readonly refName: string | null;
  /** The order that it is about, also by way of a card; null: it is about something else. */
  readonly orderId: string | null;
  readonly detail: Readonly<Record<string, string>>;
  readonly isSealed: boolean;
}

type Stored = Omit<AuditRow, 'detail'> & { readonly detail: Readonly<Record<string, unknown>> };

/** SQL of the order that an entry `a` is about; null where it is about something else. */
const ORDER_OF = `case when a.ref ~ '^[0-9]{1,18}$' then
  case when split_part(a.action, '.', 1) in ('orders', 'conflicts') or a.action = 'merges.leaveNow' then a.ref::bigint
    when split_part(a.action, '.', 1) in ('tasks', 'replies') then (select t.order_id from tasks t where t.id = a.ref::bigint)
  end end`;
const CHANNEL_NAME = `case when a.action like 'noticeChannels.%' and a.ref ~ '^[0-9]{1,18}$'
  then (select n.name from notice_channels n where n.id = a.ref::bigint) end`;

/** A page of the audit log, newest first, in words where the database knows them. Personal values are never shown. */
export async function listAudit(
  ctx: Context<UserActor>,
  input: ListAuditInput,
): Promise<{ rows: AuditRow[]; next: string | null }> {
  const head = await headBlock(ctx.db);
  const stored = await ctx.db.query<Stored>(
    `select a.id::text as id, a.at, a.actor, u.name as "actorName", a.action, a.ref,
       coalesce(o.order_no, ${CHANNEL_NAME}) as "refName", o.id::text as "orderId", a.detail,
       a.id <= coalesce($8::bigint, 0) or (a.xid, a.id) <= ($9::xid8, $10::bigint) as "isSealed"
     from audit a left join users u on u.id = a.actor left join orders o on o.id = (${ORDER_OF})
     where ($1::float8 is null or a.at >= at_ms($1)) and ($2::float8 is null or a.at < at_ms($2))
       and ($3::text is null or a.actor = $3) and ($4::text is null or a.action = $4) and ($5::text is null or a.ref = $5)
       and ($6::bigint is null or a.id < $6) order by a.id desc limit $7`,
    [
      ...[input.from ?? null, input.before ?? null, input.actor ?? null, input.action ?? null, input.ref ?? null],
      ...[input.after ?? null, input.limit, head?.baseId ?? null, head?.lastXid ?? '0', head?.lastId ?? '0'],
    ],
  );
  const names = await namesIn(ctx, stored);
  const rows = stored.map((row) => ({
    ...row,
    refName: row.refName ?? (row.ref === null ? null : (names.get(row.ref) ?? null)),
    detail: shownDetail(row.detail, names),
  }));
  return { rows, next: rows.length === input.limit ? (rows.at(-1)?.id ?? null) : null };
}

/** Everything that has a name and an id of text. */
const NAMED = ['users', 'groups', 'shops', 'wecom_accounts', 'links']
  .map((table) => `select id, name from ${table} where id = any ($1)`)
  .join(' union all ');

/** The names of what the rows were done to, and of what their details speak of by id. */
async function namesIn({ db }: Context<UserActor>, rows: readonly Stored[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(rows.flatMap((row) => [...(row.ref === null ? [] : [row.ref]), ...wordsIn(row.detail)]));
  if (ids.size === 0) return new Map();
  const known = await db.query<{ id: string; name: string }>(NAMED, [[...ids]]);
  return new Map(known.map(({ id, name }) => [id, name]));
}
