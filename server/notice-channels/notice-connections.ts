import { type ConnectionHealth, type ConnectionSource, NOT_COUNTED } from '../health/connection';

type Row = Pick<
  ConnectionHealth,
  'name' | 'groupName' | 'lastEventAt' | 'waiting' | 'waitingSince' | 'retrying' | 'deadLetters' | 'problem'
> & { readonly channelId: string };

/** The group chats that are told of things: what was last sent, what waits, and what was given up in the last day. */
export const noticeConnections: ConnectionSource = async (db, groups) => {
  const rows = await db.query<Row>(
    `select c.id::text as "channelId", c.name, g.name as "groupName", n.sent as "lastEventAt", n.waiting, n.since as "waitingSince",
       n.retrying, n.failed as "deadLetters", n.problem
     from notice_channels c left join groups g on g.id = c.group_id cross join lateral (
       select max(settled_at) filter (where state = 'sent') as sent,
         count(*) filter (where state in ('queued', 'sending'))::int as waiting,
         min(created_at) filter (where state in ('queued', 'sending')) as since,
         count(*) filter (where state = 'queued' and attempts > 0)::int as retrying,
         count(*) filter (where state = 'failed' and settled_at > now() - interval '1 day')::int as failed,
         (array_agg(last_error order by id desc))[1] as problem
       from (select * from notice_posts p where p.channel_id = c.id order by id desc limit 200) p) n
     where c.is_active and ($1::text[] is null or c.group_id = any ($1)) order by c.name, c.id`,
    [groups],
  );
  return rows.map(({ channelId, ...row }) => ({
    ...{ ...NOT_COUNTED, ...row },
    ...{ id: `notice:${channelId}`, kind: 'notice', path: '/settings/notices' },
  }));
};
