-- Open orders by buyer and address, also those that wait for no others: who releases one learns what could have gone with it.
create table merge_keys (
  order_id bigint primary key references orders (id) on delete cascade,
  -- the digest that warehouse_orders has of it while it waits; null: not worked out yet
  merge_key text,
  -- the one it had before its buyer or address changed: those that it no longer belongs with are still to be told
  former_key text,
  -- ended: it has shipped, was closed, or may not be merged; such rows are removed once the others were told
  state text not null check (state in ('held', 'released', 'ended')),
  -- others were looked for since the row last changed
  sought_at timestamptz,
  -- others were found once; whether they still are open is asked anew
  has_mates boolean not null default false,
  -- orders that its log names as left apart from it
  left_apart_from bigint[] not null default '{}'
);
create index merge_keys_of_key on merge_keys (merge_key);
create index merge_keys_unsought on merge_keys (order_id) where sought_at is null;
create index merge_keys_with_mates on merge_keys (order_id) where has_mates;

-- What came in lately and has not shipped; older orders get their row with whatever is next said of them.
insert into merge_keys (order_id, state)
select id, 'held' from orders
where created_at > now() - interval '24 hours' and review in ('held', 'released') and stage in ('review', 'picking')
  and not is_history;
