import { type ConnectionHealth, type ConnectionSource, NOT_COUNTED } from '../health/connection';

type Row = Pick<
  ConnectionHealth,
  'name' | 'groupName' | 'lastEventAt' | 'waiting' | 'waitingSince' | 'deadLetters' | 'problem'
> & { readonly linkId: string; readonly kind: 'qimen' | 'kuaidi100' | 'wechat-pay' };

/** Warehouses, courier traces and payment services: when each was last heard, what waits, and what was set aside. */
export const linkConnections: ConnectionSource = async (db, groups) => {
  const rows = await db.query<Row>(
    `select l.id as "linkId", l.kind, l.name, null as "groupName", l.heard_at as "lastEventAt", m.waiting,
       m.since as "waitingSince", a.n as "deadLetters",
       case when l.refused_at > coalesce(l.heard_at, 'epoch') then l.refusal end as problem
     from links l cross join lateral (select count(*)::int as waiting, min(received_at) as since from (
         select received_at from link_messages x where x.link_id = l.id and x.state = 0 order by x.id limit 10000) p) m
       cross join lateral (select count(*)::int as n from link_messages x where x.link_id = l.id and x.state = 2) a
     where l.is_active and ($1::text[] is null or exists (
       select 1 from link_shops j join shops s on s.id = j.shop_id where j.link_id = l.id and s.group_id = any ($1)))
     order by l.name, l.id`,
    [groups],
  );
  return rows.map(({ linkId, ...row }) => ({
    ...{ ...NOT_COUNTED, ...row },
    ...{ id: `${row.kind}:${linkId}`, path: '/settings/links' },
  }));
};
