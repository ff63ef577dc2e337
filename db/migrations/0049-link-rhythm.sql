-- How many messages came from a link in a minute, and how long before the first of them none had come: as for shops.
create table link_minutes (
  link_id text not null references links (id) on delete cascade,
  at timestamptz not null,
  messages integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- the one before; null: nothing had come before
  before_at timestamptz,
  primary key (link_id, at)
);
create index link_minutes_at on link_minutes (at);
-- Up to which message of the links they are counted.
create table link_minutes_cursor (
  is_only boolean primary key default true check (is_only),
  message_id bigint not null default 0
);
insert into link_minutes_cursor default values;

-- Links of which nothing came for far longer than is normal at that time of day, though something was to be expected.
create table link_silences (
  id bigint generated always as identity primary key,
  link_id text not null references links (id) on delete cascade,
  -- the last message before it, or when something was first to be expected again
  since timestamptz not null,
  limit_ms bigint not null,
  noticed_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index link_silences_open on link_silences (link_id) where ended_at is null;

-- What links are expected to speak of: orders that a warehouse has, parcels that are under way.
create index warehouse_orders_awaited on warehouse_orders (link_id, sent_at) where state in ('sent', 'accepted', 'cancelling');
create index parcels_awaited on parcels (link_id, watched_at) where watch = 'watched';
