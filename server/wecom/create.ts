import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import {
  accountFields,
  aesKeyField,
  assertAccountFits,
  callbackTokenField,
  corpSecretField,
  generateAesKey,
  generateToken,
} from './account-fields';
import { announceAccount } from './announce-account';
import { sealWecomSecrets } from './secrets';

export const createAccountInput = z.strictObject({
  ...accountFields,
  corpSecret: corpSecretField,
  /** Made here when left out, to be entered in WeCom. */
  callbackToken: callbackTokenField.optional(),
  encodingAesKey: aesKeyField.optional(),
});
export type CreateAccountInput = z.infer<typeof createAccountInput>;

export interface CreatedAccount {
  readonly accountId: string;
  /** What WeCom's callback form asks for, shown this once. */
  readonly callbackToken: string;
  readonly encodingAesKey: string;
}

/** Adds a WeCom account with its secrets sealed. Throws invalid for a group or an API address that cannot be. */
export async function createAccount(ctx: Context<UserActor>, input: CreateAccountInput): Promise<CreatedAccount> {
  const accountId = `wecom-${randomBytes(6).toString('hex')}`;
  const { name, corpId, groupId, apiBase, corpSecret } = input;
  const callbackToken = input.callbackToken ?? generateToken();
  const encodingAesKey = input.encodingAesKey ?? generateAesKey();
  const sealed = sealWecomSecrets(ctx.keyring, accountId, { corpSecret, callbackToken, encodingAesKey });
  await ctx.db.tx(async (tx) => {
    await assertAccountFits(tx, ctx, input);
    await tx.query(
      `insert into wecom_accounts (id, name, corp_id, secrets_sealed, api_base, group_id) values ($1, $2, $3, $4, $5, $6)`,
      [accountId, name, corpId, sealed, apiBase, groupId],
    );
    await audit(tx, ctx.actor, 'wecom.create', accountId, { corpId, groupId, apiBase });
    await announceAccount(tx, accountId);
  });
  ctx.wakeFeed();
  return { accountId, callbackToken, encodingAesKey };
}
