-- Numbers are found however their letters are written. They stay as their platform or courier writes them; only what they are
-- found by is in capitals. An order's two indexes take the place of those by which the same was found before.
drop index orders_order_no_end, orders_tracking;
create index orders_order_no_end on orders (reverse(upper(order_no)) text_pattern_ops);
create index orders_tracking on orders (upper(tracking_no)) where tracking_no is not null;
create index parcels_number on parcels (upper(tracking_no));
