import type { Services } from '@/server/context';
import { AppError, notFound } from '@/server/errors';
import { CallbackRefused } from '@/server/links/sealed-callback';
import { answerUrlCheck, readCallback } from '@/server/links/wecom/callback';
import { callbackSecrets } from './accounts';
import { noteEvent, noteRefusal, noteVerified } from './callback-state';

export interface CallbackServices extends Pick<Services, 'db' | 'keyring'> {
  readonly wakeSync: () => void;
}

export interface WecomCallback {
  readonly accountId: string;
  readonly query: URLSearchParams;
  /** null for GET: WeCom checks the address. */
  readonly body: string | null;
}

/**
 * Answers a WeCom callback with the text to reply. It only notes, durably, that the account is due to be pulled: WeCom
 * waits one second for the address check and five for an event. A customer-service account seen for the first time is
 * registered. Whatever is not genuine is refused with 401.
 */
export async function receiveWecomCallback(services: CallbackServices, callback: WecomCallback): Promise<string> {
  const secrets = await callbackSecrets(services.db, services.keyring, callback.accountId);
  if (secrets === null) throw notFound('WeCom account');
  const now = await services.db.now();
  try {
    if (callback.body === null) {
      const answer = answerUrlCheck(secrets, callback.query, now);
      await noteVerified(services.db, callback.accountId);
      return answer;
    }
    const waiting = readCallback(secrets, callback.query, callback.body, now);
    await noteEvent(services.db, callback.accountId);
    if (waiting === null) return '';
    await services.db.query(
      `insert into wecom_kf_accounts as k (open_kfid, account_id, name, sync_token, sync_due_at)
       values ($1, $2, $1, $3, now())
       on conflict (open_kfid) do update
       set sync_token = excluded.sync_token, sync_due_at = least(coalesce(k.sync_due_at, now()), now())
       where k.account_id = excluded.account_id`,
      [waiting.openKfId, callback.accountId, waiting.syncToken === '' ? null : waiting.syncToken],
    );
  } catch (error) {
    if (!(error instanceof CallbackRefused)) throw error;
    await noteRefusal(services.db, callback.accountId, error.why);
    throw new AppError('signed-out', error.message, { why: error.why });
  }
  services.wakeSync();
  return '';
}
