-- An order as it was given to a warehouse; after a cancellation it may be given again under another code. code is what the
-- warehouse tells repeats by.
create table warehouse_orders (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id) on delete cascade,
  link_id text not null,
  attempt integer not null,
  code text not null unique,
  -- sending: not answered yet; sent: taken by the warehouse's system; accepted: the warehouse has begun; rejected and failed:
  -- it will not do it, or could not be told; cancelling: asked to let it be
  state text not null default 'sending'
    check (state in ('sending', 'sent', 'accepted', 'shipped', 'rejected', 'failed', 'cancelling', 'cancelled')),
  is_urgent boolean not null default false,
  -- released again while the cancellation is under way
  is_wanted_again boolean not null default false,
  created_at timestamptz not null default now(),
  tried_at timestamptz,
  sent_at timestamptz,
  accepted_at timestamptz,
  settled_at timestamptz,
  warehouse_order_no text,
  reason text,
  -- an urgent order is to be accepted by then; told: people were told that it was not
  accept_due_at timestamptz,
  late_told_at timestamptz,
  unique (order_id, attempt)
);
create unique index warehouse_orders_under_way on warehouse_orders (order_id)
  where state in ('sending', 'sent', 'accepted', 'shipped', 'cancelling');
create index warehouse_orders_accept_due on warehouse_orders (accept_due_at)
  where accept_due_at is not null and accepted_at is null and late_told_at is null;

-- What the warehouse said of it, each message once.
create table warehouse_reports (
  id bigint generated always as identity primary key,
  warehouse_order_id bigint not null references warehouse_orders (id) on delete cascade,
  message_id bigint not null,
  status text not null,
  at timestamptz not null,
  -- items that are missing: [{sku, planned, lacking}]
  lacking jsonb,
  detail text not null default '',
  unique (warehouse_order_id, message_id)
);

-- Movements of stock that a warehouse told of, each once; the stock ledger takes them from here.
create table warehouse_stock_changes (
  id bigint generated always as identity primary key,
  link_id text not null,
  message_id bigint not null,
  business_code text not null,
  warehouse text not null,
  sku text not null,
  inventory_type text not null default 'ZP',
  quantity integer not null,
  order_code text not null default '',
  at timestamptz,
  seen_at timestamptz not null default now(),
  unique (link_id, business_code, warehouse, sku, inventory_type)
);

-- A parcel, and how far the courier's traces of it are known.
create table parcels (
  id bigint generated always as identity primary key,
  tracking_no text not null unique,
  -- the carrier as Kuaidi100 spells it; '' = not known, it finds out
  carrier text not null default '',
  link_id text,
  -- waiting: to be asked for; watched; refused; ended: nothing more will be told
  watch text not null default 'waiting' check (watch in ('waiting', 'watched', 'refused', 'ended')),
  watches integer not null default 0,
  refusal text,
  watched_at timestamptz,
  -- when the traces were last told, and last asked for
  heard_at timestamptz,
  asked_at timestamptz,
  -- what the newest list of traces says; the words are sealed, since they may name people
  state text,
  stated_at timestamptz,
  collected_at timestamptz,
  signed_at timestamptz,
  last_scan_at timestamptz,
  scans_sealed bytea,
  created_at timestamptz not null default now()
);
create index parcels_scans_kept on parcels (last_scan_at) where scans_sealed is not null;

create table parcel_orders (
  parcel_id bigint not null references parcels (id) on delete cascade,
  order_id bigint not null references orders (id) on delete cascade,
  primary key (parcel_id, order_id)
);
create index parcel_orders_order on parcel_orders (order_id);

-- Payments and refunds that a payment service gave notice of, each once however often it was told.
create table payment_notices (
  id bigint generated always as identity primary key,
  link_id text not null,
  message_id bigint not null,
  kind text not null check (kind in ('payment', 'refund')),
  -- the service's own number of the payment or refund
  number text not null,
  transaction_no text not null,
  order_id bigint not null references orders (id) on delete cascade,
  state text not null,
  amount_fen integer not null,
  at timestamptz not null,
  unique (link_id, kind, number)
);
create index payment_notices_order on payment_notices (order_id, at);

-- Sources that contradict each other about an order; closed when they agree again, or a person has taken a side.
create table order_conflicts (
  order_id bigint not null references orders (id) on delete cascade,
  kind text not null,
  -- who says what since when: [{source, value, at}]
  sides jsonb not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  -- a user id, or 'agreed'
  closed_by text,
  taken_source text,
  taken_reason text,
  version integer not null default 1,
  primary key (order_id, kind)
);
create index order_conflicts_open on order_conflicts (opened_at, order_id) where closed_at is null;
create index order_conflicts_of_order on order_conflicts (order_id) where closed_at is null;

-- Whether managers have been told that too many open orders are in conflict. One row.
create table conflict_alarm (
  is_only boolean primary key default true check (is_only),
  raised_at timestamptz,
  share_bp integer
);
insert into conflict_alarm default values;
