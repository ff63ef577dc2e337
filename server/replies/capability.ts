import type { Sql } from '@/db/client';
import type { SendQuota } from '@/domain/reply/quota';
import { customerSendQuota } from '@/server/conversations/quota';

/**
 * How the customer behind a card can be answered. 'wecom': written to from here, within the quota. 'copy': only in the
 * shop platform's own client, so the reply is copied and marked as sent there.
 */
export type ReplyChannel =
  | { readonly kind: 'wecom'; readonly customerId: string; readonly quota: SendQuota }
  | { readonly kind: 'copy'; readonly customerId: string | null };

/** The card's own customer; else the only one tied to its order. An order of two strangers is nobody's to write to. */
export async function customerOfCard(
  sql: Sql,
  card: { readonly customerId: string | null; readonly orderId: string | null },
): Promise<string | null> {
  if (card.customerId !== null || card.orderId === null) return card.customerId;
  const tied = await sql.query<{ id: string }>(
    'select customer_id as id from customer_orders where order_id = $1::bigint order by customer_id limit 2',
    [card.orderId],
  );
  return tied.length === 1 ? (tied[0]?.id ?? null) : null;
}

/** How the customer of a card can be answered now. No permission is checked here. */
export async function replyChannel(
  sql: Sql,
  card: { readonly customerId: string | null; readonly orderId: string | null },
): Promise<ReplyChannel> {
  const customerId = await customerOfCard(sql, card);
  if (customerId === null) return { kind: 'copy', customerId };
  const [clock] = await sql.query<{ now: number }>('select clock_timestamp() as now');
  const quota = await customerSendQuota(sql, customerId, clock?.now ?? 0);
  return quota === null ? { kind: 'copy', customerId } : { kind: 'wecom', customerId, quota };
}
