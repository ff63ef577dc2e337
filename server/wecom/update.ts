import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { conflict, notFound } from '../errors';
import {
  accountFields,
  accountIdField,
  aesKeyField,
  assertAccountFits,
  callbackTokenField,
  corpSecretField,
} from './account-fields';
import { announceAccount } from './announce-account';
import { openWecomSecrets, sealWecomSecrets } from './secrets';

export const updateAccountInput = z.strictObject({
  accountId: accountIdField,
  /** As it was when the form was opened: a change made meanwhile is not overwritten. */
  version: z.number().int().positive(),
  ...accountFields,
  /** Secrets that are left out stay. */
  corpSecret: corpSecretField.optional(),
  callbackToken: callbackTokenField.optional(),
  encodingAesKey: aesKeyField.optional(),
});
export type UpdateAccountInput = z.infer<typeof updateAccountInput>;

/**
 * Changes a WeCom account; another secret takes effect at the next call. With another callback token or key the address
 * counts as not verified. Throws notFound, invalid, and conflict when it was changed meanwhile.
 */
export async function updateAccount(ctx: Context<UserActor>, input: UpdateAccountInput): Promise<void> {
  const { accountId, name, corpId, groupId, apiBase } = input;
  await ctx.db.tx(async (tx) => {
    const [before] = await tx.query<{ version: number; sealed: Buffer }>(
      'select version::int as version, secrets_sealed as sealed from wecom_accounts where id = $1 for update',
      [accountId],
    );
    if (!before) throw notFound('WeCom account');
    if (before.version !== input.version) throw conflict('this account was changed meanwhile', { why: 'changed' });
    await assertAccountFits(tx, ctx, input);
    const known = openWecomSecrets(ctx.keyring, accountId, before.sealed);
    const secrets = {
      corpSecret: input.corpSecret ?? known.corpSecret,
      callbackToken: input.callbackToken ?? known.callbackToken,
      encodingAesKey: input.encodingAesKey ?? known.encodingAesKey,
    };
    const isCallbackKept =
      secrets.callbackToken === known.callbackToken && secrets.encodingAesKey === known.encodingAesKey;
    await tx.query(
      `update wecom_accounts set name = $2, corp_id = $3, group_id = $4, api_base = $5, secrets_sealed = $6,
         callback_verified_at = case when $7 then callback_verified_at end, version = version + 1 where id = $1`,
      [accountId, name, corpId, groupId, apiBase, sealWecomSecrets(ctx.keyring, accountId, secrets), isCallbackKept],
    );
    const replaced = (['corpSecret', 'callbackToken', 'encodingAesKey'] as const).filter(
      (field) => secrets[field] !== known[field],
    );
    await audit(tx, ctx.actor, 'wecom.update', accountId, { corpId, groupId, apiBase, replaced });
    await announceAccount(tx, accountId);
  });
  ctx.wakeFeed();
}
