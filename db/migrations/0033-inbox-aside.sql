-- Messages that could not be taken. States of an inbox key, besides those of 0002: 5 waits for another try (retry_at), 6 waits
-- because its shop is held, 7 given up after the last try, 8 discarded by a person. The claim reads state 0 alone, as before.
alter table inbox_keys
  add column retry_at timestamptz,
  -- when it was last set aside, or last failed
  add column aside_at timestamptz;
create index inbox_retries on inbox_keys (retry_at) where state = 5;
create index inbox_held on inbox_keys (shop_id, id) where state = 6;
create index inbox_aside on inbox_keys (aside_at, id) where state in (2, 5, 7);
create index inbox_aside_shop on inbox_keys (shop_id, state, aside_at) where state in (2, 5, 7);
update inbox_keys set aside_at = now() where state = 2;

-- What a person decided about a message that came again with another body; null: nobody has yet.
alter table inbox_conflicts
  add column settled_at timestamptz,
  add column settlement text check (settlement in ('taken', 'kept'));
create index inbox_conflicts_open on inbox_conflicts (received_at, id) where settled_at is null;
create index order_fetches_given_up on order_fetches (dead_at) where dead_at is not null;

-- A person asked again for an order that had been given up.
alter table order_fetches drop constraint order_fetches_due_by_check;
alter table order_fetches add constraint order_fetches_due_by_check check (due_by in ('push', 'poll', 'list', 'person'));

-- While a hold stands, messages of its shop (null: of every shop) are stored and not processed. With a release rate it lets
-- go so many a second, and what comes new passes.
create table inbox_holds (
  id bigint generated always as identity primary key,
  shop_id text references shops (id) on delete cascade,
  reason text not null,
  placed_by text not null references users (id),
  placed_at timestamptz not null default now(),
  release_rate integer check (release_rate between 1 and 10000),
  ended_at timestamptz
);
create unique index inbox_holds_standing on inbox_holds ((coalesce(shop_id, ''))) where ended_at is null;

-- Dead letters that are put through the pipeline again, as they were counted when a person asked for it.
create table redrives (
  id bigint generated always as identity primary key,
  filter jsonb not null,
  total integer not null,
  started_by text not null references users (id),
  started_at timestamptz not null default now(),
  finished_at timestamptz
);
create index redrives_open on redrives (id) where finished_at is null;
create table redrive_rows (
  redrive_id bigint not null references redrives (id) on delete cascade,
  ref text not null,
  -- waiting, queued, not-there (taken care of meanwhile), no-body (its time was over)
  result text not null default 'waiting' check (result in ('waiting', 'queued', 'not-there', 'no-body')),
  primary key (redrive_id, ref)
);
create index redrive_rows_waiting on redrive_rows (redrive_id, ref) where result = 'waiting';

-- Who looked at which raw body, for the limit and the alarm.
create table body_reads (
  id bigint generated always as identity primary key,
  user_id text not null references users (id) on delete cascade,
  ref text not null,
  at timestamptz not null default now(),
  is_alarm boolean not null default false
);
create index body_reads_user on body_reads (user_id, at desc);
