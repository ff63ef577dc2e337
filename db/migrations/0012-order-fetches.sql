-- Orders of platforms that push no orders but name them: what is known of each, and which have to be asked for.
create table order_fetches (
  shop_id text not null references shops (id) on delete cascade,
  order_no text not null,
  -- who first told of the order, and when
  found_by text not null check (found_by in ('push', 'poll')),
  found_at timestamptz not null default now(),
  -- the newest state that was stored: when the platform says that it began, and what tells it from another of that time
  version timestamptz,
  mark text not null default '',
  -- the newest state that a poll has told of, stored or not
  told_version timestamptz,
  told_mark text not null default '',
  -- when the order is to be asked for; null: there is nothing to ask. A lease moves it.
  due_at timestamptz,
  due_by text not null check (due_by in ('push', 'poll')),
  -- grows with everything told of the order: what is told while an answer is on its way makes it due again
  told integer not null default 1,
  -- fences a lost worker: only the newest lease may settle the row
  token bigint,
  attempts smallint not null default 0,
  last_error text,
  -- given up, until something new is told of the order
  dead_at timestamptz,
  primary key (shop_id, order_no)
);
create index order_fetches_due on order_fetches (shop_id, due_at) where due_at is not null;
create index order_fetches_dead on order_fetches (shop_id, dead_at) where dead_at is not null;
create index order_fetches_by_poll on order_fetches (shop_id, found_at) where found_by = 'poll';
create sequence order_fetch_token;

-- The calls that a shop may still make to its platform, over all nodes: a bucket that fills with time. It may be overdrawn.
create table channel_budgets (
  shop_id text primary key references shops (id) on delete cascade,
  tokens double precision not null default 0,
  filled_at timestamptz not null default 'epoch',
  -- no call before this time: the platform said that there were too many, or that nothing will work until a person acts
  blocked_until timestamptz not null default 'epoch',
  -- how often in a row it was blocked
  blocks smallint not null default 0,
  last_error text,
  last_ok_at timestamptz
);

-- The access token of a shop, renewed by one node at a time. Access and refresh token are sealed together.
create table channel_tokens (
  shop_id text primary key references shops (id) on delete cascade,
  sealed bytea,
  renew_at timestamptz,
  renewing_until timestamptz not null default 'epoch'
);

-- The look for changes that no push told of: how far it has come, and when it is due. A lease moves due_at.
create table channel_polls (
  shop_id text primary key references shops (id) on delete cascade,
  due_at timestamptz not null default 'epoch',
  -- everything that changed before this time has been looked at
  looked_until timestamptz,
  failures smallint not null default 0,
  last_error text,
  polled_at timestamptz
);

-- What was asked for and found in a day (Asia/Shanghai).
create table channel_days (
  shop_id text not null references shops (id) on delete cascade,
  day date not null,
  fetched integer not null default 0,
  failed integer not null default 0,
  orders_by_poll integer not null default 0,
  updates_by_poll integer not null default 0,
  primary key (shop_id, day)
);
