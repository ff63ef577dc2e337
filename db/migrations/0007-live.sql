-- The change feed: written in the transaction of the change, read behind the oldest writer of this database.
create table feed (
  xid xid8 not null default pg_current_xact_id(),
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  topic text not null,
  rooms text[] not null,
  entity_id text not null,
  version bigint not null,
  patch jsonb not null
);
create unique index feed_cursor on feed (xid, id);
create index feed_at on feed (at);

-- Effects that leave the house. The lease is the due time; token fences a lost worker.
create sequence outbox_token;
create table outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  payload jsonb not null,
  idempotency_key text not null unique,
  state smallint not null default 0,
  due_at timestamptz not null default now(),
  token bigint,
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  done_at timestamptz
);
create index outbox_due on outbox (due_at, id) where state = 0;

-- Appended in the transaction of the action.
create table audit (
  id bigint generated always as identity primary key,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  ref text,
  detail jsonb not null default '{}'
);
create index audit_at on audit (at);

-- Scheduled work: one row a job, leased by due_at.
create table job_leases (
  name text primary key,
  due_at timestamptz not null default 'epoch',
  holder text,
  ran_at timestamptz,
  last_error text
);
