-- Since when it is known how many pieces of a SKU there are; until then nobody is refused, and nothing is promised.
alter table stock_items add column counted_at timestamptz;
update stock_items i set counted_at = m.at
  from (select sku, min(at) as at from stock_movements where kind in ('adjusted', 'warehouse') group by sku) m where m.sku = i.sku;

-- uncounted: the order wants pieces of which nobody has counted how many there are.
alter table stock_reservations drop constraint stock_reservations_state_check;
alter table stock_reservations add constraint stock_reservations_state_check
  check (state in ('reserved', 'short', 'uncounted', 'released', 'shipped'));
create index stock_reservations_uncounted on stock_reservations (sku, order_id) where state = 'uncounted';

-- Whether the platform of a shop is told what is free, and how much of it: off until somebody turns it on.
alter table stock_shops
  add column is_writing boolean not null default false,
  -- pieces that are never offered: so many, or this share of what is free, whichever is more
  add column buffer_pieces integer not null default 0 check (buffer_pieces between 0 and 1000000),
  add column buffer_bp integer not null default 0 check (buffer_bp between 0 and 10000),
  -- of the rest, what this shop may offer
  add column share_bp integer not null default 10000 check (share_bp between 1 and 10000),
  -- also differences, which cannot sell again what buyers are just taking; else whole numbers alone
  add column does_write_changes boolean not null default true,
  add column version bigint not null default 1;

-- An article of a platform as far as it is told how much of it there is.
create table stock_articles (
  shop_id text not null references stock_shops (shop_id),
  platform_sku text not null,
  -- the platform's own numbers of it, by which its API knows it
  product_no text not null default '',
  sku_no text not null default '',
  -- what the platform offers: what it was told, less what its buyers have taken since; null: not known, so the next is a whole number
  shown integer,
  -- a lease is out with nothing heard of it yet: what became of it is not known
  is_open boolean not null default false,
  -- what it was last told to offer, and when it took that
  sent integer,
  sent_at timestamptz,
  due_at timestamptz,
  -- something has changed so often
  told bigint not null default 0,
  token bigint not null default 0,
  attempts integer not null default 0,
  last_error text,
  dead_at timestamptz,
  primary key (shop_id, platform_sku)
);
create index stock_articles_due on stock_articles (shop_id, due_at) where due_at is not null;
create index stock_articles_dead on stock_articles (shop_id) where dead_at is not null;
create sequence stock_article_token;
create index sku_map_sku on sku_map (sku);
insert into stock_articles (shop_id, platform_sku) select distinct shop_id, platform_sku from sku_map;
