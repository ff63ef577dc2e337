import type { Sql } from '@/db/client';
import type { Instant } from '@/domain/clocks/instant';
import type { JsonHttp } from '@/server/links/outbound';
import type { CallbackSecrets } from '@/server/links/sealed-callback';
import { type WecomClient, wecomClient } from '@/server/links/wecom/client';
import type { Keyring } from '@/server/privacy/keyring';
import { openWecomSecrets } from '@/server/wecom/secrets';

/** The callback secrets of a WeCom account; null when there is no such account. */
export async function callbackSecrets(sql: Sql, keyring: Keyring, accountId: string): Promise<CallbackSecrets | null> {
  const [row] = await sql.query<{ corpId: string; sealed: Buffer }>(
    'select corp_id as "corpId", secrets_sealed as sealed from wecom_accounts where id = $1',
    [accountId],
  );
  if (!row) return null;
  const { callbackToken: token, encodingAesKey } = openWecomSecrets(keyring, accountId, row.sealed);
  return { token, encodingAesKey, receiveId: row.corpId };
}

/** An account as its row has it: what a client of it needs, with the secrets still sealed. */
export interface SealedAccess {
  readonly accountId: string;
  readonly apiBase: string;
  readonly corpId: string;
  readonly secretsSealed: Buffer;
}

/** The columns of a SealedAccess, from wecom_accounts a. */
export const ACCESS_COLUMNS = `a.id as "accountId", a.api_base as "apiBase", a.corp_id as "corpId",
  a.secrets_sealed as "secretsSealed"`;

/** Clients by access: one per account and secret, so that access tokens are shared and a changed secret takes effect. */
export type ClientFor = (access: SealedAccess) => WecomClient;

/** Keeps one client per account, and makes a new one when its secret or address changed. */
export function wecomClients(http: JsonHttp, keyring: Keyring, clock: () => Instant): ClientFor {
  const clients = new Map<string, { readonly sealed: Buffer; readonly base: string; readonly client: WecomClient }>();
  return ({ accountId, apiBase, corpId, secretsSealed }) => {
    const base = `${corpId} ${apiBase}`;
    const known = clients.get(accountId);
    if (known?.base === base && known.sealed.equals(secretsSealed)) return known.client;
    const { corpSecret } = openWecomSecrets(keyring, accountId, secretsSealed);
    const client = wecomClient({ apiBase, corpId, corpSecret }, http, clock);
    clients.set(accountId, { sealed: secretsSealed, base, client });
    return client;
  };
}
