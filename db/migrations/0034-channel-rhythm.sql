-- How many messages came for a shop in a minute, and how long before the first of them none had come: counted shortly after.
create table shop_minutes (
  shop_id text not null references shops (id) on delete cascade,
  at timestamptz not null,
  messages integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- the one before; null: nothing had come before
  before_at timestamptz,
  primary key (shop_id, at)
);
create index shop_minutes_at on shop_minutes (at);
-- Up to which message of the inbox they are counted.
create table shop_minutes_cursor (
  is_only boolean primary key default true check (is_only),
  inbox_id bigint not null default 0
);
insert into shop_minutes_cursor default values;

-- Shops of which nothing came for far longer than is normal at that time of day.
create table shop_silences (
  id bigint generated always as identity primary key,
  shop_id text not null references shops (id) on delete cascade,
  -- the last message before it
  since timestamptz not null,
  limit_ms bigint not null,
  noticed_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index shop_silences_open on shop_silences (shop_id) where ended_at is null;

-- Messages of a span of time, for the replay: they lie in the order in which they came.
create index inbox_messages_received on inbox_messages using brin (received_at) with (pages_per_range = 32);
