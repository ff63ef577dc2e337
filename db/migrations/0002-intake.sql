-- A shop is an instance of a channel with its own secrets (two may be live while one is rotated).
create table shops (
  id text primary key,
  name text not null,
  platform text not null,
  channel text not null,
  group_id text not null references groups (id),
  secrets text[] not null default '{}',
  is_active boolean not null default true,
  created_at timestamptz not null default now()
);

-- The permanent key of every message ever acknowledged, and its state; the body row is insert-only and expires.
-- state: 0 pending, 1 done, 2 unreadable (reason says why), 3 conflict (same id, other body), 4 superseded (said nothing new).
create table inbox_keys (
  id bigint generated always as identity,
  shop_id text not null,
  key text not null,
  body_sha bytea not null,
  state smallint not null default 0,
  attempts smallint not null default 0,
  reason text,
  primary key (shop_id, key)
);
create index inbox_pending on inbox_keys (id) where state = 0;
create index inbox_refused on inbox_keys (id) where state in (2, 3);
create unique index inbox_id on inbox_keys (id);

create table inbox_messages (
  id bigint not null,
  shop_id text not null,
  key text not null,
  received_at timestamptz not null default now(),
  body bytea not null
) partition by range (received_at);
create index inbox_messages_id on inbox_messages (id);
create table inbox_messages_default partition of inbox_messages default;

-- Same id with another body: kept beside the first, never processed.
create table inbox_conflicts (
  id bigint generated always as identity primary key,
  shop_id text not null,
  key text not null,
  body_sha bytea not null,
  body bytea not null,
  received_at timestamptz not null default now(),
  unique (shop_id, key, body_sha)
);

-- One run of an order report through the inbox. as_of + revision ms is the version of the file's statements: the same file
-- (file_sha) always has the same, so that importing it again adds nothing.
create table import_runs (
  id bigint generated always as identity primary key,
  shop_id text not null references shops (id),
  file_name text not null,
  file_sha bytea not null,
  as_of timestamptz not null,
  revision smallint not null,
  rows_total integer not null,
  rows_new integer not null default 0,
  rows_changed integer not null default 0,
  rows_same integer not null default 0,
  rows_older integer not null default 0,
  rows_unreadable integer not null default 0,
  amount_fen bigint not null,
  paid_fen bigint not null,
  refund_fen bigint not null,
  actor text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index import_runs_file on import_runs (shop_id, file_sha);
