-- How long personal data is kept, and how much of it one person may look at. One row.
create table privacy_settings (
  is_only boolean primary key default true check (is_only),
  raw_body_days integer not null default 30 check (raw_body_days between 1 and 3650),
  receiver_days integer not null default 180 check (receiver_days between 1 and 3650),
  -- null: kept
  message_days integer check (message_days between 1 and 3650),
  reveals_a_day integer not null default 200 check (reveals_a_day between 1 and 10000),
  -- more than these within ten minutes raise an alarm
  reveals_in_ten_minutes integer not null default 20 check (reveals_in_ten_minutes between 1 and 10000),
  version bigint not null default 1
);
insert into privacy_settings default values;

-- Who looked at which personal value, for the limit and the alarm; the value is nowhere.
create table reveals (
  id bigint generated always as identity primary key,
  user_id text not null references users (id) on delete cascade,
  order_id bigint not null references orders (id) on delete cascade,
  field text not null check (field in ('name', 'phone', 'detail')),
  at timestamptz not null default now(),
  is_alarm boolean not null default false
);
create index reveals_user on reveals (user_id, at desc);

-- What each run removed that removed anything.
create table retention_runs (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('raw-bodies', 'receivers', 'messages')),
  removed integer not null,
  at timestamptz not null default now()
);
create index retention_runs_kind on retention_runs (kind, at desc);

-- What is still there to be removed, oldest first.
create index order_receivers_kept on order_receivers (order_id) where sealed is not null;
create index interactions_kept on interactions (at) where sealed_body is not null;
