-- Orders of one buyer to one address that go to the warehouse as one parcel.

-- off: orders go by themselves; suggest: people are shown which belong together; automatic: those are put together at once.
alter table shops
  add column merge_mode text not null default 'suggest' check (merge_mode in ('off', 'suggest', 'automatic')),
  -- how long a released order waits for others of its buyer; 0: it leaves at once
  add column merge_wait_minutes integer not null default 0 check (merge_wait_minutes between 0 and 240);

-- A released order may wait before it leaves (state waiting). Merged orders leave under one code, each with a row of its own.
alter table warehouse_orders
  drop constraint warehouse_orders_code_key,
  add constraint warehouse_orders_code_order_key unique (code, order_id),
  drop constraint warehouse_orders_state_check,
  add constraint warehouse_orders_state_check check (state in
    ('waiting', 'sending', 'sent', 'accepted', 'shipped', 'rejected', 'failed', 'cancelling', 'cancelled')),
  -- a digest of what its platform names buyer and address by, the same for orders that belong together
  add column merge_key text,
  -- the platform says itself that they go to one address; else only people put them together
  add column is_merge_sure boolean not null default false,
  add column leaves_at timestamptz,
  -- others with its key were looked for
  add column mates_sought_at timestamptz,
  -- a person wants it by itself: it is not suggested, nor put together automatically
  add column is_kept_apart boolean not null default false,
  -- orders with which it could have been merged when it left
  add column left_apart_from bigint[] not null default '{}',
  add constraint warehouse_orders_waits check (state <> 'waiting' or (merge_key is not null and leaves_at is not null));
drop index warehouse_orders_under_way;
create unique index warehouse_orders_under_way on warehouse_orders (order_id)
  where state in ('waiting', 'sending', 'sent', 'accepted', 'shipped', 'cancelling');
create index warehouse_orders_waiting on warehouse_orders (merge_key) where state = 'waiting';
create index warehouse_orders_leaving on warehouse_orders (leaves_at) where state = 'waiting';
create index warehouse_orders_mates_unsought on warehouse_orders (id) where state = 'waiting' and mates_sought_at is null;

create table merges (
  id bigint generated always as identity primary key,
  shop_id text not null references shops (id),
  reason text not null,
  -- a user id, or 'system'
  made_by text not null,
  made_at timestamptz not null default now()
);

-- An order's time in a merge. split_reason: a person's words, or of the product: cancelled, held, changed (it no longer belongs
-- there), alone (the others left it), released-again.
create table merge_members (
  id bigint generated always as identity primary key,
  merge_id bigint not null references merges (id) on delete cascade,
  order_id bigint not null references orders (id) on delete cascade,
  joined_at timestamptz not null default now(),
  joined_by text not null,
  split_at timestamptz,
  split_by text,
  split_reason text,
  check ((split_at is null) = (split_by is null) and (split_at is null) = (split_reason is null))
);
-- However many people act at once, an order is in one merge at most.
create unique index merge_members_open on merge_members (order_id) where split_at is null;
create index merge_members_of_merge on merge_members (merge_id, order_id);
create index merge_members_of_order on merge_members (order_id, id);

-- A trigger writes it, so that no writer of members can forget it.
create function log_merge_member() returns trigger language plpgsql as $$
begin
  insert into order_log (order_id, actor, action, detail)
  select new.order_id, case tg_op when 'INSERT' then new.joined_by else new.split_by end,
    case tg_op when 'INSERT' then 'merge.joined' else 'merge.split' end,
    jsonb_strip_nulls(jsonb_build_object('mergeId', new.merge_id::text, 'reason', new.split_reason));
  return null;
end $$;
create trigger merge_members_log_joined after insert on merge_members for each row execute function log_merge_member();
create trigger merge_members_log_split after update of split_at on merge_members for each row
  when (old.split_at is null and new.split_at is not null) execute function log_merge_member();
