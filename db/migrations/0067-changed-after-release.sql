-- What a warehouse was told of an order, to see whether something is otherwise since.
alter table warehouse_orders
  -- keyed digests of whom it goes to and of its lines, in parts; null: it was sent before they were kept
  add column given jsonb,
  -- why it is taken back though it may ship: what the platform has changed
  add column changed text[] not null default '{}';

-- Orders at a warehouse of whose receiver or lines their platform said something since: to be held against what was given.
create table warehouse_said_anew (
  order_id bigint primary key references orders (id) on delete cascade
);
