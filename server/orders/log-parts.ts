/** said: by a source; done: decided here; card: opened, moved, disposed of, closed; contact: with the buyer; looked: at a personal value. */
export const LOG_KINDS = ['said', 'done', 'card', 'contact', 'looked'] as const;
export type LogKind = (typeof LOG_KINDS)[number];

/** There may be thousands of statements: only those of the page are brought into the form of a line. */
const SAID = `select 1 as rank, id, seen_at as at, 'said' as kind, kind as action, source as actor,
    jsonb_build_object('status', status, 'sourceAt', round(extract(epoch from at) * 1000), 'cleaning', cleaning) as detail
  from (select * from order_events where order_id = $1::bigint
      and ($2::bigint is null or (floor(extract(epoch from seen_at) * 1000)::bigint, 1, id) < ($2::bigint, $3::int, $4::bigint))
    order by floor(extract(epoch from seen_at) * 1000)::bigint desc, id desc limit $5) e`;

const DONE = `select 2 as rank, id, at, 'done' as kind, action, actor, detail from order_log where order_id = $1::bigint
  union all
  select 0, 0, f.found_at, 'done', 'found-by-poll', 'system', '{}'
  from orders o join order_fetches f using (shop_id, order_no) where o.id = $1::bigint and f.found_by = 'poll'`;

const CARD = `select 3 as rank, id, opened_at as at, 'card' as kind, 'card.opened' as action, 'system' as actor,
    jsonb_build_object('taskId', id, 'kind', kind, 'tierId', tier_id) from tasks where order_id = $1::bigint
  union all
  select 4, m.id, m.at, 'card', case when m.to_seat is null then 'card.returned' else 'card.moved' end,
    coalesce(m.by_whom, 'system'), jsonb_build_object('taskId', t.id, 'how', m.how,
      'from', (select name from users where id = m.from_seat), 'to', (select name from users where id = m.to_seat))
  from tasks t join task_moves m on m.task_id = t.id where t.order_id = $1::bigint
  union all
  select 5, a.id, a.at, 'card', 'card.disposed', a.actor, a.detail || jsonb_build_object('taskId', t.id)
  from tasks t join audit a on a.ref = t.id::text and a.action = 'tasks.dispose' where t.order_id = $1::bigint
  union all
  select 6, id, closed_at, 'card', 'card.closed', coalesce(closed_by, 'system'), jsonb_build_object('taskId', id)
  from tasks where order_id = $1::bigint and closed_at is not null`;

const CONTACT = `select 7 as rank, i.id, i.at, 'contact', 'contact.' || i.kind, coalesce(i.author, case i.direction when 'in' then 'customer' else 'system' end),
    jsonb_build_object('channel', i.channel, 'direction', i.direction, 'intent', i.intent, 'sendState', i.send_state)
  from interactions i where i.order_id = $1::bigint`;

const LOOKED = `select 8 as rank, a.id, a.at, 'looked', 'looked', a.actor,
    jsonb_build_object('field', a.detail->>'field', 'reason', a.detail->>'reason')
  from audit a where a.ref = $1::bigint::text and a.action = 'orders.reveal'`;

/** SQL for the lines of each kind, of the order $1: rank, id, at, kind, action, actor, detail. Of what happens at once the rank says what came first. */
export const LOG_PARTS: Readonly<Record<LogKind, string>> = {
  said: SAID,
  done: DONE,
  card: CARD,
  contact: CONTACT,
  looked: LOOKED,
};
