import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '@/server/context';

export interface Notice {
  readonly noticeId: string;
  readonly kind: string;
  readonly orderId: string | null;
  readonly orderNo: string | null;
  readonly detail: {
    readonly count?: number;
    /** Of whom it speaks. */
    readonly name?: string;
    readonly taskId?: string;
    readonly rules?: readonly string[];
    readonly right?: string;
    /** Of open orders in conflict: their share in percent, and how many. */
    readonly share?: string;
    readonly orders?: string;
    /** The SKU that it is about, and how many pieces of it left that were not there. */
    readonly sku?: string;
    readonly missing?: string;
    /** The order that it is about, where it stands in the notice itself. */
    readonly orderId?: string;
    readonly orderNo?: string;
    /** Who moved the card, where one was taken or given. */
    readonly by?: string;
  };
  /** Of a lent right: its group and who holds it. */
  readonly groupName: string | null;
  readonly holderName: string | null;
  readonly isOwn: boolean;
  readonly at: Instant;
  readonly readAt: Instant | null;
}

/** The caller's newest 50 notices and how many are unread. */
export async function listNotices(ctx: Context<UserActor>): Promise<{ items: Notice[]; unread: number }> {
  const items = await ctx.db.query<Notice>(
    `select n.id as "noticeId", n.kind, n.order_id as "orderId", o.order_no as "orderNo", n.detail, n.at,
       n.read_at as "readAt", g.name as "groupName", h.name as "holderName", coalesce(n.detail->>'userId' = n.user_id, false) as "isOwn"
     from notices n left join orders o on o.id = n.order_id left join groups g on g.id = n.detail->>'groupId'
       left join users h on h.id = n.detail->>'userId'
     where n.user_id = $1 order by n.at desc, n.id desc limit 50`,
    [ctx.actor.userId],
  );
  const [count] = await ctx.db.query<{ n: number }>(
    'select count(*)::int as n from notices where user_id = $1 and read_at is null',
    [ctx.actor.userId],
  );
  return { items, unread: count?.n ?? 0 };
}
