import * as z from 'zod';
import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';
import { WATCHED_REDRIVES } from './announce';

/** How a redrive goes; what became of its messages is read from them as they stand. */
export interface RedriveRow {
  readonly redriveId: string;
  readonly startedByName: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly total: number;
  readonly waiting: number;
  readonly read: number;
  readonly asideAgain: number;
  readonly underWay: number;
  readonly notThere: number;
}

/** Where a row of a redrive stands by now. */
const STANDS = `case when w.result <> 'queued' then w.result
  when k.state in (1, 4) then 'read' when k.state in (2, 7, 5) then 'aside-again' when k.state in (0, 6) then 'under-way'
  when x.state in (1, 3) then 'read' when x.state = 2 then 'aside-again' when x.state = 0 then 'under-way'
  when f.dead_at is not null then 'aside-again' when f.due_at is not null then 'under-way'
  when f.shop_id is not null then 'read' else 'not-there' end`;
const ROWS = `redrive_rows w
  left join inbox_keys k on w.ref like 'm%' and k.id = case when w.ref like 'm%' then substr(w.ref, 2)::bigint end
  left join link_messages x on w.ref like 'l%' and x.id = case when w.ref like 'l%' then substr(w.ref, 2)::bigint end
  left join order_fetches f on w.ref like 'f%' and f.shop_id = substr(split_part(w.ref, '/', 1), 2)
    and f.order_no = substr(w.ref, strpos(w.ref, '/') + 1)`;

/** The newest redrives, with what became of their messages. */
export function listRedrives(ctx: Context<UserActor>): Promise<RedriveRow[]> {
  return ctx.db.query<RedriveRow>(
    `select r.id::text as "redriveId", u.name as "startedByName", r.started_at as "startedAt", r.finished_at as "finishedAt",
       r.total, n.* from (select * from redrives order by id desc limit ${WATCHED_REDRIVES}) r join users u on u.id = r.started_by
     cross join lateral (select count(*) filter (where stands = 'waiting')::int as waiting,
         count(*) filter (where stands = 'read')::int as read,
         count(*) filter (where stands = 'aside-again')::int as "asideAgain",
         count(*) filter (where stands = 'under-way')::int as "underWay",
         count(*) filter (where stands in ('not-there', 'no-body'))::int as "notThere"
       from (select ${STANDS} as stands from ${ROWS} where w.redrive_id = r.id) x) n
     order by r.id desc`,
  );
}

export const redriveRowsInput = z.strictObject({
  redriveId: z.string().regex(/^\d{1,18}$/),
  after: z.string().max(200).default(''),
  limit: z.number().int().min(1).max(200).default(100),
});

export interface RedrivenRow {
  readonly ref: string;
  readonly name: string;
  readonly stands: 'waiting' | 'no-body' | 'not-there' | 'read' | 'aside-again' | 'under-way';
  readonly reason: string | null;
}

/** The rows of one redrive with what became of each, by their references. */
export async function listRedriveRows(
  ctx: Context<UserActor>,
  { redriveId, after, limit }: z.infer<typeof redriveRowsInput>,
): Promise<{ rows: RedrivenRow[]; next: string | null }> {
  const rows = await ctx.db.query<RedrivenRow>(
    `select w.ref, coalesce(k.key, x.key, f.order_no, w.ref) as name, ${STANDS} as stands, coalesce(k.reason, x.reason, f.last_error) as reason
     from ${ROWS} where w.redrive_id = $1::bigint and w.ref > $2 order by w.ref limit $3`,
    [redriveId, after, limit],
  );
  return { rows, next: rows.length === limit ? (rows.at(-1)?.ref ?? null) : null };
}
