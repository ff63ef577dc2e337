import { inGroups } from '../groups/in-groups';
import { type ConnectionHealth, type ConnectionSource, NOT_COUNTED } from '../health/connection';

type Row = Pick<ConnectionHealth, 'name' | 'groupName' | 'lastEventAt' | 'problem'> & {
  readonly accountId: string;
  readonly failures: number;
};

/** The WeCom accounts: when WeCom last told of something, and whether pulling messages fails. */
export const wecomConnections: ConnectionSource = async (db, groups) => {
  const rows = await db.query<Row>(
    `select a.id as "accountId", a.name, g.name as "groupName",
       greatest(a.callback_event_at, k.synced_at) as "lastEventAt", coalesce(k.failures, 0)::int as failures,
       coalesce(k.error, case when a.callback_refused_at > coalesce(a.callback_event_at, a.callback_verified_at, 'epoch')
         then a.callback_refusal end) as problem
     from wecom_accounts a join groups g on g.id = a.group_id left join lateral (
       select max(synced_at) as synced_at, sum(sync_failures) as failures, max(sync_error) as error
       from wecom_kf_accounts f where f.account_id = a.id and f.is_served) k on true
     where ${inGroups('a.group_id', '$1', groups)} order by a.name, a.id`,
    [groups],
  );
  return rows.map(({ accountId, failures, ...row }) => ({
    ...{ ...NOT_COUNTED, ...row, retrying: failures },
    ...{ id: `wecom:${accountId}`, kind: 'wecom', path: `/settings/wecom?account=${accountId}` },
  }));
};
