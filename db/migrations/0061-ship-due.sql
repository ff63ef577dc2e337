-- When the platform wants an order to leave, for lists and board: what is not packed by then is late, whatever its stage.
alter table orders add column ship_by timestamptz;
update orders set ship_by = at_ms((facts->'shipBy'->>'value')::float8)
where facts ? 'shipBy' and stage in ('payment', 'review', 'picking', 'packing');
create index orders_ship_by on orders (ship_by, group_id)
  where ship_by is not null and stage in ('review', 'picking', 'packing') and not is_history;
