import * as z from 'zod';
import { SECOND_MS } from '@/domain/clocks/instant';
import { audit } from '../audit';
import type { Context, UserActor } from '../context';
import { ACCESS_COLUMNS, type SealedAccess } from '../conversations/accounts';
import { notFound } from '../errors';
import { isCallable, OutboundFailure, outboundJson } from '../links/outbound';
import { type KfAccount, wecomClient } from '../links/wecom/client';
import { type AccountProblem, accountProblemOf, refusedIpOf, WecomError } from '../links/wecom/errors';
import { accountIdField } from './account-fields';
import { openWecomSecrets } from './secrets';

export const checkAccountInput = z.strictObject({ accountId: accountIdField });

/** What WeCom said to a real access token request and a list of the customer-service accounts. */
export type AccountCheck =
  | { readonly kind: 'ok'; readonly kf: readonly KfAccount[] }
  | {
      readonly kind: 'refused';
      readonly problem: AccountProblem;
      /** Which of the calls was refused: the token, or the list. */
      readonly call: 'token' | 'list';
      readonly errcode: number;
      readonly errmsg: string;
      /** The address to be entered as trusted, where that is the problem. */
      readonly ip: string | null;
    }
  | { readonly kind: 'unreached'; readonly why: OutboundFailure['why'] };

const http = outboundJson({ timeoutMs: 10 * SECOND_MS, maxBytes: 1_000_000 });

function failureOf(error: unknown): AccountCheck {
  if (error instanceof OutboundFailure) return { kind: 'unreached', why: error.why };
  if (error instanceof z.ZodError) return { kind: 'unreached', why: 'not-json' };
  if (!(error instanceof WecomError)) throw error;
  return {
    kind: 'refused',
    problem: accountProblemOf(error),
    call: error.call === 'gettoken' ? 'token' : 'list',
    errcode: error.errcode,
    errmsg: error.errmsg.slice(0, 200),
    ip: refusedIpOf(error),
  };
}

/** Asks WeCom for a real access token and the customer-service accounts, with what is stored. Throws notFound. */
export async function checkAccount(
  ctx: Context<UserActor>,
  { accountId }: z.infer<typeof checkAccountInput>,
): Promise<AccountCheck> {
  const [access] = await ctx.db.query<SealedAccess>(`select ${ACCESS_COLUMNS} from wecom_accounts a where a.id = $1`, [
    accountId,
  ]);
  if (!access) throw notFound('WeCom account');
  const { apiBase, corpId } = access;
  const { corpSecret } = openWecomSecrets(ctx.keyring, accountId, access.secretsSealed);
  await ctx.db.tx((tx) => audit(tx, ctx.actor, 'wecom.check', accountId));
  if (!isCallable(apiBase, ctx.isLoopbackAllowed)) return { kind: 'unreached', why: 'address' };
  try {
    return { kind: 'ok', kf: await wecomClient({ apiBase, corpId, corpSecret }, http, Date.now).listKfAccounts() };
  } catch (error) {
    return failureOf(error);
  }
}
