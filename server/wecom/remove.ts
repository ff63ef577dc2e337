import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { accountIdField } from './account-fields';
import { announceAccount } from './announce-account';

export const removeAccountInput = z.strictObject({
  accountId: accountIdField,
  /** Said by a person who knows that its customers can no longer write or be answered here. */
  isConfirmed: z.boolean(),
});

/**
 * Removes a WeCom account, its secrets and its customer-service accounts; conversations stay. One that customers wrote
 * through goes only when that is confirmed. Throws notFound, conflict.
 */
export async function removeAccount(
  ctx: Context<UserActor>,
  { accountId, isConfirmed }: z.infer<typeof removeAccountInput>,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const [account] = await tx.query<{ hasCustomers: boolean }>(
      `select exists (select 1 from wecom_kf_accounts k join customer_identities c
         on c.channel = 'wecom' and c.account = k.open_kfid where k.account_id = a.id) as "hasCustomers"
       from wecom_accounts a where id = $1 for update`,
      [accountId],
    );
    if (!account) throw notFound('WeCom account');
    if (account.hasCustomers && !isConfirmed) throw conflict('customers wrote through it', { why: 'has-customers' });
    await tx.query('delete from wecom_kf_accounts where account_id = $1', [accountId]);
    await tx.query('delete from wecom_accounts where id = $1', [accountId]);
    await audit(tx, ctx.actor, 'wecom.remove', accountId, { hadCustomers: account.hasCustomers });
    await announceAccount(tx, accountId);
  });
  ctx.wakeFeed();
}
