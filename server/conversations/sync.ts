import { SECOND_MS } from '@/domain/clocks/instant';
import type { Services } from '@/server/context';
import type { WecomClient } from '@/server/links/wecom/client';
import { ERRCODE, WecomError } from '@/server/links/wecom/errors';
import type { SyncPage } from '@/server/links/wecom/messages';
import { ACCESS_COLUMNS, type ClientFor, type SealedAccess } from './accounts';
import { receiveMessages } from './receive';
import type { ClassifyIntent } from './store-messages';

/** What the conversation workers need besides the database. */
export interface ConversationServices extends Services {
  readonly clientFor: ClientFor;
  readonly classify: ClassifyIntent;
  /** Told of every failed pull; what failed is tried again by itself. */
  readonly onSyncProblem: (openKfId: string, error: unknown) => void;
}

/** Small enough that a page is stored well within a second. */
const PAGE_LIMIT = 100;
const LEASE_SECONDS = 30;
/** Callbacks can get lost: without any, an account is asked this often. */
const QUIET_SECONDS = 300;
const BACKOFF_SECONDS = [3, 6, 12, 30, 60, 180] as const;

interface LeasedAccount extends SealedAccess {
  readonly openKfId: string;
  readonly groupId: string;
  readonly cursor: string;
  readonly syncToken: string | null;
  readonly failures: number;
  readonly lease: string;
}

async function leaseDueAccount(services: ConversationServices): Promise<LeasedAccount | null> {
  const [row] = await services.db.query<LeasedAccount>(
    `with due as (
       select open_kfid from wecom_kf_accounts where is_served and coalesce(sync_due_at, 'epoch') <= now()
       order by sync_due_at nulls first limit 1 for update skip locked
     )
     update wecom_kf_accounts k set sync_due_at = now() + make_interval(secs => ${LEASE_SECONDS})
     from due, wecom_accounts a where k.open_kfid = due.open_kfid and a.id = k.account_id
     returning k.open_kfid as "openKfId", a.group_id as "groupId", k.sync_cursor as cursor, k.sync_token as "syncToken",
       k.sync_failures as failures, k.sync_due_at::text as lease, ${ACCESS_COLUMNS}`,
  );
  return row ?? null;
}

async function pullPage(client: WecomClient, account: LeasedAccount, cursor: string): Promise<SyncPage> {
  const ask = { openKfId: account.openKfId, cursor, limit: PAGE_LIMIT };
  try {
    return await client.syncMessages({ ...ask, syncToken: account.syncToken });
  } catch (error) {
    const isTokenOver = error instanceof WecomError && error.errcode === ERRCODE.syncTokenInvalid;
    if (!isTokenOver || account.syncToken === null) throw error;
    return client.syncMessages({ ...ask, syncToken: null });
  }
}

/** Messages first, then the cursor, in one transaction; false when somebody else has moved the cursor meanwhile. */
async function storePage(services: ConversationServices, account: LeasedAccount, from: string, page: SyncPage) {
  const isOurs = await services.db.tx(async (tx) => {
    const [held] = await tx.query<{ now: number }>(
      `select clock_timestamp() as now from wecom_kf_accounts where open_kfid = $1 and sync_cursor = $2 for update`,
      [account.openKfId, from],
    );
    if (!held) return false;
    const sealed = { db: tx, keyring: services.keyring };
    await receiveMessages(sealed, account, page.messages, services.classify, held.now);
    await tx.query('update wecom_kf_accounts set sync_cursor = $2 where open_kfid = $1', [
      account.openKfId,
      page.nextCursor === '' ? from : page.nextCursor,
    ]);
    return true;
  });
  if (isOurs && page.messages.length > 0) services.wakeFeed();
  return isOurs;
}

async function pullAll(services: ConversationServices, account: LeasedAccount): Promise<void> {
  const client = services.clientFor(account);
  // The first call may have to get its model ready: not while a transaction is open.
  services.classify('');
  let { cursor } = account;
  for (;;) {
    const page = await pullPage(client, account, cursor);
    if (page.unreadable > 0)
      services.onSyncProblem(account.openKfId, new Error(`${page.unreadable} unreadable entries`));
    const isOurs = await storePage(services, account, cursor, page);
    const isStuck = page.nextCursor === '' || page.nextCursor === cursor;
    if (!isOurs || !page.hasMore || isStuck) return;
    cursor = page.nextCursor;
  }
}

/**
 * Pulls one account that is due to its end, and says whether there was one. A callback that arrives meanwhile moves the
 * due time, so the account stays due and is pulled again. Safe to run on any number of nodes: pages are stored only by
 * whoever finds the cursor where the page began.
 */
export async function syncDueAccount(services: ConversationServices): Promise<boolean> {
  const account = await leaseDueAccount(services);
  if (account === null) return false;
  try {
    await pullAll(services, account);
    await services.db.query(
      `update wecom_kf_accounts set synced_at = now(), sync_failures = 0, sync_error = null,
         sync_due_at = case when sync_due_at = $2::timestamptz then now() + make_interval(secs => ${QUIET_SECONDS})
           else sync_due_at end,
         sync_token = case when sync_due_at = $2::timestamptz then null else sync_token end
       where open_kfid = $1`,
      [account.openKfId, account.lease],
    );
  } catch (error) {
    services.onSyncProblem(account.openKfId, error);
    const waitSeconds = BACKOFF_SECONDS[Math.min(account.failures, BACKOFF_SECONDS.length - 1)] ?? 180;
    await services.db.query(
      `update wecom_kf_accounts set sync_failures = sync_failures + 1, sync_error = $3,
         sync_due_at = now() + make_interval(secs => $4) where open_kfid = $1 and sync_due_at >= $2::timestamptz`,
      [account.openKfId, account.lease, String(error).slice(0, 500), waitSeconds],
    );
  }
  return true;
}

/** How often due accounts are looked for when nothing wakes the worker. */
export const SYNC_POLL_MS = 3 * SECOND_MS;
