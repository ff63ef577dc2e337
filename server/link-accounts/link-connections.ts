import { rhythmOf } from '@/domain/health/silence';
import { readAlarmLimits } from '../health/alarm-limits';
import { type ConnectionHealth, type ConnectionSource, NOT_COUNTED } from '../health/connection';
import { readLinkRhythms } from '../health/rhythm';

type Row = Pick<
  ConnectionHealth,
  | 'name'
  | 'groupName'
  | 'waiting'
  | 'waitingSince'
  | 'retrying'
  | 'deadLetters'
  | 'arrived'
  | 'asideOfArrived'
  | 'problem'
  | 'trend'
> & { readonly linkId: string; readonly kind: 'qimen' | 'kuaidi100' | 'wechat-pay' };

/** What goes out to a link and was answered by nothing that ends it is tried again. */
const TRIED = `select link_id, count(*)::int as n from outbox o cross join lateral (select coalesce(
    (select w.link_id from warehouse_orders w where w.code = o.payload->>'code' limit 1),
    (select p.link_id from parcels p where p.id = (o.payload->>'parcelId')::bigint)) as link_id) t
  where o.state = 0 and o.last_error is not null and o.kind ~ '^(warehouse|parcel)[.]' group by 1`;

/** Warehouses, courier traces and payment services: what comes, what waits, what was set aside, and whether they are silent. */
export const linkConnections: ConnectionSource = async (db, groups) => {
  const rows = await db.query<Row>(
    `with tried as (${TRIED}),
       hour as (select link_id, sum(messages)::int as n from link_minutes where at > now() - interval '1 hour' group by 1)
     select l.id as "linkId", l.kind, l.name, null as "groupName", m.waiting, m.since as "waitingSince",
       coalesce(t.n, 0) as retrying, a.n as "deadLetters", coalesce(h.n, 0) as arrived, a.young as "asideOfArrived",
       case when l.refused_at > coalesce(l.heard_at, 'epoch') then l.refusal end as problem,
       (select jsonb_agg(coalesce(n, 0) order by bucket) from generate_series(0, 71) bucket left join (
         select 71 - floor(extract(epoch from now() - at) / 300)::int as bucket, sum(messages)::int as n
         from link_minutes x where x.link_id = l.id and at > now() - interval '6 hours' group by 1) f using (bucket)) as trend
     from links l cross join lateral (select count(*)::int as waiting, min(received_at) as since from (
         select received_at from link_messages x where x.link_id = l.id and x.state = 0 order by x.id limit 10000) p) m
       cross join lateral (select count(*)::int as n,
           count(*) filter (where received_at > now() - interval '1 hour')::int as young
         from link_messages x where x.link_id = l.id and x.state = 2) a
       left join tried t on t.link_id = l.id left join hour h on h.link_id = l.id
     where l.is_active and ($1::text[] is null or exists (
       select 1 from link_shops j join shops s on s.id = j.shop_id where j.link_id = l.id and s.group_id = any ($1)))
     order by l.name, l.id`,
    [groups],
  );
  const { silenceFactor } = await readAlarmLimits(db);
  const heard = new Map((await readLinkRhythms(db)).map((one) => [one.id, one]));
  return rows.map(({ linkId, ...row }) => {
    const link = heard.get(linkId);
    return {
      ...{ ...NOT_COUNTED, ...row },
      ...{ id: `${row.kind}:${linkId}`, path: `/settings/links?link=${encodeURIComponent(linkId)}` },
      lastEventAt: link?.lastAt ?? null,
      rhythm: link ? rhythmOf(link.longestGapsMs, silenceFactor) : null,
      silentSince: link?.silentSince ?? null,
      awaited: link?.awaited ?? null,
    };
  });
};
