import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { JsonHttp } from '@/server/links/outbound';
import { type WecomAccess, type WecomClient, wecomClient } from '@/server/links/wecom/client';
import type { CallbackSecrets } from '@/server/links/wecom/crypto';

/** The callback secrets of a WeCom account; null when there is no such account. */
export async function callbackSecrets(sql: Sql, accountId: string): Promise<CallbackSecrets | null> {
  const [row] = await sql.query<CallbackSecrets>(
    `select callback_token as token, encoding_aes_key as "encodingAesKey", corp_id as "receiveId"
     from wecom_accounts where id = $1`,
    [accountId],
  );
  return row ?? null;
}

/** The columns of a WecomAccess, from wecom_accounts a. */
export const ACCESS_COLUMNS = `a.api_base as "apiBase", a.corp_id as "corpId", a.corp_secret as "corpSecret"`;

/** Clients by access: one per account and secret, so that access tokens are shared and a changed secret takes effect. */
export type ClientFor = (access: WecomAccess) => WecomClient;

/** Keeps one client per account, secret and address. */
export function wecomClients(http: JsonHttp, clock: () => Instant): ClientFor {
  const clients = new Map<string, WecomClient>();
  return (access) => {
    const key = JSON.stringify([access.apiBase, access.corpId, access.corpSecret]);
    const known = clients.get(key) ?? wecomClient(access, http, clock);
    clients.set(key, known);
    return known;
  };
}
