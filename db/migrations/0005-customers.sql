create table customers (
  id bigint generated always as identity primary key,
  shown_name text not null default '',
  created_at timestamptz not null default now()
);

-- One person as one channel knows them ('wecom', open_kfid, external_userid).
create table customer_identities (
  channel text not null,
  account text not null,
  external_id text not null,
  customer_id bigint not null references customers (id),
  last_seat_id text references users (id),
  last_inbound_at timestamptz,
  sent_since_inbound integer not null default 0,
  primary key (channel, account, external_id)
);
create index customer_identities_customer on customer_identities (customer_id);

-- Which orders belong to a customer, and who says so: 'scene-param', 'shop-order-message', 'order-no-in-text', 'agent'.
create table customer_orders (
  customer_id bigint not null references customers (id),
  order_id bigint not null references orders (id) on delete cascade,
  how text not null,
  by_whom text not null,
  at timestamptz not null default now(),
  primary key (customer_id, order_id)
);
create index customer_orders_order on customer_orders (order_id);

-- Messages, calls, SMS, system lines and notes, across orders and channels.
create table interactions (
  id bigint generated always as identity primary key,
  customer_id bigint references customers (id),
  order_id bigint references orders (id) on delete set null,
  channel text not null,
  -- our account on the channel it came or goes through; of a message to be sent, fixed at the first try
  account text,
  kind text not null check (kind in ('message', 'call', 'sms', 'system', 'note')),
  direction text not null check (direction in ('in', 'out', 'none')),
  author text,
  body text not null,
  intent text,
  intent_bp integer,
  external_id text,
  send_state text check (send_state in ('queued', 'sent', 'failed', 'sent-outside')),
  send_error text,
  client_key text,
  at timestamptz not null default now(),
  -- taken back by whoever wrote it; the text is kept for the record and not shown
  recalled_at timestamptz,
  version bigint not null default 1
);
create unique index interactions_external on interactions (channel, external_id) where external_id is not null;
create unique index interactions_client_key on interactions (client_key) where client_key is not null;
create index interactions_customer on interactions (customer_id, at desc, id desc);
create index interactions_order on interactions (order_id, at desc, id desc) where order_id is not null;

create table wecom_accounts (
  id text primary key,
  corp_id text not null,
  corp_secret text not null,
  callback_token text not null,
  encoding_aes_key text not null,
  api_base text not null,
  group_id text not null references groups (id)
);
create table wecom_kf_accounts (
  open_kfid text primary key,
  account_id text not null references wecom_accounts (id),
  name text not null,
  sync_cursor text not null default '',
  sync_token text,
  -- when to pull next (null: never pulled yet, so now); while someone pulls: until when they may take
  sync_due_at timestamptz,
  synced_at timestamptz,
  sync_failures integer not null default 0,
  sync_error text
);
