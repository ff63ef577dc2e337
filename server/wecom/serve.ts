import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import { accountIdField } from './account-fields';
import { announceAccount } from './announce-account';

export const serveInput = z.strictObject({
  accountId: accountIdField,
  /** All customer-service accounts that are to be served from now on; the others of this account are not pulled. */
  kf: z
    .array(z.strictObject({ openKfId: z.string().regex(/^[\w-]{1,64}$/), name: z.string().trim().max(100) }))
    .max(500),
});

/**
 * Chooses which customer-service accounts are served. What customers write to the others stays with WeCom.
 * Throws notFound, and conflict when one belongs to another WeCom account here.
 */
export async function serveAccounts(
  ctx: Context<UserActor>,
  { accountId, kf }: z.infer<typeof serveInput>,
): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const accounts = await tx.query('select 1 from wecom_accounts where id = $1 for update', [accountId]);
    if (accounts.length === 0) throw notFound('WeCom account');
    const unique = [...new Map(kf.map((one) => [one.openKfId, one])).values()];
    const ids = unique.map(({ openKfId }) => openKfId);
    const kept = await tx.query(
      `insert into wecom_kf_accounts as k (open_kfid, account_id, name)
       select id, $1, coalesce(nullif(name, ''), id) from unnest($2::text[], $3::text[]) n (id, name) order by id
       on conflict (open_kfid) do update set is_served = true, name = excluded.name
       where k.account_id = excluded.account_id returning open_kfid`,
      [accountId, ids, unique.map(({ name }) => name)],
    );
    if (kept.length !== ids.length) throw conflict('another WeCom account here serves it', { why: 'served-elsewhere' });
    await tx.query(
      'update wecom_kf_accounts set is_served = false where account_id = $1 and is_served and open_kfid <> all ($2)',
      [accountId, ids],
    );
    await audit(tx, ctx.actor, 'wecom.serve', accountId, { openKfIds: ids });
    await announceAccount(tx, accountId);
  });
  ctx.wakeFeed();
}
