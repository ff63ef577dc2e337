-- What there is of each SKU of the house, and how much of it orders hold. However many buyers come at once, no more is held
-- than there is: the database refuses it.
create table stock_items (
  sku text primary key,
  title text not null default '',
  on_hand integer not null default 0,
  reserved integer not null default 0,
  version bigint not null default 1,
  updated_at timestamptz not null default now(),
  constraint stock_items_never_oversold check (reserved >= 0 and reserved <= on_hand)
);

-- Every change of it, and what there was after it.
create table stock_movements (
  id bigint generated always as identity primary key,
  sku text not null references stock_items (sku),
  at timestamptz not null default now(),
  kind text not null check (kind in ('reserved', 'released', 'shipped', 'adjusted', 'warehouse')),
  on_hand_change integer not null,
  reserved_change integer not null,
  on_hand integer not null,
  reserved integer not null,
  -- pieces that left and were not there by the ledger
  missing integer not null default 0,
  order_id bigint,
  actor text not null,
  reason text not null default ''
);
create index stock_movements_sku on stock_movements (sku, id desc);
create trigger stock_movements_append_only before update or delete or truncate on stock_movements
  for each statement execute function refuse_change();

-- What an order holds. short: it waits for pieces, all of its lines or none; released and shipped are over.
create table stock_reservations (
  order_id bigint not null references orders (id),
  sku text not null references stock_items (sku),
  quantity integer not null check (quantity > 0),
  state text not null check (state in ('reserved', 'short', 'released', 'shipped')),
  changed_at timestamptz not null default now(),
  primary key (order_id, sku)
);
create index stock_reservations_short on stock_reservations (order_id) where state = 'short';
create index stock_reservations_held on stock_reservations (sku, order_id) where state in ('reserved', 'short');

-- Shops whose orders hold stock, and since when: what was shipped before was gone when it was counted.
create table stock_shops (
  shop_id text primary key references shops (id),
  since timestamptz not null default now()
);

-- What an article of a platform is made of: one SKU of the house, or several in a bundle.
create table sku_map (
  shop_id text not null references stock_shops (shop_id),
  platform_sku text not null,
  sku text not null references stock_items (sku),
  quantity integer not null check (quantity > 0),
  primary key (shop_id, platform_sku, sku)
);

-- Movements that a warehouse told of go into the ledger once.
alter table warehouse_stock_changes add column counted_at timestamptz;
create index warehouse_stock_changes_uncounted on warehouse_stock_changes (id) where counted_at is null;
