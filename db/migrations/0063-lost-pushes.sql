-- messages counts all that was stored for a shop; the times are of what its platform sent of itself: null where none of it was.
-- What we asked for says nothing of whether the platform still speaks.
alter table shop_minutes alter column first_at drop not null, alter column last_at drop not null;
create index shop_minutes_heard on shop_minutes (shop_id, at) where last_at is not null;

-- Shops whose platform tells of their orders, and of which too many orders were found only by looking: pushes are lost.
create table shop_losses (
  id bigint generated always as identity primary key,
  shop_id text not null references shops (id) on delete cascade,
  -- of an hour's orders, how many were found by looking when it was noticed, and how many there were
  found integer not null,
  orders integer not null,
  noticed_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index shop_losses_open on shop_losses (shop_id) where ended_at is null;

-- The orders of an hour that a platform should have told of, by how they were found.
drop index order_fetches_by_poll;
create index order_fetches_told on order_fetches (shop_id, found_at) include (found_by) where found_by in ('push', 'poll');
