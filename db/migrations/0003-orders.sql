-- Reading and writing instants as epoch milliseconds.
create function at_ms(ms double precision) returns timestamptz language sql immutable parallel safe
  return to_timestamp(ms / 1000.0);

create table orders (
  id bigint generated always as identity primary key,
  shop_id text not null references shops (id),
  order_no text not null,
  platform text not null,
  group_id text not null references groups (id),
  version bigint not null default 1,
  -- merged facts with stamps (domain/order/merge-events.ts), personal fields in masked form only
  facts jsonb not null,
  status text not null,
  stage text,
  stage_since timestamptz,
  region text,
  province text,
  placed_at timestamptz not null,
  paid_at timestamptz,
  amount_fen integer,
  paid_fen integer,
  refund_fen integer,
  buyer_id text,
  buyer_shown text not null default '',
  buyer_ip text,
  tracking_no text,
  -- our own review
  review text not null default 'pending' check (review in ('pending', 'held', 'released', 'rejected')),
  released_at timestamptz,
  held_at timestamptz,
  class text,
  is_urgent boolean not null default false,
  verdict jsonb,
  -- rules that a person has called a false alarm here: they do not hold this order again
  cleared_rules text[] not null default '{}',
  -- what the board counts it as (domain/order/board-state.ts), and on which day (Asia/Shanghai)
  board_state text not null,
  placed_on date not null,
  -- first seen later than 48 h after it was placed: pooled and judged, but no lock, card, notice or clock
  is_history boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (shop_id, order_no)
);
create index orders_order_no on orders (order_no);
create index orders_buyer on orders (buyer_id, placed_at desc) where buyer_id is not null;
create index orders_ip on orders (buyer_ip, placed_at) where buyer_ip is not null;
create index orders_placed on orders (placed_at desc, id desc);
create index orders_group_placed on orders (group_id, placed_at desc, id desc);
create index orders_placed_on on orders (placed_on, platform, region, board_state);
create index orders_stage on orders (stage, stage_since, id) where stage is not null and not is_history;

-- The plain personal values of an order, apart from everything that lists read.
create table order_receivers (
  order_id bigint primary key references orders (id) on delete cascade,
  name text,
  phone text,
  province text,
  city text,
  district text,
  street text,
  detail text,
  shown jsonb not null
);

-- Every statement received about an order, for its log (the state itself is in orders.facts).
create table order_events (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id) on delete cascade,
  inbox_id bigint,
  kind text not null,
  source text not null,
  status text,
  at timestamptz not null,
  seen_at timestamptz not null default now(),
  cleaning jsonb not null default '[]',
  unique (order_id, inbox_id)
);

-- What we ourselves did to an order: verdicts, holds, releases, dispositions. actor is a user id or 'system'.
create table order_log (
  id bigint generated always as identity primary key,
  order_id bigint not null references orders (id) on delete cascade,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  detail jsonb not null default '{}'
);
create index order_log_order on order_log (order_id, id);

-- The price in force of a SKU: list and campaign where imported, and the ring of the last 50 unit prices seen.
create table sku_prices (
  shop_id text not null,
  sku text not null,
  list_fen integer,
  campaign_fen integer,
  campaign_from timestamptz,
  campaign_until timestamptz,
  recent_fen integer[] not null default '{}',
  primary key (shop_id, sku)
);

-- Search by the end of an order number, courier number, tail of the masked phone, and masked name.
create index orders_order_no_end on orders (reverse(order_no) text_pattern_ops);
create index orders_tracking on orders (tracking_no) where tracking_no is not null;
create index orders_phone_tail on orders (right(facts->'receiver'->'value'->'phone'->>'shown', 4), placed_at desc);
create index orders_buyer_shown on orders (buyer_shown text_pattern_ops, placed_at desc);
