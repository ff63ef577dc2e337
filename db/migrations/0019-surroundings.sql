-- What is known around an order: the other orders to its door, and where its shop ships from.

-- Keyed hashes of the normalised address and of name and phone (server/pipeline/recipient-keys.ts); null = masked, missing, or
-- no one door. Neither can be read back.
alter table orders add column address_key text, add column recipient_key text;
create index orders_address on orders (address_key, placed_at) where address_key is not null;

-- Area code of the city or district the shop ships from, such as 330108; null = not told.
alter table shops add column ship_from text check (ship_from ~ '^[1-9][0-9]{5}$');

-- The latest sales of each shop at prices far from those in force (domain/triage/price-move.ts).
create table shop_price_points (
  shop_id text primary key references shops (id),
  points jsonb not null
);
