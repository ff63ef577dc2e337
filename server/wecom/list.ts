import type { Instant } from '@/domain/clocks/instant';
import type { Context, UserActor } from '../context';

/** A customer-service account (客服账号) and how pulling its messages goes. */
export interface KfRow {
  readonly openKfId: string;
  readonly name: string;
  readonly isServed: boolean;
  readonly syncedAt: Instant | null;
  readonly syncFailures: number;
  readonly syncError: string | null;
}

export interface WecomRow {
  readonly accountId: string;
  readonly name: string;
  readonly corpId: string;
  readonly apiBase: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly version: number;
  /** When WeCom last checked the callback address with success, and when it last told of an event. */
  readonly verifiedAt: Instant | null;
  readonly eventAt: Instant | null;
  /** When something that was not genuine last came to the callback address, and what was wrong with it. */
  readonly refusedAt: Instant | null;
  readonly refusal: string | null;
  readonly kf: readonly KfRow[];
}

export interface WecomOverview {
  readonly accounts: readonly WecomRow[];
  /** Where WeCom calls back to: followed by /hooks/wecom/ACCOUNT. */
  readonly origin: string;
}

/** All WeCom accounts by name, with their customer-service accounts. No secret leaves the database. */
export async function listAccounts(ctx: Context<UserActor>): Promise<WecomOverview> {
  const accounts = await ctx.db.query<WecomRow>(
    `select a.id as "accountId", a.name, a.corp_id as "corpId", a.api_base as "apiBase", a.group_id as "groupId",
       g.name as "groupName", a.version::int as version, a.callback_verified_at as "verifiedAt",
       a.callback_event_at as "eventAt", a.callback_refused_at as "refusedAt", a.callback_refusal as refusal,
       (select coalesce(jsonb_agg(jsonb_build_object('openKfId', k.open_kfid, 'name', k.name, 'isServed', k.is_served,
          'syncedAt', extract(epoch from k.synced_at) * 1000, 'syncFailures', k.sync_failures, 'syncError', k.sync_error)
          order by k.name, k.open_kfid), '[]') from wecom_kf_accounts k where k.account_id = a.id) as kf
     from wecom_accounts a join groups g on g.id = a.group_id order by a.name, a.id`,
  );
  return { accounts, origin: ctx.origin };
}
