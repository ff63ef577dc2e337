-- Platforms let few values be decrypted a day: what a shop has spent of it, by day (Asia/Shanghai), and on which orders.
create table channel_decrypts (
  shop_id text not null references shops (id) on delete cascade,
  day date not null,
  spent integer not null default 0,
  -- what the shop may spend, as entered when it was last looked at
  most integer not null,
  last_at timestamptz not null default 'epoch',
  primary key (shop_id, day)
);
create table order_decrypts (
  shop_id text not null references shops (id) on delete cascade,
  order_no text not null,
  spent_at timestamptz not null default now(),
  -- null while it is under way, or where whoever asked has died
  outcome text,
  primary key (shop_id, order_no)
);

-- The shops whose messages a connection carries.
alter table channel_streams add column shop_ids text[] not null default '{}';
create index channel_streams_shops on channel_streams using gin (shop_ids);
