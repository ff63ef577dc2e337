import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import { type SendAllowance, type SendQuota, sendQuota } from '@/domain/reply/quota';

/** The WeCom identity through which customer $1 is answered: that of the account, or, where that is null, the last used. */
export const answeringIdentity = (account: string): string =>
  `select * from customer_identities where channel = 'wecom' and customer_id = $1::bigint
     and (${account}::text is null or account = ${account}::text)
   order by last_inbound_at desc nulls last, account, external_id limit 1`;

/**
 * How many WeCom messages may still be written to a customer, until when, and if none, why; what waits to be sent
 * counts as sent. Null for somebody who is not a WeCom customer.
 */
export async function customerSendQuota(sql: Sql, customerId: string, now: Instant): Promise<SendQuota | null> {
  const [allowance] = await sql.query<SendAllowance>(
    `select i.last_inbound_at as "lastInboundAt", i.sent_since_inbound + (
       select count(*)::int from interactions q where q.customer_id = i.customer_id and q.channel = 'wecom'
         and q.send_state = 'queued' and q.external_id is null) as "sentSinceInbound"
     from (${answeringIdentity('null')}) i`,
    [customerId],
  );
  return allowance ? sendQuota(allowance, now) : null;
}
