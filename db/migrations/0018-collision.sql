-- Who looks at which card, one row a page. Nothing here outlives its pages, so none of it is worth a log.
create sequence attendance_version;
create unlogged table attendances (
  page_id text primary key,
  user_id text not null references users (id) on delete cascade,
  task_id bigint not null references tasks (id) on delete cascade,
  group_id text not null,
  seen_at timestamptz not null default now(),
  typing_until timestamptz,
  -- since when this page has the card to itself
  locked_since timestamptz,
  version bigint not null
);
create unique index attendances_lock on attendances (task_id) where locked_since is not null;
create index attendances_seen on attendances (seen_at);

-- What happened to a card last, and what a person did to it last: {by, what, at, version, tx}. The refusal of a stale write
-- names it. A trigger, so that no writer of cards can forget it; who acts is said per transaction (tidewatch.actor).
alter table tasks add column last_change jsonb, add column last_act jsonb;

create function note_task_change() returns trigger language plpgsql as $$
declare
  actor text := nullif(current_setting('tidewatch.actor', true), '');
  what text := case
    when new.state is distinct from old.state then 'closed'
    when new.seat_id is distinct from old.seat_id then 'seat'
    when new.disposition is distinct from old.disposition then 'disposition'
    when actor is not null then 'answered'
    when new.unread > old.unread or new.last_message_at is distinct from old.last_message_at then 'message'
    when new.is_overdue and not old.is_overdue then 'overdue'
    else 'facts' end;
begin
  -- What follows from a message, in the same transaction, is still the message's doing.
  if what = 'facts' and old.last_change->>'tx' = pg_current_xact_id()::text then
    what := old.last_change->>'what';
  end if;
  new.last_change := jsonb_build_object('by', actor, 'what', what, 'version', new.version,
    'tx', pg_current_xact_id()::text,
    'at', floor(extract(epoch from clock_timestamp()) * 1000)::bigint);
  if actor is not null then
    new.last_act := new.last_change;
  end if;
  return new;
end $$;
create trigger tasks_note_change before update on tasks for each row
  when (old.version is distinct from new.version) execute function note_task_change();
